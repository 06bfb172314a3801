import assert from "node:assert/strict";
import fc from "fast-check";
import { changeRequest } from "../../provider/changeRequest/handler";
import { properties, table } from "../../provider/changeRequest/properties";
import { fingerprintOf } from "../../provider/core/fingerprint";
import type { Props } from "../../provider/core/handler";
import { check } from "../../provider/core/properties/check";
import { diff } from "../../provider/core/properties/diff";
import { readBack } from "../../provider/core/properties/readBack";
import type { Row } from "../../provider/core/properties/rows";
import { toAws } from "../../provider/core/properties/toAws";
import { UNKNOWN } from "../../provider/core/unknown";
import { defined, failuresOf as failures, withHoles } from "../support/tables";
import { required, someInputs, whole } from "./support";

const rows = Object.entries(properties) as [keyof typeof properties, Row][];
const failuresOf = (args: Props, config?: Record<string, string>) => failures(changeRequest, args, config);

const [runbook = {}] = whole.runbooks as Props[];
const ID = "01234567-89ab-cdef-0123-456789abcdef";
const target = { key: "ParameterValues", values: ["i-1"] };
const targeted = { documentName: "AWS-HelloWorld", targetParameterName: "InstanceId", targets: [target] };
const mapped = { documentName: "AWS-HelloWorld", targetMaps: [{ InstanceId: ["i-1", "i-2"] }] };

describe("the table of a change request", () => {
  it("gives back what it has sent, whatever it is", () => {
    fc.assert(
      fc.property(someInputs, (inputs) => {
        assert.deepEqual(check(table, inputs, { limits: true }), []);
        assert.deepEqual(defined(readBack(table, toAws(table, inputs), inputs)), inputs);
        const { tags, onDelete, triggers, ...told } = inputs;
        for (const name of ["changeDetails", "scheduledEndTime", "autoApprove"]) delete told[name]; // AWS never tells them
        const back = readBack(table, toAws(table, inputs));
        assert.deepEqual(defined(back), told);
        assert.deepEqual(diff(table, inputs, structuredClone(inputs)), []);
        assert.equal(fingerprintOf(table, structuredClone(inputs)), fingerprintOf(table, inputs));
      }),
      { numRuns: 200 },
    );
  });

  it("sends nothing that concerns us alone", () =>
    assert.deepEqual(
      Object.keys(
        toAws(table, { ...whole, region: "eu-west-1", owner: "x", tagsAll: {}, adopt: ID, keepsSecret: true }),
      ).sort(),
      [
        ...[
          "AutoApprove",
          "ChangeDetails",
          "ChangeRequestName",
          "DocumentName",
          "DocumentVersion",
          "Parameters",
          "Runbooks",
        ],
        ...["ScheduledEndTime", "ScheduledTime"],
      ],
    ));

  it("never shows a value in a failure, whatever is wrong", () => {
    const junk: fc.Arbitrary<unknown> = fc.oneof(
      fc.string().map((rest) => `§${rest}§`),
      fc.array(fc.constant("§§"), { maxLength: 12 }),
      fc.constant([{ documentName: "§", documentVersion: "§", parameters: "§", targets: ["§"], maxErrors: "§" }]),
      fc.constant([
        { documentName: "abc", targetMaps: [{ key: ["§".repeat(51)] }], targetLocations: [{ accounts: "§" }] },
      ]),
      fc.constant([{ documentName: "abc", targetLocations: [{ excludeAccounts: ["§"], executionRoleName: "§ §" }] }]),
      fc.constant({ key: ["§".repeat(513), 86753.09] }),
      fc.constant({ key: "§".repeat(300) }),
      fc.constant(86753.09),
    );
    const all = fc.record(Object.fromEntries(rows.map(([name]) => [name, junk])), { requiredKeys: [] });
    return fc.assert(
      fc.asyncProperty(all, async (args) => {
        for (const reason of await failuresOf(args)) assert.ok(!/§|86753/.test(reason), reason);
      }),
      { numRuns: 200 },
    );
  });
});

describe("check of a change request", () => {
  it("takes what is required alone, and everything", async () => {
    for (const args of [required, whole, { ...required, runbooks: [targeted] }, { ...required, runbooks: [mapped] }]) {
      assert.deepEqual(await failuresOf(args), []);
    }
  });

  it("passes over what is not known yet, wherever it stands", async () => {
    const [location] = runbook.targetLocations as Props[];
    const all: Props = {
      ...whole,
      adopt: ID,
      runbooks: [{ ...runbook, ...targeted, targetLocations: [{ ...location, targets: [target] }] }],
    };
    const holes = [...withHoles(all), ...withHoles({ ...required, runbooks: [mapped] })];
    assert.equal(holes.length, 78);
    for (const [path, hole] of holes) assert.deepEqual(await failuresOf(hole), [], path);
  });

  for (const [what, args] of [
    ["targets and target maps, of which one is not known", { ...targeted, targetMaps: UNKNOWN }],
    ["targets without a parameter that is known", { ...targeted, targetParameterName: UNKNOWN }],
    ["a parameter for targets that are not known", { ...targeted, targets: UNKNOWN }],
    [
      "a target of which something is not known",
      { ...targeted, targetParameterName: undefined, targets: [{ key: UNKNOWN }] },
    ],
    ["targets beside nothing", { ...targeted, targetMaps: null }],
    ["nothing in place of targets", { documentName: "AWS-HelloWorld", targetParameterName: null, targets: null }],
  ] as [string, Props][]) {
    it(`takes ${what}`, async () => assert.deepEqual(await failuresOf({ ...required, runbooks: [defined(args)] }), []));
  }

  it("tells of all that is wrong at once, each with its place", async () => {
    assert.deepEqual(
      await failuresOf({
        changeRequestName: "",
        runbooks: [{ documentVersion: "0", maxError: "1", targetLocations: [{ regions: [], colour: "red" }] }],
        tags: { "aws:x": "y" },
        autoapprove: true,
      }),
      [
        "autoapprove: there is no such property; autoApprove is meant",
        "documentName: is required",
        "runbooks[0].maxError: there is no such property; known are documentName, documentVersion, parameters, targetParameterName, targets, targetMaps, maxConcurrency, maxErrors, targetLocations",
        "runbooks[0].documentName: is required",
        "runbooks[0].documentVersion: must be a number from 1 on, $LATEST or $DEFAULT",
        "runbooks[0].targetLocations[0].colour: there is no such property; known are accounts, regions, targetLocationMaxConcurrency, targetLocationMaxErrors, executionRoleName, targetLocationAlarmConfiguration, includeChildOrganizationUnits, excludeAccounts, targets, targetsMaxConcurrency, targetsMaxErrors",
        "runbooks[0].targetLocations[0].regions: must have 1 to 50 elements, not 0",
        "changeRequestName: must be 1 to 1024 characters long, not 0",
        'tags["aws:x"]: the key must not begin with aws:',
      ],
    );
  });

  it("leaves limits to AWS when validation is off, and keeps the rules of our own", async () => {
    const args = {
      ...required,
      changeRequestName: "",
      runbooks: [{ ...targeted, targetParameterName: undefined }],
      adopt: "x",
    };
    assert.equal((await failuresOf(args)).length, 3);
    assert.deepEqual(await failuresOf(args, { "aws-ops:validation": "off" }), [
      'adopt: must be the id of a change request (of its automation execution), its ARN, or the id of its OpsItem, with "region/" before it where needed',
    ]);
  });
});
