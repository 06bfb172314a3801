import assert from "node:assert/strict";
import {
  CreateOpsItemCommand,
  DeleteOpsItemCommand,
  DescribeOpsItemsCommand,
  ListTagsForResourceCommand,
  type SSMClient,
  UpdateOpsItemCommand,
  type UpdateOpsItemRequest,
} from "@aws-sdk/client-ssm";
import { type Answers, openQuestions, startEmulator } from "../../emulator";
import { codeOf, create, dedup, emulated, get, minimal } from "./support";

type Observe = (ssm: SSMClient) => Promise<unknown>;

const invalid = "OpsItemInvalidParameterException";
const exists = "OpsItemAlreadyExistsException";

const twice =
  (first: object, second: object): Observe =>
  async (ssm) => {
    await create(ssm, first);
    return codeOf(create(ssm, second));
  };

const updated =
  (input: Partial<UpdateOpsItemRequest>, look: (ssm: SSMClient, id: string) => Promise<unknown>, from = {}): Observe =>
  async (ssm) => {
    const OpsItemId = await create(ssm, from);
    const code = await codeOf(ssm.send(new UpdateOpsItemCommand({ OpsItemId, ...input })));
    return code === "success" ? look(ssm, OpsItemId) : code;
  };

const withDedup = (text: string, more = {}) => ({ OperationalData: dedup(text), ...more });
const resources = { "/aws/resources": { Value: '[{"arn":"x"}]' } };
const topics = [{ Arn: "arn:aws:sns:eu-west-1:111122223333:ops" }];

/** For each question, something that shows the answer: what is observed under each answer. */
const cases: { [Name in keyof Answers]: { observe: Observe; under: Record<Answers[Name], unknown> } } = {
  sourceRule: {
    observe: (ssm) => codeOf(create(ssm, { Source: "my-aws" })),
    under: { anywhere: invalid, atStart: "success" },
  },
  reservedKeys: {
    observe: (ssm) => codeOf(create(ssm, { OperationalData: { "AWS-x": { Value: "v" } } })),
    under: { anyCase: invalid, lowerCase: "success" },
  },
  dedupCase: {
    observe: twice(withDedup("a"), withDedup("A")),
    under: { insensitive: exists, sensitive: "success" },
  },
  dedupScope: {
    observe: async (ssm) => [
      await twice(withDedup("a"), { OperationalData: { ...dedup("a"), ...resources } })(ssm),
      await twice(withDedup("b"), withDedup("b", { Source: "other" }))(ssm),
    ],
    under: {
      resources: ["success", exists],
      nothing: [exists, exists],
      resourcesAndSource: ["success", "success"],
    },
  },
  dedupStatuses: {
    observe: async (ssm) => {
      const input = withDedup("a", { OpsItemType: "/aws/changerequest" });
      const OpsItemId = await create(ssm, input);
      await ssm.send(new UpdateOpsItemCommand({ OpsItemId, Status: "Scheduled" }));
      return codeOf(create(ssm, input));
    },
    under: { openAndInProgress: "success", notEnded: exists },
  },
  reopenedDuplicate: {
    observe: async (ssm) => {
      const OpsItemId = await create(ssm, withDedup("a"));
      await ssm.send(new UpdateOpsItemCommand({ OpsItemId, Status: "Resolved" }));
      await create(ssm, withDedup("a"));
      return codeOf(ssm.send(new UpdateOpsItemCommand({ OpsItemId, Status: "Open" })));
    },
    under: { refused: exists, accepted: "success" },
  },
  dedupInUpdate: {
    observe: updated(withDedup("a"), async () => "success", withDedup("a")),
    under: { refused: invalid, refusedIfChanged: "success" },
  },
  emptyList: {
    observe: updated({ Notifications: [] }, async (ssm, id) => (await get(ssm, id)).Notifications?.length, {
      Notifications: topics,
    }),
    under: { clears: 0, ignored: 1 },
  },
  keyWrittenAndDeleted: {
    observe: updated(
      { OperationalData: { a: { Value: "v" } }, OperationalDataToDelete: ["a"] },
      async (ssm, id) => (await get(ssm, id)).OperationalData,
    ),
    under: { refused: invalid, deleted: undefined },
  },
  updateWithoutChange: {
    observe: updated({ Title: minimal.Title }, async (ssm, id) => (await get(ssm, id)).Version),
    under: { newVersion: "2", sameVersion: "1" },
  },
  oversizedData: {
    observe: (ssm) => codeOf(create(ssm, { OperationalData: { log: { Value: "x".repeat(21_000) } } })),
    under: {
      OpsItemLimitExceededException: "OpsItemLimitExceededException",
      OpsItemInvalidParameterException: invalid,
    },
  },
  createdBy: {
    observe: async (ssm) => (await get(ssm, await create(ssm))).CreatedBy?.replace(/\d{12}/g, "…"),
    under: { caller: "arn:aws:iam::…:user/…", account: "arn:aws:iam::…:root" },
  },
  deleteOfUnknown: {
    observe: (ssm) => codeOf(ssm.send(new DeleteOpsItemCommand({ OpsItemId: "oi-000000000000" }))),
    under: { success: "success", OpsItemInvalidParameterException: invalid },
  },
  tagsWhileDeleting: {
    observe: async (ssm) => {
      const OpsItemId = await create(ssm);
      await ssm.send(new DeleteOpsItemCommand({ OpsItemId }));
      return codeOf(ssm.send(new ListTagsForResourceCommand({ ResourceType: "OpsItem", ResourceId: OpsItemId })));
    },
    under: { InvalidResourceId: "InvalidResourceId", tags: "success" },
  },
  describeOrder: {
    observe: async (ssm) => {
      for (const Title of ["first", "second"]) await ssm.send(new CreateOpsItemCommand({ ...minimal, Title }));
      return (await ssm.send(new DescribeOpsItemsCommand({}))).OpsItemSummaries?.map(({ Title }) => Title);
    },
    under: { newestFirst: ["second", "first"], oldestFirst: ["first", "second"] },
  },
};

for (const [name, { observe, under }] of Object.entries(cases)) {
  const [likely] = openQuestions[name as keyof Answers].answers;

  describe(`open question ${name}`, () => {
    for (const [answer, observed] of Object.entries(under)) {
      describe(`answered ${answer}${answer === likely ? ", the default" : ""}`, () => {
        const answers = answer === likely ? {} : { [name]: answer };
        const aws = emulated({ answers, deleteLagMs: 60_000 });
        it("shows", async () => assert.deepEqual(await observe(aws.ssm()), observed));
      });
    }
  });
}

describe("answers", () => {
  for (const [what, answers, message] of [
    ["an unknown question", { color: "red" }, /there is no question "color", only sourceRule, /],
    ["an unknown answer", { dedupCase: "upper" }, /answers.dedupCase: must be one of insensitive, sensitive/],
  ] as const) {
    it(`refuses ${what}`, () => assert.rejects(startEmulator({ answers: answers as never }), message));
  }
});
