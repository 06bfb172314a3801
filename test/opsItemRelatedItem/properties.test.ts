import assert from "node:assert/strict";
import fc from "fast-check";
import type { Props } from "../../provider/core/handler";
import { check } from "../../provider/core/properties/check";
import { diff } from "../../provider/core/properties/diff";
import { readBack } from "../../provider/core/properties/readBack";
import { toAws } from "../../provider/core/properties/toAws";
import { UNKNOWN } from "../../provider/core/unknown";
import { opsItemRelatedItem } from "../../provider/opsItemRelatedItem/handler";
import { properties, table } from "../../provider/opsItemRelatedItem/properties";
import { defined, failuresOf as failures } from "../support/tables";
import { document, incident, someInputs } from "./support";

const failuresOf = (args: Props, config?: Record<string, string>) => failures(opsItemRelatedItem, args, config);

const ID = "oi-0123456789ab/ae6ea0d1-1c38-4b2e-a9e5-6ea5ec5a1bd5";

describe("the table of an OpsItemRelatedItem", () => {
  it("gives back what it has sent, whatever it is", () => {
    fc.assert(
      fc.property(someInputs, (inputs) => {
        assert.deepEqual(check(table, inputs, { limits: true }), []);
        const back = defined(readBack(table, toAws(table, inputs)));
        assert.deepEqual(back, inputs);
        assert.deepEqual(diff(table, inputs, back), []);
      }),
      { numRuns: 200 },
    );
  });

  it("never shows a value in a failure, whatever is wrong", () => {
    const junk = fc.oneof(
      fc.string().map((rest) => `§${rest}§`),
      fc.constant(["§"]),
      fc.constant(86753.09),
    );
    const names = Object.keys(properties);
    const all = fc.record(Object.fromEntries(names.map((name) => [name, junk])), { requiredKeys: [] });
    return fc.assert(
      fc.asyncProperty(all, async (args) => {
        for (const reason of await failuresOf(args)) assert.ok(!/§|86753/.test(reason), reason);
      }),
      { numRuns: 100 },
    );
  });
});

describe("check of an OpsItemRelatedItem", () => {
  for (const [what, args] of Object.entries({
    "a document": document,
    "an incident": incident,
    "a document of the account": { ...document, resourceUri: "arn:aws:ssm:eu-west-1:111122223333:document/Restart" },
    "a document elsewhere": { ...document, resourceUri: "arn:aws-us-gov:ssm:us-gov-west-1::document/AWS-Restart" },
    "what is not known yet": Object.fromEntries(Object.keys(document).map((name) => [name, UNKNOWN])),
    "an association to adopt": { ...document, adopt: `eu-west-1/${ID}` },
  })) {
    it(`takes ${what}`, async () => assert.deepEqual(await failuresOf(args), []));
  }

  it("wants all but region and adopt", async () =>
    assert.deepEqual(
      await failuresOf({}),
      Object.keys(document).map((name) => `${name}: is required`),
    ));

  const wrong = {
    opsItemId: "oi-0123456789AB",
    associationType: "isParentOf",
    resourceType: "AWS::S3::Bucket",
    resourceUri: "AWS-RestartEC2Instance",
  };
  const reasons = [
    'opsItemId: must be the id of an OpsItem, "oi-" and 12 hexadecimal digits',
    "associationType: must be one of IsParentOf, RelatesTo",
    "resourceType: must be one of AWS::SSMIncidents::IncidentRecord, AWS::SSM::Document",
    "resourceUri: must be an ARN",
  ];

  it("tells of all that is wrong at once", async () => assert.deepEqual(await failuresOf(wrong), reasons));

  it("leaves to AWS what it takes, where that is asked for", async () =>
    assert.deepEqual(await failuresOf(wrong, { "aws-ops:validation": "off" }), []));

  for (const adopt of ["oi-0123456789ab", "ae6ea0d1-1c38-4b2e-a9e5-6ea5ec5a1bd5", `${ID}/x`, "x/y"]) {
    it(`refuses to adopt ${adopt}, also where limits are left to AWS`, async () => {
      const expected = [
        'adopt: must be the id of an OpsItem and that of its association, as in "oi-0123456789ab/ae6ea0d1-1c38-4b2e-a9e5-6ea5ec5a1bd5", with "region/" before it where needed',
      ];
      assert.deepEqual(await failuresOf({ ...document, adopt }), expected);
      assert.deepEqual(await failuresOf({ ...document, adopt }, { "aws-ops:validation": "off" }), expected);
    });
  }
});
