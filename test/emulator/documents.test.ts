import assert from "node:assert/strict";
import {
  AddTagsToResourceCommand,
  type CreateDocumentRequest,
  DeleteDocumentCommand,
  type DocumentFormat,
  type DocumentKeyValuesFilter,
  GetDocumentCommand,
  type GetDocumentRequest,
  ListDocumentsCommand,
  type ListDocumentsRequest,
  ListTagsForResourceCommand,
  type SSMClient,
  UpdateDocumentCommand,
  UpdateDocumentMetadataCommand,
  type UpdateDocumentRequest,
} from "@aws-sdk/client-ssm";
import fc from "fast-check";
import {
  calendar,
  createCalendar,
  createDocument,
  describeDocument,
  level,
  review,
  runbook,
  template,
} from "./documents";
import { codeOf, emulated, errorOf, newAccount, region } from "./support";

const start = new Date("2026-01-02T03:04:05Z");

async function getDocument(ssm: SSMClient, Name: string, input: Partial<GetDocumentRequest> = {}) {
  return ssm.send(new GetDocumentCommand({ Name, ...input }));
}

async function update(ssm: SSMClient, Name: string, content: object, input: Partial<UpdateDocumentRequest> = {}) {
  const Content = JSON.stringify(content);
  const command = new UpdateDocumentCommand({ Name, Content, DocumentVersion: "$LATEST", ...input });
  return (await ssm.send(command)).DocumentDescription;
}

async function names(ssm: SSMClient, input: ListDocumentsRequest = {}) {
  const { DocumentIdentifiers = [] } = await ssm.send(new ListDocumentsCommand(input));
  return DocumentIdentifiers.map(({ Name }) => Name);
}

const another = template({ description: "Another." });

const asYaml = `
schemaVersion: "0.3"
mainSteps:
  - name: First
    action: aws:approve
    inputs:
      MinRequiredApprovals: 3
      EnhancedApprovals:
        Approvers:
          - approver: John Stiles
            type: IamUser
            minRequiredApprovals: 0
`;

