import assert from "node:assert/strict";
import {
  CreateOpsItemCommand,
  DeleteDocumentCommand,
  DeleteOpsItemCommand,
  DescribeOpsItemsCommand,
  GetCalendarStateCommand,
  GetDocumentCommand,
  ListDocumentsCommand,
  ListTagsForResourceCommand,
  type SSMClient,
  UpdateDocumentCommand,
  UpdateOpsItemCommand,
  type UpdateOpsItemRequest,
} from "@aws-sdk/client-ssm";
import { type Answers, openQuestions, startEmulator } from "../../emulator";
import { changeRequestCases } from "./changeRequestQuestions";
import {
  calendar,
  createCalendar,
  createDocument,
  describeDocument,
  review,
  template,
  updateDocument,
} from "./documents";
import { incidentCases } from "./incidentQuestions";
import { prepared } from "./incidents";
import { codeOf, create, dedup, emulated, get, minimal } from "./support";

type Observe = (ssm: SSMClient, aws: ReturnType<typeof emulated>) => Promise<unknown>;

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
const twoVersions = async (ssm: SSMClient) => {
  await createDocument(ssm, "Restart", template({ description: "first" }));
  await updateDocument(ssm, "Restart", template({ description: "second" }));
};

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
    observe: async (ssm, aws) => [
      await twice(withDedup("a"), { OperationalData: { ...dedup("a"), ...resources } })(ssm, aws),
      await twice(withDedup("b"), withDedup("b", { Source: "other" }))(ssm, aws),
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
  reservedDocumentNames: {
    observe: (ssm) => codeOf(createDocument(ssm, "AMZN-Restart")),
    under: { anyCase: "ValidationException", asWritten: "success" },
  },
  duplicateContent: {
    observe: async (ssm) => {
      await twoVersions(ssm);
      return codeOf(updateDocument(ssm, "Restart", template({ description: "first" })));
    },
    under: { latestVersion: "success", anyVersion: "DuplicateDocumentContent" },
  },
  updateWithoutVersion: {
    observe: async (ssm) => {
      await twoVersions(ssm);
      return codeOf(updateDocument(ssm, "Restart", template({ description: "third" }), {}));
    },
    under: { default: "InvalidDocumentVersion", latest: "success" },
  },
  documentFormat: {
    observe: async (ssm) => {
      await createDocument(ssm, "Yaml", "schemaVersion: '2.2'", { DocumentType: "Command", DocumentFormat: "YAML" });
      return (await ssm.send(new GetDocumentCommand({ Name: "Yaml" }))).DocumentFormat;
    },
    under: { JSON: "JSON", asStored: "YAML" },
  },
  documentNameFilter: {
    observe: async (ssm) => {
      await createDocument(ssm, "Restart");
      const Filters = [{ Key: "Name", Values: ["Rest"] }];
      return (await ssm.send(new ListDocumentsCommand({ Filters }))).DocumentIdentifiers?.length;
    },
    under: { beginning: 1, whole: 0 },
  },
  changeOfAmazonDocument: {
    observe: (ssm) => codeOf(ssm.send(new DeleteDocumentCommand({ Name: "AWS-HelloWorld" }))),
    under: {
      InvalidDocumentOperation: "InvalidDocumentOperation",
      AccessDeniedException: "AccessDeniedException",
    },
  },
  approvalUnasked: {
    observe: async (ssm) => {
      await createDocument(ssm, "Restart");
      return codeOf(review(ssm, "Restart", "Approve"));
    },
    under: { InvalidDocumentOperation: "InvalidDocumentOperation", accepted: "success" },
  },
  rejectedSentAgain: {
    observe: async (ssm) => {
      await createDocument(ssm, "Restart");
      await review(ssm, "Restart", "SendForReview");
      await review(ssm, "Restart", "Reject");
      return codeOf(review(ssm, "Restart", "SendForReview"));
    },
    under: { accepted: "success", InvalidDocumentOperation: "InvalidDocumentOperation" },
  },
  defaultAfterApproval: {
    observe: async (ssm) => {
      await twoVersions(ssm);
      await review(ssm, "Restart", "SendForReview", "2");
      await review(ssm, "Restart", "Approve", "2");
      return (await describeDocument(ssm, "Restart")).DefaultVersion;
    },
    under: { unchanged: "1", approvedVersion: "2" },
  },
  calendarVersion: {
    observe: async (ssm) => {
      await createCalendar(ssm, "Freeze", calendar("DEFAULT_OPEN"));
      const Content = calendar("DEFAULT_CLOSED");
      await ssm.send(new UpdateDocumentCommand({ Name: "Freeze", Content, DocumentFormat: "TEXT" }));
      return (await ssm.send(new GetCalendarStateCommand({ CalendarNames: ["Freeze"] }))).State;
    },
    under: { latest: "CLOSED", default: "OPEN" },
  },
  floatingTimes: {
    observe: async (ssm) => {
      const event = ["DTSTART;VALUE=DATE:20260701", "DTEND;VALUE=DATE:20260702"];
      const text = calendar("DEFAULT_OPEN", [event], ["X-WR-TIMEZONE:Europe/Berlin"]);
      await createCalendar(ssm, "Freeze", text);
      const question = { CalendarNames: ["Freeze"], AtTime: "2026-01-01T00:00:00Z" };
      return (await ssm.send(new GetCalendarStateCommand(question))).NextTransitionTime;
    },
    under: { calendarZone: "2026-06-30T22:00:00Z", UTC: "2026-07-01T00:00:00Z" },
  },
  ...changeRequestCases,
  ...incidentCases,
};

for (const [name, { observe, under }] of Object.entries(cases)) {
  const [likely] = openQuestions[name as keyof Answers].answers;

  describe(`open question ${name}`, () => {
    for (const [answer, observed] of Object.entries(under)) {
      describe(`answered ${answer}${answer === likely ? ", the default" : ""}`, () => {
        const answers = answer === likely ? {} : { [name]: answer };
        const incidentManager = { ...prepared, replicationSetSeconds: 60 };
        const aws = emulated({ answers, deleteLagMs: 60_000, incidentManager });
        it("shows", async () => assert.deepEqual(await observe(aws.ssm(), aws), observed));
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
