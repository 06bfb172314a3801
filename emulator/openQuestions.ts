/**
 * Points on which AWS's documentation is silent or contradicts itself. The first answer of each is the likelier one and
 * the default; `startEmulator({ answers: { … } })` takes another, to see that a program bears both.
 */
export const openQuestions = {
  sourceRule: {
    asks: "Where in an OpsItem's Source are `aws`, `amazon` and `amzn` refused?",
    answers: ["anywhere", "atStart"],
  },
  reservedKeys: {
    asks: "Are reserved prefixes of OperationalData keys (`aws`, `/ssm`, …) recognized in capitals too?",
    answers: ["anyCase", "lowerCase"],
  },
  dedupCase: {
    asks: "Do deduplication strings that differ only in case match?",
    answers: ["insensitive", "sensitive"],
  },
  dedupScope: {
    asks: "What is hashed together with the deduplication string?",
    answers: ["resources", "nothing", "resourcesAndSource"],
  },
  dedupStatuses: {
    asks: "Which OpsItems block a duplicate: open and in progress ones, or all that have not ended?",
    answers: ["openAndInProgress", "notEnded"],
  },
  reopenedDuplicate: {
    asks: "Is an update refused that reopens an OpsItem while a duplicate of it is open?",
    answers: ["refused", "accepted"],
  },
  dedupInUpdate: {
    asks: "Is an update refused that names the `/aws/dedup` key, which cannot be edited?",
    answers: ["refused", "refusedIfChanged"],
  },
  emptyList: {
    asks: "What does an update with Notifications or RelatedOpsItems `[]` do?",
    answers: ["clears", "ignored"],
  },
  keyWrittenAndDeleted: {
    asks: "What becomes of an update with a key in both OperationalData and OperationalDataToDelete?",
    answers: ["refused", "deleted"],
  },
  updateWithoutChange: {
    asks: "Does an update that changes nothing count as a new version?",
    answers: ["newVersion", "sameVersion"],
  },
  oversizedData: {
    asks: "Which error has an OperationalData value above 20 KB?",
    answers: ["OpsItemLimitExceededException", "OpsItemInvalidParameterException"],
  },
  createdBy: {
    asks: "Is CreatedBy the ARN of the caller or of its account?",
    answers: ["caller", "account"],
  },
  deleteOfUnknown: {
    asks: "How does DeleteOpsItem answer for an id that never existed?",
    answers: ["success", "OpsItemInvalidParameterException"],
  },
  tagsWhileDeleting: {
    asks: "Does ListTagsForResource still answer for an OpsItem that is being deleted?",
    answers: ["InvalidResourceId", "tags"],
  },
  describeOrder: {
    asks: "In which order does DescribeOpsItems list?",
    answers: ["newestFirst", "oldestFirst"],
  },
  reservedDocumentNames: {
    asks: "Are the reserved beginnings of document names (`aws`, `amazon`, …) recognized in any case?",
    answers: ["anyCase", "asWritten"],
  },
  duplicateContent: {
    asks: "Which versions may a document's new content not equal?",
    answers: ["latestVersion", "anyVersion"],
  },
  updateWithoutVersion: {
    asks: "Which version does UpdateDocument mean when it names none? It must be the latest one.",
    answers: ["default", "latest"],
  },
  documentFormat: {
    asks: "In which format does GetDocument answer when it names none?",
    answers: ["JSON", "asStored"],
  },
  documentNameFilter: {
    asks: "Does ListDocuments take a name in a filter for the beginning of names or for a whole one?",
    answers: ["beginning", "whole"],
  },
  changeOfAmazonDocument: {
    asks: "Which error has a change of a document that belongs to AWS?",
    answers: ["InvalidDocumentOperation", "AccessDeniedException"],
  },
  approvalUnasked: {
    asks: "May a change template be approved or rejected that nobody has sent for review?",
    answers: ["InvalidDocumentOperation", "accepted"],
  },
  rejectedSentAgain: {
    asks: "May a rejected version of a change template be sent for review again?",
    answers: ["accepted", "InvalidDocumentOperation"],
  },
  defaultAfterApproval: {
    asks: "Does the version of a change template that is approved become the default one?",
    answers: ["unchanged", "approvedVersion"],
  },
  calendarVersion: {
    asks: "Which version of a calendar do GetCalendarState and Change Manager look at?",
    answers: ["latest", "default"],
  },
  floatingTimes: {
    asks: "In which time zone are a calendar's dates, and its times without a zone?",
    answers: ["calendarZone", "UTC"],
  },
  finalStatuses: {
    asks: "Does a change request end as CompletedWithSuccess and -Failure, or as Success and Failed?",
    answers: ["completed", "classic"],
  },
  pendingAtFirst: {
    asks: "Is a new change request Pending for a moment before anyone may approve it?",
    answers: ["never", "forASecond"],
  },
  runbookExecution: {
    asks: "Is the run of a change request's runbook an execution of its own?",
    answers: ["child", "none"],
  },
  changeRequestOpsItem: {
    asks: "Has the OpsItem of a change request the same status, or only Open and Resolved?",
    answers: ["sameStatus", "openOrResolved"],
  },
  reusedClientToken: {
    asks: "What answers a change request with the client token and the input of an earlier one?",
    answers: ["firstExecution", "IdempotentParameterMismatch"],
  },
  pastScheduledTime: {
    asks: "Is a change request refused that is scheduled for the past, or run at once?",
    answers: ["refused", "runAtOnce"],
  },
  tooManyTagsAtStart: {
    asks: "Which error has a change request with more than five tags?",
    answers: ["InvalidAutomationExecutionParametersException", "ValidationException"],
  },
  tagsOnAutomation: {
    asks: "How many tags may a change request have that get added later?",
    answers: ["50", "5"],
  },
  parametersRead: {
    asks: "Does GetAutomationExecution tell a change request's parameters as given, or the template's defaults too?",
    answers: ["asGiven", "withDefaults"],
  },
  autoApprovedSteps: {
    asks: "How do the approval steps of a change request look that was approved automatically?",
    answers: ["Success", "absent"],
  },
  signalOfStranger: {
    asks: "Which error has a signal of somebody who is no approver of the active level?",
    answers: ["AccessDeniedException", "InvalidAutomationSignalException"],
  },
  calendarCheck: {
    asks: "When are the calendars looked at: once the scheduled time is reached, or at once after approval?",
    answers: ["atScheduledTime", "afterApproval"],
  },
  freezeRejection: {
    asks: "Does a freeze approver's rejection end a change request, or does it wait on for the calendar to open?",
    answers: ["ends", "ignored"],
  },
  stopWhileWaiting: {
    asks: "May a change request be stopped while its runbook does not run yet?",
    answers: ["allowed", "refused"],
  },
  stopWhileCancelling: {
    asks: "How does a stop of a change request that is being cancelled already end?",
    answers: ["accepted", "refused"],
  },
} as const satisfies Record<string, { asks: string; answers: readonly [string, ...string[]] }>;

type Questions = typeof openQuestions;

/** One answer to each open question. */
export type Answers = { [Name in keyof Questions]: Questions[Name]["answers"][number] };

export function answersWith(chosen: Partial<Answers> = {}): Answers {
  const defaults = Object.entries(openQuestions).map(([name, { answers }]) => [name, answers[0]]);
  for (const [name, answer] of Object.entries(chosen)) {
    const allowed: readonly string[] | undefined = openQuestions[name as keyof Questions]?.answers;
    if (!allowed)
      throw new Error(`answers: there is no question "${name}", only ${Object.keys(openQuestions).join(", ")}`);
    if (!allowed.includes(answer)) throw new Error(`answers.${name}: must be one of ${allowed.join(", ")}`);
  }
  return { ...Object.fromEntries(defaults), ...chosen } as Answers;
}