describe("CreateDocument", () => {
  const aws = emulated({ now: start });

  it("answers with a document that is being created, and is active from then on", async () => {
    const account = newAccount();
    const ssm = aws.ssm(account);
    const parameters = {
      Approver: { type: "String", description: "Who approves.", default: "" },
      Hosts: { type: "StringList", default: ["a", "b"] },
      Ticket: { type: "String" },
    };
    const input = { VersionName: "one", DisplayName: "Restart", Tags: [{ Key: "team", Value: "orders" }] };
    const { CreatedDate, Hash, ...created } = await createDocument(ssm, "Restart", template({ parameters }), input);
    assert.deepEqual(created, {
      Name: "Restart",
      DisplayName: "Restart",
      VersionName: "one",
      Owner: account,
      Author: account,
      Status: "Creating",
      DocumentVersion: "1",
      LatestVersion: "1",
      DefaultVersion: "1",
      Description: "Restarts what hangs.",
      Parameters: [
        { Name: "Approver", Type: "String", Description: "Who approves.", DefaultValue: "" },
        { Name: "Hosts", Type: "StringList", DefaultValue: '["a","b"]' },
        { Name: "Ticket", Type: "String" },
      ],
      PlatformTypes: ["Windows", "Linux", "MacOS"],
      DocumentType: "Automation.ChangeTemplate",
      DocumentFormat: "JSON",
      SchemaVersion: "0.3",
      HashType: "Sha256",
      Tags: [{ Key: "team", Value: "orders" }],
      ReviewStatus: "NOT_REVIEWED",
    });
    assert.match(Hash as string, /^[0-9a-f]{64}$/);
    assert.ok((CreatedDate as Date).getTime() - start.getTime() < 60_000);
    assert.equal((await describeDocument(ssm, "Restart")).Status, "Active");
  });

  for (const [what, content, input] of [
    ["the levels of the present model", template({ mainSteps: [level({}, { MinRequiredApprovals: 1 })] }), {}],
    ["five levels", template({ mainSteps: ["a", "b", "c", "d", "e"].map((name) => level({ name })) }), {}],
    ["thirty days to approve", template({ mainSteps: [level({ timeoutSeconds: 2592000 })] }), {}],
    ["keys that nobody knows", template({ autoApprove: false }), {}],
    ["AWS's own variables", template({ mainSteps: [level({}, { Message: "{{ global:DATE }}" })] }), {}],
    ["monitors", template({ cloudWatchMonitors: { monitors: ["cpu"] } }), {}],
    ["YAML", asYaml, { DocumentFormat: "YAML" }],
    ["a runbook", runbook(), { DocumentType: "Automation" }],
    [
      "a resource of AWS as a parameter",
      runbook({ parameters: { Id: { type: "List<AWS::EC2::Instance::Id>" } } }),
      { DocumentType: "Automation" },
    ],
    ["a calendar", calendar("DEFAULT_OPEN"), { DocumentType: "ChangeCalendar", DocumentFormat: "TEXT" }],
    ["a command", { schemaVersion: "2.2", mainSteps: [] }, { DocumentType: "Command" }],
    ["a text of another type", "anything", { DocumentType: "ApplicationConfiguration", DocumentFormat: "TEXT" }],
    ["64 KB", template({ templateInformation: "x".repeat(65_000) }), {}],
  ] as [string, string | object, Partial<CreateDocumentRequest>][]) {
    it(`takes ${what}`, async () => {
      await createDocument(aws.ssm(), "Restart", content, input);
    });
  }

  const approvers = (count: number, line: object = {}) => {
    const lines = Array.from({ length: count }, () => ({ approver: "ana", type: "IamUser", ...line }));
    return template({ mainSteps: [level({}, { EnhancedApprovals: { Approvers: lines } })] });
  };
  const invalid = "InvalidDocumentContent";
  for (const [what, content, message] of [
    ["no JSON", "{", /^JSON not well-formed/],
    ["a list", "[]", /^The content must be an object/],
    ["no steps", template({ mainSteps: undefined }), /^mainSteps is required/],
    ["six levels", template({ mainSteps: Array(6).fill(level()) }), /^mainSteps must be a list of 1 to 5/],
    ["two levels of one name", template({ mainSteps: [level(), level()] }), /^Step name "First" is not unique/],
    ["a level without a name", template({ mainSteps: [level({ name: "a b" })] }), /^mainSteps\[0\].name must be/],
    [
      "a level that is no approval",
      template({ mainSteps: [level({ action: "aws:sleep" })] }),
      /^mainSteps\[0\].action must be aws:approve/,
    ],
    [
      "more than thirty days to approve",
      template({ mainSteps: [level({ timeoutSeconds: 2592001 })] }),
      /^mainSteps\[0\].timeoutSeconds must be a whole number from 1 to 2592000/,
    ],
    ["no approvers", approvers(0), /Approvers must be a list of 1 to 5/],
    ["six approvers", approvers(6), /Approvers must be a list of 1 to 5/],
    ["approvers of a kind of their own", approvers(1, { type: "Anyone" }), /type must be one of IamUser, IamGroup, /],
    ["half an approval", approvers(1, { minRequiredApprovals: 0.5 }), /must be a whole number of at least 0/],
    [
      "levels that need no approval",
      template({ mainSteps: [level({}, { MinRequiredApprovals: 0 })] }),
      /MinRequiredApprovals must be a whole number of at least 1/,
    ],
    ["a flag that is text", template({ emergencyChange: "no" }), /^emergencyChange must be true or false/],
    ["a description that is none", template({ description: 1 }), /^description must be text/],
    [
      "parameters without a type",
      template({ parameters: { Host: { description: "h" } } }),
      /^parameters.Host.type is required/,
    ],
    [
      "parameters of unknown type",
      template({ parameters: { Host: { type: "Text" } } }),
      /type must be one of String, /,
    ],
    [
      "a default that is not allowed",
      template({ parameters: { Action: { type: "String", allowedValues: ["Install"], default: "install" } } }),
      /^Parameter "Action" has value "install" not found in \[Install\]\.$/,
    ],
    [
      "parameters that are not declared",
      template({ mainSteps: [level({}, { Message: "Restart {{ Host }}?" })] }),
      /^Parameter "Host" is not declared\.$/,
    ],
  ] as [string, string | object, RegExp][]) {
    it(`refuses a change template with ${what}`, async () => {
      const { name, message: found } = await errorOf(createDocument(aws.ssm(), "Restart", content));
      assert.equal(name, invalid);
      assert.match(found, message);
    });
  }

  const calendarType = { DocumentType: "ChangeCalendar" } as const;
  for (const [what, name, content, input, code] of [
    ["a name that begins like Amazon's", "AWS-Mine", template(), {}, "ValidationException"],
    ["a name with a slash", "my/template", template(), {}, "ValidationException"],
    [
      "more than 64 KB",
      "Restart",
      template({ templateInformation: "x".repeat(66_000) }),
      {},
      "MaxDocumentSizeExceeded",
    ],
    ["another schema", "Restart", template({ schemaVersion: "2.2" }), {}, "InvalidDocumentSchemaVersion"],
    ["no schema", "Restart", template({ schemaVersion: undefined }), {}, invalid],
    ["a template as text", "Restart", template(), { DocumentFormat: "TEXT" }, invalid],
    ["a calendar as JSON", "Freeze", calendar("DEFAULT_OPEN"), calendarType, invalid],
    ["bad YAML", "Restart", "a: [", { DocumentFormat: "YAML" }, invalid],
    ["YAML that holds itself", "Restart", "&a [*a]", { DocumentFormat: "YAML" }, invalid],
    [
      "a runbook with an action that is none",
      "Restart",
      runbook({ mainSteps: [{ name: "x", action: "sleep" }] }),
      { DocumentType: "Automation" },
      invalid,
    ],
    [
      "a runbook for a role that is not declared",
      "Restart",
      runbook({ assumeRole: "{{ Role }}" }),
      { DocumentType: "Automation" },
      invalid,
    ],
    ["a reserved tag", "Restart", template(), { Tags: [{ Key: "aws:x", Value: "" }] }, "ValidationException"],
  ] as [string, string, string | object, Partial<CreateDocumentRequest>, string][]) {
    it(`refuses ${what} with ${code}, and creates nothing`, async () => {
      const ssm = aws.ssm();
      assert.equal(await codeOf(createDocument(ssm, name, content, input)), code);
      assert.deepEqual(await names(ssm, { Filters: [{ Key: "Owner", Values: ["Self"] }] }), []);
    });
  }

  it("never fails on any text", async function () {
    this.timeout(20_000);
    const ssm = aws.ssm();
    const type = fc.constantFrom("Automation.ChangeTemplate", "Automation", "ChangeCalendar", "Command" as const);
    const format = fc.constantFrom("JSON", "YAML", "TEXT" as const);
    const texts = [fc.string({ unit: "binary", minLength: 1 }), fc.json(), fc.mixedCase(fc.constant(asYaml))];
    await fc.assert(
      fc.asyncProperty(type, format, fc.oneof(...texts), async (DocumentType, DocumentFormat, content) => {
        const code = await codeOf(createDocument(ssm, "Restart", content, { DocumentType, DocumentFormat }));
        const expected = ["success", "DocumentAlreadyExists", invalid, "InvalidDocumentSchemaVersion"];
        assert.ok(expected.includes(code), code);
        if (code === "success") await ssm.send(new DeleteDocumentCommand({ Name: "Restart" }));
      }),
      { numRuns: 100 },
    );
  });

  it("refuses a name that is taken, also while reads do not see its document", async () => {
    const ssm = aws.ssm();
    aws.emulator.faults.hideNew("CreateDocument");
    await createDocument(ssm, "Restart");
    assert.equal(await codeOf(describeDocument(ssm, "Restart")), "InvalidDocument");
    assert.equal(await codeOf(createDocument(ssm, "Restart", runbook())), "DocumentAlreadyExists");
  });

  it("keeps accounts and regions apart", async () => {
    const account = newAccount();
    await createDocument(aws.ssm(account), "Restart");
    assert.equal(await codeOf(describeDocument(aws.ssm(), "Restart")), "InvalidDocument");
    assert.equal(
      await codeOf(describeDocument(aws.ssm(account, { region: "us-east-1" }), "Restart")),
      "InvalidDocument",
    );
  });

  describe("with small quotas", () => {
    const small = emulated({ quotas: { documents: 1, documentVersions: 2 } });

    it("refuses more documents and versions than there may be", async () => {
      const ssm = small.ssm();
      await createDocument(ssm, "Restart");
      assert.equal(await codeOf(createDocument(ssm, "Another")), "DocumentLimitExceeded");
      await update(ssm, "Restart", template({ description: "2" }));
      const third = update(ssm, "Restart", template({ description: "3" }));
      assert.equal(await codeOf(third), "DocumentVersionLimitExceeded");
    });
  });
});

