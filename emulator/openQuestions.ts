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
