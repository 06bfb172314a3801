import assert from "node:assert/strict";
import {
  CreateOpsItemCommand,
  type CreateOpsItemRequest,
  GetOpsItemCommand,
  UpdateOpsItemCommand,
} from "@aws-sdk/client-ssm";
import fc from "fast-check";
import { models } from "../../emulator/model";
import { regExp } from "../../emulator/validate";
import { codeOf, emulated, errorOf, minimal, newAccount } from "./support";

const titlePattern = "^(?!\\s*$).+";

describe("limits of the model", () => {
  const aws = emulated();
  const send = (input: object) =>
    aws.ssm().send(new CreateOpsItemCommand({ ...minimal, ...input } as CreateOpsItemRequest));

  for (const [what, input, ...sentences] of [
    ["no Title", { Title: undefined }, "Value null at 'title' failed to satisfy constraint: Member must not be null"],
    [
      "a Title of spaces",
      { Title: "  " },
      `Value '  ' at 'title' failed to satisfy constraint: Member must satisfy regular expression pattern: ${titlePattern}`,
    ],
    [
      "a Title of two lines",
      { Title: "a\nb" },
      `Value 'a\nb' at 'title' failed to satisfy constraint: Member must satisfy regular expression pattern: ${titlePattern}`,
    ],
    [
      "an empty Category",
      { Category: "" },
      "Value '' at 'category' failed to satisfy constraint: Member must have length greater than or equal to 1",
      `Value '' at 'category' failed to satisfy constraint: Member must satisfy regular expression pattern: ${titlePattern}`,
    ],
    [
      "Priority 6 and a Severity of 65 characters",
      { Priority: 6, Severity: "s".repeat(65) },
      "Value '6' at 'priority' failed to satisfy constraint: Member must have value less than or equal to 5",
      `Value '${"s".repeat(65)}' at 'severity' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
    [
      "Priority 0",
      { Priority: 0 },
      "Value '0' at 'priority' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      "an AccountId of eleven digits",
      { AccountId: "12345678901" },
      "Value '12345678901' at 'accountId' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[0-9]{12}$",
    ],
    [
      "a blank operational data value and an unknown type",
      { OperationalData: { disk: { Value: " ", Type: "Text" } } },
      "Value ' ' at 'operationalData.disk.member.value' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\s\\S]*\\S[\\s\\S]*",
      "Value 'Text' at 'operationalData.disk.member.type' failed to satisfy constraint: Member must satisfy enum value set: [SearchableString, String]",
    ],
    [
      "a blank operational data key",
      { OperationalData: { " ": { Value: "v" } } },
      `Value '{ ={Value=v}}' at 'operationalData' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ${titlePattern}]`,
    ],
    [
      "a tag without a value and one with a bad key",
      { Tags: [{ Key: "a" }, { Key: "#", Value: "" }] },
      "Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null",
      "Value '#' at 'tags.2.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: ^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$",
    ],
    [
      "a related OpsItem without an id",
      { RelatedOpsItems: [{}] },
      "Value null at 'relatedOpsItems.1.member.opsItemId' failed to satisfy constraint: Member must not be null",
    ],
  ] as [string, object, ...string[]][]) {
    it(`refuses ${what}, in AWS's words`, async () => {
      const error = await errorOf(send(input));
      const noun = sentences.length === 1 ? "error" : "errors";
      assert.equal(error.name, "ValidationException");
      assert.equal(error.message, `${sentences.length} validation ${noun} detected: ${sentences.join("; ")}`);
    });
  }

  const times = (length: number) => "x".repeat(length);
  for (const [member, longest, tooLong] of [
    ["Title", times(1024), times(1025)],
    ["Description", times(2048), times(2049)],
    ["Source", times(128), times(129)],
    ["Category", times(64), times(65)],
    ["Severity", times(64), times(65)],
    ["Priority", 5, 6],
    ["OperationalData", { [times(128)]: { Value: "v" } }, { [times(129)]: { Value: "v" } }],
    ["Tags", [{ Key: times(128), Value: times(256) }], [{ Key: times(128), Value: times(257) }]],
  ] as [string, unknown, unknown][]) {
    it(`takes the longest ${member} and refuses what is longer`, async () => {
      assert.equal(await codeOf(send({ [member]: longest })), "success");
      assert.equal(await codeOf(send({ [member]: tooLong })), "ValidationException");
    });
  }

  it("counts characters, not code units", async () => {
    assert.equal(await codeOf(send({ Title: "💾".repeat(1024) })), "success");
  });

  it("checks the form of ids before whether they exist", async () => {
    const ssm = aws.ssm();
    assert.equal(await codeOf(ssm.send(new GetOpsItemCommand({ OpsItemId: "oi-xyz" }))), "ValidationException");
    assert.equal(
      await codeOf(ssm.send(new GetOpsItemCommand({ OpsItemId: "oi-000000000000" }))),
      "OpsItemNotFoundException",
    );
  });

  it("refuses a Status that nobody knows", async () => {
    const update = { OpsItemId: "oi-000000000000", Status: "Done" as "Open" };
    const { message } = await errorOf(aws.ssm().send(new UpdateOpsItemCommand(update)));
    assert.match(
      message,
      /^1 validation error detected: Value 'Done' at 'status' .* enum value set: \[Open, InProgress, /,
    );
  });

  it("never fails on any text", async function () {
    this.timeout(20_000);
    const ssm = aws.ssm(newAccount());
    const text = fc.string({ unit: "binary", minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(text, text, async (Title, key) => {
        const input = { ...minimal, Title, OperationalData: { [key]: { Value: key } } };
        const code = await codeOf(ssm.send(new CreateOpsItemCommand(input)));
        assert.ok(["success", "ValidationException", "OpsItemInvalidParameterException"].includes(code), code);
      }),
      { numRuns: 30 },
    );
  });

  for (const [name, { shapes }] of Object.entries(models)) {
    it(`has only patterns for ${name} that JavaScript reads`, () => {
      for (const { pattern } of Object.values(shapes)) if (pattern) regExp(pattern);
    });
  }
});