describe("UpdateDocument", () => {
  const aws = emulated({ now: start });

  it("adds a version beside the default one", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Restart", template(), { DisplayName: "Restart" });
    const updated = await update(ssm, "Restart", template({ description: "Second." }), { VersionName: "two" });
    const { Status, DocumentVersion, LatestVersion, DefaultVersion, DisplayName } = updated ?? {};
    assert.deepEqual(
      { Status, DocumentVersion, LatestVersion, DefaultVersion, DisplayName },
      { Status: "Updating", DocumentVersion: "2", LatestVersion: "2", DefaultVersion: "1", DisplayName: "Restart" },
    );
    for (const [input, version, text] of [
      [{}, "1", "Restarts what hangs."],
      [{ DocumentVersion: "$DEFAULT" }, "1", "Restarts what hangs."],
      [{ DocumentVersion: "$LATEST" }, "2", "Second."],
      [{ DocumentVersion: "2" }, "2", "Second."],
      [{ VersionName: "two" }, "2", "Second."],
    ] as const) {
      const { DocumentVersion: found, Description } = await describeDocument(ssm, "Restart", input);
      assert.deepEqual([found, Description], [version, text]);
    }
  });

  const second = template({ description: "Second." });
  for (const [what, content, input, code] of [
    [
      "an old version as the one to update",
      template({ description: "3" }),
      { DocumentVersion: "1" },
      "InvalidDocumentVersion",
    ],
    ["a version that is not there", template({ description: "3" }), { DocumentVersion: "7" }, "InvalidDocumentVersion"],
    ["the latest content again", second, {}, "DuplicateDocumentContent"],
    [
      "a version name that is taken",
      template({ description: "3" }),
      { VersionName: "two" },
      "DuplicateDocumentVersionName",
    ],
    ["a content that is wrong", template({ mainSteps: [] }), {}, "InvalidDocumentContent"],
  ] as [string, object, Partial<UpdateDocumentRequest>, string][]) {
    it(`refuses ${what} with ${code}`, async () => {
      const ssm = aws.ssm();
      await createDocument(ssm, "Restart");
      await update(ssm, "Restart", second, { VersionName: "two" });
      assert.equal(await codeOf(update(ssm, "Restart", content, input)), code);
      assert.equal((await describeDocument(ssm, "Restart")).LatestVersion, "2");
    });
  }

  it("refuses documents of the first schema, which had no versions", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Old", { schemaVersion: "1.2" }, { DocumentType: "Command" });
    const call = update(ssm, "Old", { schemaVersion: "1.2", description: "new" });
    assert.equal(await codeOf(call), "InvalidDocumentSchemaVersion");
  });
});

