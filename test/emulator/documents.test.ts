import assert from "node:assert/strict";
import {
  AddTagsToResourceCommand,
  DeleteDocumentCommand,
  type DocumentFormat,
  GetDocumentCommand,
  type GetDocumentRequest,
  ListTagsForResourceCommand,
  type SSMClient,
  type UpdateDocumentRequest,
} from "@aws-sdk/client-ssm";
import {
  calendar,
  createCalendar,
  createDocument,
  describeDocument,
  review,
  runbook,
  template,
  updateDocument,
} from "./documents";
import { codeOf, emulated, errorOf, newAccount, region } from "./support";

const start = new Date("2026-01-02T03:04:05Z");

async function getDocument(ssm: SSMClient, Name: string, input: Partial<GetDocumentRequest> = {}) {
  return ssm.send(new GetDocumentCommand({ Name, ...input }));
}

const another = template({ description: "Another." });

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
      await updateDocument(ssm, "Restart", template({ description: "2" }));
      const third = updateDocument(ssm, "Restart", template({ description: "3" }));
      assert.equal(await codeOf(third), "DocumentVersionLimitExceeded");
    });
  });
});

describe("UpdateDocument", () => {
  const aws = emulated({ now: start });

  it("adds a version beside the default one", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Restart", template(), { DisplayName: "Restart" });
    const updated = await updateDocument(ssm, "Restart", template({ description: "Second." }), { VersionName: "two" });
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
      await updateDocument(ssm, "Restart", second, { VersionName: "two" });
      assert.equal(
        await codeOf(updateDocument(ssm, "Restart", content, { DocumentVersion: "$LATEST", ...input })),
        code,
      );
      assert.equal((await describeDocument(ssm, "Restart")).LatestVersion, "2");
    });
  }

  it("refuses documents of the first schema, which had no versions", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Old", { schemaVersion: "1.2" }, { DocumentType: "Command" });
    const call = updateDocument(ssm, "Old", { schemaVersion: "1.2", description: "new" });
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
    await updateDocument(ssm, "Restart", another);
    await remove(ssm, "Restart");
    assert.equal(await codeOf(describeDocument(ssm, "Restart")), "InvalidDocument");
    assert.equal(await codeOf(remove(ssm, "Restart")), "InvalidDocument");
    assert.equal((await createDocument(ssm, "Restart")).DocumentVersion, "1");
  });

  it("deletes a version, whose number does not come again", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Restart");
    await updateDocument(ssm, "Restart", another);
    await remove(ssm, "Restart", "2");
    assert.equal((await describeDocument(ssm, "Restart")).LatestVersion, "1");
    assert.equal((await updateDocument(ssm, "Restart", another))?.DocumentVersion, "3");
  });

  it("keeps the default version", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Restart");
    assert.equal(await codeOf(remove(ssm, "Restart", "1")), "InvalidDocumentOperation");
    assert.equal(await codeOf(remove(ssm, "Restart", "2")), "InvalidDocumentVersion");
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
      updateDocument(ssm, hello, template()),
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
