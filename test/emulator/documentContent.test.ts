import assert from "node:assert/strict";
import { type CreateDocumentRequest, DeleteDocumentCommand } from "@aws-sdk/client-ssm";
import fc from "fast-check";
import { calendar, createDocument, level, listedNames, runbook, template } from "./documents";
import { codeOf, emulated, errorOf } from "./support";

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

describe("CreateDocument, of a content,", () => {
  const aws = emulated();

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
      assert.deepEqual(await listedNames(ssm, { Filters: [{ Key: "Owner", Values: ["Self"] }] }), []);
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
});