describe("GetDocument", () => {
  const aws = emulated({ now: start });
  const content = template({ parameters: { Host: { type: "String" } } });

  it("answers with the content as it was sent", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Restart", content);
    const { $metadata, CreatedDate, ...found } = await getDocument(ssm, "Restart");
    assert.deepEqual(found, {
      Name: "Restart",
      DocumentVersion: "1",
      Status: "Active",
      Content: JSON.stringify(content),
      DocumentType: "Automation.ChangeTemplate",
      DocumentFormat: "JSON",
      ReviewStatus: "NOT_REVIEWED",
    });
  });

  it("says JSON in YAML and YAML in JSON", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Restart", content);
    const { Content: yaml, DocumentFormat } = await getDocument(ssm, "Restart", { DocumentFormat: "YAML" });
    assert.match(yaml as string, /^schemaVersion: "0.3"\ndescription: Restarts what hangs\.\n/);
    assert.equal(DocumentFormat, "YAML");
    await createDocument(ssm, "Yaml", yaml, { DocumentFormat: "YAML" });
    const { Content: json } = await getDocument(ssm, "Yaml", { DocumentFormat: "JSON" });
    assert.deepEqual(JSON.parse(json as string), content);
  });

  it("refuses what cannot be said in a format", async () => {
    const ssm = aws.ssm();
    await createCalendar(ssm, "Freeze", calendar("DEFAULT_OPEN"));
    const { name, message } = await errorOf(getDocument(ssm, "Freeze"));
    assert.deepEqual([name, message], ["ValidationException", "Invalid document format JSON"]);
    await createDocument(ssm, "Restart");
    assert.equal(await codeOf(getDocument(ssm, "Restart", { DocumentFormat: "TEXT" })), "ValidationException");
    const { Content } = await getDocument(ssm, "Freeze", { DocumentFormat: "TEXT" });
    assert.equal(Content, calendar("DEFAULT_OPEN"));
  });

  for (const [what, name, input, code] of [
    ["a document that is not there", "Absent", {}, "InvalidDocument"],
    ["a version that is not there", "Restart", { DocumentVersion: "2" }, "InvalidDocumentVersion"],
    ["a version name that is not there", "Restart", { VersionName: "two" }, "InvalidDocumentVersion"],
    ["a version of another name", "Restart", { DocumentVersion: "1", VersionName: "x" }, "InvalidDocumentVersion"],
    ["a version that is no number", "Restart", { DocumentVersion: "one" }, "ValidationException"],
  ] as const) {
    it(`refuses ${what} with ${code}`, async () => {
      const ssm = aws.ssm();
      await createDocument(ssm, "Restart");
      assert.equal(await codeOf(getDocument(ssm, name, input)), code);
    });
  }

  for (const [what, arn, code] of [
    ["the document's ARN", (account: string) => `arn:aws:ssm:${region}:${account}:document/Restart`, "success"],
    ["the ARN of Amazon's document", () => `arn:aws:ssm:${region}::document/AWS-HelloWorld`, "success"],
    [
      "an ARN in another region",
      (account: string) => `arn:aws:ssm:us-east-1:${account}:document/Restart`,
      "InvalidDocument",
    ],
    ["an ARN in another account", () => `arn:aws:ssm:${region}:111122223333:document/Restart`, "InvalidDocument"],
  ] as [string, (account: string) => string, string][]) {
    it(`${code === "success" ? "takes" : "does not find"} ${what}`, async () => {
      const account = newAccount();
      await createDocument(aws.ssm(account), "Restart");
      assert.equal(await codeOf(getDocument(aws.ssm(account), arn(account))), code);
    });
  }
});

