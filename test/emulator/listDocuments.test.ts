import assert from "node:assert/strict";
import { type DocumentKeyValuesFilter, ListDocumentsCommand } from "@aws-sdk/client-ssm";
import { calendar, createCalendar, createDocument, listedNames, runbook, template } from "./documents";
import { codeOf, emulated, newAccount } from "./support";

describe("ListDocuments", () => {
  const aws = emulated();
  const account = newAccount();
  const team: DocumentKeyValuesFilter = { Key: "tag:team", Values: ["orders"] };

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
    const { DocumentIdentifiers } = await ssm.send(new ListDocumentsCommand({ Filters: [team] }));
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
    ["a tag", [team], ["Restart"]],
    ["a type", [self, { Key: "DocumentType", Values: ["ChangeCalendar", "Automation"] }], ["RestartAll", "Freeze"]],
    ["a platform", [self, { Key: "PlatformTypes", Values: ["Linux"] }], ["Restart", "RestartAll"]],
    ["a target type", [self, { Key: "TargetType", Values: ["/AWS::EC2::Instance"] }], ["RestartAll"]],
  ] as [string, DocumentKeyValuesFilter[], string[]][]) {
    it(`lists by ${what}`, async () => {
      assert.deepEqual(await listedNames(aws.ssm(account), { Filters: filters }), expected);
    });
  }

  it("takes the older form of filters", async () => {
    const DocumentFilterList = [{ key: "Owner" as const, value: "Self" }];
    assert.deepEqual(await listedNames(aws.ssm(account), { DocumentFilterList }), own);
  });

  it("lists in pages", async () => {
    const ssm = aws.ssm(account);
    const page = { Filters: [self], MaxResults: 2 };
    const { NextToken } = await ssm.send(new ListDocumentsCommand(page));
    assert.deepEqual(await listedNames(ssm, { ...page, NextToken }), ["Freeze"]);
    assert.equal(await codeOf(listedNames(ssm, { MaxResults: 2, NextToken })), "InvalidNextToken");
  });

  it("refuses an unknown key", async () => {
    const call = listedNames(aws.ssm(account), { Filters: [{ Key: "Colour", Values: ["red"] }] });
    assert.equal(await codeOf(call), "InvalidFilterKey");
  });
});
