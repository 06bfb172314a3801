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
  withoutReplicationSet: {
    asks: "Which error have CreateResponsePlan and StartIncident in a Region without replication set?",
    answers: ["ResourceNotFoundException", "ValidationException"],
  },
  pendingReplicationSet: {
    asks: "Which error have CreateResponsePlan and StartIncident while the replication set is being changed?",
    answers: ["ConflictException", "ValidationException"],
  },
  youngRegion: {
    asks: "Which error has the removal of a Region from a replication set within 24 hours?",
    answers: ["ValidationException", "ConflictException"],
  },
  clientTokenOfOtherInput: {
    asks: "What answers a call to Incident Manager with the client token of an earlier one, but other input?",
    answers: ["ConflictException", "firstAnswer"],
  },
  deleteOfAbsent: {
    asks: "How do incidents, timeline events and response plans that do not exist answer to their deletion?",
    answers: ["success", "ResourceNotFoundException"],
  },
  listOfUnknownIncident: {
    asks: "What do ListRelatedItems and ListTimelineEvents answer for an incident that does not exist?",
    answers: ["nothing", "ValidationException"],
  },
  invokedBy: {
    asks: "Is an incident that somebody started by hand invoked by the caller, or by nobody?",
    answers: ["caller", "nobody"],
  },
  tooManyRelatedItems: {
    asks: "Is an incident's 51st related item refused? The quota is 50, but a call may carry 100.",
    answers: ["ValidationException", "accepted"],
  },
  tooManyIncidents: {
    asks: "Which error has StartIncident above the monthly quota of a response plan?",
    answers: ["ThrottlingException", "ValidationException"],
  },
  spacesInPlanUpdate: {
    asks: "May the titles in UpdateResponsePlan have spaces?",
    answers: ["accepted", "ValidationException"],
  },
  reopenedIncident: {
    asks: "May an incident be opened again that is resolved?",
    answers: ["accepted", "ConflictException"],
  },
  emptySummary: {
    asks: 'What does an update of an incident with the summary `""` do?',
    answers: ["clears", "stored", "ignored"],
  },
  noChatChannel: {
    asks: "How do an incident and a response plan without a chat channel read?",
    answers: ["absent", "empty"],
  },
  duplicateIncident: {
    asks: "What answers StartIncident when an incident with the plan's deduplication string is open?",
    answers: ["openIncident", "ConflictException"],
  },
  sameTrigger: {
    asks: "Do calls of StartIncident with the same triggerArn start one incident or several?",
    answers: ["separateIncidents", "oneIncident"],
  },
  parentArn: {
    asks: "How is the ARN of an incident's parent OpsItem spelled?",
    answers: ["opsitem", "opsItem"],
  },
  generatedIdGiven: {
    asks: "What becomes of a generatedId that a related item is added with?",
    answers: ["ignored", "ValidationException"],
  },
  relatedItemTwice: {
    asks: "What answers UpdateRelatedItems when the item to add is there already?",
    answers: ["success", "ConflictException"],
  },
  relatedItemAbsent: {
    asks: "What answers UpdateRelatedItems when the item to remove is not there?",
    answers: ["success", "ResourceNotFoundException"],
  },
  omittedEventReferences: {
    asks: "Does an update of a timeline event that names no references remove those it has?",
    answers: ["removed", "kept"],
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