describe("DeleteDocument", () => {
  const aws = emulated();
  const remove = (ssm: SSMClient, Name: string, DocumentVersion?: string) =>
    ssm.send(new DeleteDocumentCommand({ Name, DocumentVersion }));

  it("deletes a document with all its versions", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Restart");
    await update(ssm, "Restart", another);
    await remove(ssm, "Restart");
    assert.equal(await codeOf(describeDocument(ssm, "Restart")), "InvalidDocument");
    assert.equal(await codeOf(remove(ssm, "Restart")), "InvalidDocument");
    assert.equal((await createDocument(ssm, "Restart")).DocumentVersion, "1");
  });

  it("deletes a version, whose number does not come again", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Restart");
    await update(ssm, "Restart", another);
    await remove(ssm, "Restart", "2");
    assert.equal((await describeDocument(ssm, "Restart")).LatestVersion, "1");
    assert.equal((await update(ssm, "Restart", another))?.DocumentVersion, "3");
  });

  it("keeps the default version", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Restart");
    assert.equal(await codeOf(remove(ssm, "Restart", "1")), "InvalidDocumentOperation");
    assert.equal(await codeOf(remove(ssm, "Restart", "2")), "InvalidDocumentVersion");
  });
});

describe("ListDocuments", () => {
  const aws = emulated();
  const account = newAccount();
  const freeze: DocumentKeyValuesFilter = { Key: "tag:team", Values: ["orders"] };

  before(async () => {
    const ssm = aws.ssm(account);
    await createDocument(ssm, "Restart", template(), { Tags: [{ Key: "team", Value: "orders" }] });
    await createDocument(ssm, "RestartAll", runbook(), {
      DocumentType: "Automation",
      TargetType: "/AWS::EC2::Instance",
    });
    await createCalendar(ssm, "Freeze", calendar("DEFAULT_OPEN"));
  });

  it("tells of a document what its default version says", async () => {
    const ssm = aws.ssm(account);
    const { DocumentIdentifiers } = await ssm.send(new ListDocumentsCommand({ Filters: [freeze] }));
    const [{ CreatedDate, ...found } = {}] = DocumentIdentifiers ?? [];
    assert.deepEqual(found, {
      Name: "Restart",
      Owner: account,
      Author: account,
      PlatformTypes: ["Windows", "Linux", "MacOS"],
      DocumentVersion: "1",
      DocumentType: "Automation.ChangeTemplate",
      SchemaVersion: "0.3",
      DocumentFormat: "JSON",
      Tags: [{ Key: "team", Value: "orders" }],
      ReviewStatus: "NOT_REVIEWED",
    });
  });

  const own = ["Restart", "RestartAll", "Freeze"];
  const amazons = [
    "AWS-HelloWorldChangeTemplate",
    "AWS-HelloWorld",
    "AWS-ResizeInstance",
    "AWS-RestartEC2Instance",
    "AWS-StopEC2Instance",
  ];
  const self = { Key: "Owner", Values: ["Self"] };
  for (const [what, filters, expected] of [
    ["no filter", [], [...amazons, ...own]],
    ["Owner Self", [self], own],
    ["Owner Private", [{ Key: "Owner", Values: ["Private"] }], own],
    ["Owner Amazon", [{ Key: "Owner", Values: ["Amazon"] }], amazons],
    ["Owner ThirdParty", [{ Key: "Owner", Values: ["ThirdParty"] }], []],
    ["the beginning of a name", [{ Key: "Name", Values: ["Restart"] }], ["Restart", "RestartAll"]],
    ["a tag", [freeze], ["Restart"]],
    ["a type", [self, { Key: "DocumentType", Values: ["ChangeCalendar", "Automation"] }], ["RestartAll", "Freeze"]],
    ["a platform", [self, { Key: "PlatformTypes", Values: ["Linux"] }], ["Restart", "RestartAll"]],
    ["a target type", [self, { Key: "TargetType", Values: ["/AWS::EC2::Instance"] }], ["RestartAll"]],
  ] as [string, DocumentKeyValuesFilter[], string[]][]) {
    it(`lists by ${what}`, async () => {
      assert.deepEqual(await names(aws.ssm(account), { Filters: filters }), expected);
    });
  }

  it("takes the older form of filters", async () => {
    const DocumentFilterList = [{ key: "Owner" as const, value: "Self" }];
    assert.deepEqual(await names(aws.ssm(account), { DocumentFilterList }), own);
  });

  it("lists in pages", async () => {
    const ssm = aws.ssm(account);
    const page = { Filters: [self], MaxResults: 2 };
    const { NextToken } = await ssm.send(new ListDocumentsCommand(page));
    assert.deepEqual(await names(ssm, { ...page, NextToken }), ["Freeze"]);
    assert.equal(await codeOf(names(ssm, { MaxResults: 2, NextToken })), "InvalidNextToken");
  });

  it("refuses an unknown key", async () => {
    const call = names(aws.ssm(account), { Filters: [{ Key: "Colour", Values: ["red"] }] });
    assert.equal(await codeOf(call), "InvalidFilterKey");
  });
});

describe("UpdateDocumentMetadata", () => {
  const aws = emulated({ now: start });

  it("takes a template from being sent for review to approval", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Restart");
    await review(ssm, "Restart", "SendForReview");
    const pending = await describeDocument(ssm, "Restart");
    assert.deepEqual([pending.ReviewStatus, pending.PendingReviewVersion], ["PENDING", "1"]);
    await review(ssm, "Restart", "Approve");
    const approved = await describeDocument(ssm, "Restart");
    assert.deepEqual([approved.ReviewStatus, approved.ApprovedVersion], ["APPROVED", "1"]);
    assert.equal(approved.PendingReviewVersion, undefined);
    assert.equal((await getDocument(ssm, "Restart")).ReviewStatus, "APPROVED");
  });

  it("tells who reviewed", async () => {
    const author = aws.ssm();
    const account = await createDocument(author, "Restart").then(({ Owner }) => Owner as string);
    await review(author, "Restart", "SendForReview");
    await author.send(
      new UpdateDocumentMetadataCommand({
        Name: "Restart",
        DocumentReviews: { Action: "UpdateReview", Comment: [{ Type: "Comment", Content: "Who approves?" }] },
      }),
    );
    await review(author, "Restart", "Reject");
    const { ReviewInformation = [], ReviewStatus, ApprovedVersion } = await describeDocument(author, "Restart");
    assert.deepEqual(
      ReviewInformation.map(({ Status, Reviewer }) => [Status, Reviewer]),
      [
        ["PENDING", account],
        ["REJECTED", account],
      ],
    );
    assert.deepEqual([ReviewStatus, ApprovedVersion], ["REJECTED", undefined]);
  });

  it("reviews each version by itself", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Restart");
    await review(ssm, "Restart", "SendForReview");
    await review(ssm, "Restart", "Approve");
    await update(ssm, "Restart", another);
    await review(ssm, "Restart", "SendForReview", "$LATEST");
    const latest = await describeDocument(ssm, "Restart", { DocumentVersion: "$LATEST" });
    const { ReviewStatus, ApprovedVersion, PendingReviewVersion } = latest;
    assert.deepEqual([ReviewStatus, ApprovedVersion, PendingReviewVersion], ["PENDING", "1", "2"]);
  });

  it("refuses an action that the review is not ready for", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Restart");
    assert.equal(await codeOf(review(ssm, "Restart", "UpdateReview")), "InvalidDocumentOperation");
    await review(ssm, "Restart", "SendForReview");
    await review(ssm, "Restart", "Approve");
    const { name, message } = await errorOf(review(ssm, "Restart", "SendForReview"));
    assert.equal(name, "InvalidDocumentOperation");
    assert.match(message, /^SendForReview is not possible for version 1 of document Restart: .* is APPROVED\.$/);
  });

  it("refuses what is no change template, or not there", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Wait", runbook(), { DocumentType: "Automation" });
    assert.equal(await codeOf(review(ssm, "Wait", "SendForReview")), "InvalidDocumentOperation");
    assert.equal(await codeOf(review(ssm, "Absent", "SendForReview")), "InvalidDocument");
    await createDocument(ssm, "Restart");
    assert.equal(await codeOf(review(ssm, "Restart", "SendForReview", "2")), "InvalidDocumentVersion");
  });
});

describe("documents of Amazon", () => {
  const aws = emulated();
  const hello = "AWS-HelloWorldChangeTemplate";

  it("are approved", async () => {
    const { Owner, ReviewStatus, ApprovedVersion, Status } = await describeDocument(aws.ssm(), hello);
    assert.deepEqual([Owner, ReviewStatus, ApprovedVersion, Status], ["Amazon", "APPROVED", "1", "Active"]);
  });

  for (const [name, required, optional] of [
    [hello, ["Approver"], ["ApproverSnsTopicArn", "ApproverType"]],
    ["AWS-HelloWorld", [], ["AutomationAssumeRole"]],
    ["AWS-ResizeInstance", ["InstanceId", "InstanceType"], ["SleepWait", "AutomationAssumeRole"]],
    ["AWS-RestartEC2Instance", ["InstanceId"], ["AutomationAssumeRole"]],
    ["AWS-StopEC2Instance", ["InstanceId"], ["AutomationAssumeRole"]],
  ] as const) {
    it(`ask of ${name} for ${required.join(", ") || "nothing"}`, async () => {
      const { Parameters = [] } = await describeDocument(aws.ssm(), name);
      const namesWhere = (hasDefault: boolean) =>
        Parameters.filter(({ DefaultValue }) => (DefaultValue !== undefined) === hasDefault).map(({ Name }) => Name);
      assert.deepEqual([namesWhere(false), namesWhere(true)], [required, optional]);
    });
  }

  it("are readable in each format", async () => {
    for (const DocumentFormat of ["JSON", "YAML"] as DocumentFormat[]) {
      assert.match((await getDocument(aws.ssm(), hello, { DocumentFormat })).Content as string, /AWS-HelloWorld/);
    }
  });

  it("can be neither changed, reviewed, deleted nor tagged", async () => {
    const ssm = aws.ssm();
    const tag = { ResourceType: "Document" as const, ResourceId: hello, Tags: [{ Key: "a", Value: "" }] };
    const calls = [
      update(ssm, hello, template()),
      review(ssm, hello, "Reject"),
      ssm.send(new DeleteDocumentCommand({ Name: hello })),
    ];
    const codes = await Promise.all(calls.map(codeOf));
    assert.deepEqual([...new Set(codes)], ["InvalidDocumentOperation"]);
    assert.equal(await codeOf(ssm.send(new AddTagsToResourceCommand(tag))), "InvalidResourceId");
  });
});

describe("tags of documents", () => {
  const aws = emulated();

  it("are added and listed under the document's name", async () => {
    const ssm = aws.ssm();
    const reference = { ResourceType: "Document" as const, ResourceId: "Restart" };
    await createDocument(ssm, "Restart", template(), { Tags: [{ Key: "team", Value: "orders" }] });
    await ssm.send(new AddTagsToResourceCommand({ ...reference, Tags: [{ Key: "team", Value: "billing" }] }));
    const { TagList } = await ssm.send(new ListTagsForResourceCommand(reference));
    assert.deepEqual(TagList, [{ Key: "team", Value: "billing" }]);
    assert.deepEqual((await describeDocument(ssm, "Restart")).Tags, TagList);
  });
});
