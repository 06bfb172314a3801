import assert from "node:assert/strict";
import { SSM } from "@aws-sdk/client-ssm";
import fc from "fast-check";
import { type Emulator, startEmulator } from "../../emulator";
import { models, shapeOf } from "../../emulator/model";
import { changeRequest } from "../../provider/changeRequest/handler";
import { properties, table } from "../../provider/changeRequest/properties";
import { fingerprintOf } from "../../provider/core/fingerprint";
import type { Props } from "../../provider/core/handler";
import { check } from "../../provider/core/properties/check";
import { diff } from "../../provider/core/properties/diff";
import { readBack } from "../../provider/core/properties/readBack";
import { awsNameOf, type Row, type Shape } from "../../provider/core/properties/rows";
import { toAws } from "../../provider/core/properties/toAws";
import { UNKNOWN } from "../../provider/core/unknown";
import { defined, facts, failuresOf as failures, many, shortened, withHoles } from "../support/tables";
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

  for (const [what, args, expected] of [
    [
      "targets and target maps",
      { ...targeted, targetMaps: mapped.targetMaps },
      ["runbooks[0].targetMaps: must not be given together with targets"],
    ],
    [
      "targets without a parameter for them",
      { ...targeted, targetParameterName: undefined },
      ["runbooks[0].targetParameterName: is required with targets"],
    ],
    [
      "a parameter for targets without any",
      { ...targeted, targets: undefined },
      ["runbooks[0].targets: are required with targetParameterName"],
    ],
    ["all of these, of which one is not known", { ...targeted, targetMaps: UNKNOWN }, []],
    ["targets without a parameter that is known", { ...targeted, targetParameterName: UNKNOWN }, []],
    ["a parameter for targets that are not known", { ...targeted, targets: UNKNOWN }, []],
    [
      "a target of which something is not known",
      { ...targeted, targetParameterName: undefined, targets: [{ key: UNKNOWN }] },
      [],
    ],
    ["a parameter and target maps", { ...mapped, targetParameterName: "InstanceId" }, []],
    ["targets beside nothing", { ...targeted, targetMaps: null }, []],
    ["nothing in place of targets", { documentName: "AWS-HelloWorld", targetParameterName: null, targets: null }, []],
  ] as [string, Props, string[]][]) {
    it(`answers ${JSON.stringify(expected)} to ${what}`, async () =>
      assert.deepEqual(await failuresOf({ ...required, runbooks: [defined(args)] }), expected));
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

/*
 * Both sides of each limit, at every level. What is refused is sent to the emulator too, which knows AWS's model: it must
 * refuse it as well, or the last member says why we do.
 */
interface Limit {
  /** Where the value stands; its container is made around it. */
  path: string;
  valid: unknown[];
  invalid: Refused[];
}
/** `reason`: what follows the path, or, where it begins with a path of its own, all of it. */
type Refused = [value: unknown, reason: string, whyAwsTakesIt?: string];

const isType = "a type, which is always checked";
const isLocal = "never sent";

const texts = (path: string, min: number, max: number): Limit => ({
  path,
  valid: ["a".repeat(min), "a".repeat(max), "😀".repeat(max), " \n "],
  invalid: [
    ["", `must be ${min} to ${max} characters long, not 0`],
    ["a".repeat(max + 1), `must be ${min} to ${max} characters long, not ${max + 1}`],
    ["😀".repeat(max + 1), `must be ${min} to ${max} characters long, not ${max + 1}`],
    [7, "must be a string", isType],
  ],
});
const lists = (path: string, min: number, max: number, of: (index: number) => unknown): Limit => {
  const sizes =
    min === max
      ? `exactly ${min} element`
      : `${min === 0 ? "at most" : `${min} to`} ${max.toLocaleString("en").replace(",", "")} element${max === 1 ? "" : "s"}`;
  return {
    path,
    valid: [many(min, of), many(max, of)],
    invalid: [
      ...(min > 0 ? [[[], `must have ${sizes}, not 0`] as Refused] : []),
      [many(max + 1, of), `must have ${sizes}, not ${max + 1}`],
      ["x", "must be a list", isType],
    ],
  };
};
const maps = (path: string, max: number, of: unknown): Limit => {
  const keys = (count: number) => Object.fromEntries(many(count, (index) => [`k${index}`, of]) as [string, unknown][]);
  return {
    path,
    valid: [keys(1), keys(max), { ["k".repeat(50)]: of }, { "é \n": of }],
    invalid: [
      [{}, `must have 1 to ${max} keys, not 0`],
      [keys(max + 1), `must have 1 to ${max} keys, not ${max + 1}`],
      [{ "": of }, `${path}[""]: the key must be 1 to 50 characters long, not 0`],
      [{ ["k".repeat(51)]: of }, `${path}.${"k".repeat(51)}: the key must be 1 to 50 characters long, not 51`],
      [[], "must be an object", isType],
    ],
  };
};
const parametersAt = (path: string): Limit[] => [
  maps(path, 200, ["v"]),
  lists(`${path}.Name`, 0, 50, () => "v"),
  texts(`${path}.Name[0]`, 1, 512),
];
const documentAt = (path: string): Limit => ({
  path,
  valid: ["abc", "a".repeat(128), "AWS-x_y.z:/", "arn:aws:ssm:eu-west-1:111122223333:document/Resize"],
  invalid: ["", "ab", "a".repeat(129), "a b c", "äöü", "abc\n"].map(
    (value): Refused => [value, "must be 3 to 128 letters, digits and _-.:/, a name or an ARN"],
  ),
});
const versionAt = (path: string): Limit => ({
  path,
  valid: ["1", "10", "$LATEST", "$DEFAULT"],
  invalid: ["", "0", "01", "latest", "1.0", "$Latest", "1\n"].map(
    (value): Refused => [value, "must be a number from 1 on, $LATEST or $DEFAULT"],
  ),
});
const concurrencyAt = (path: string): Limit => ({
  path,
  valid: ["1", "9999999", "1%", "10%", "99%", "100%"],
  invalid: [
    ...["0", "01", "0%", "101%", "-1", "1.5", "all", "1\n"].map(
      (value): Refused => [value, 'must be a whole number from 1 on, or a percentage from "1%" to "100%"'],
    ),
    ["10000000", "must be 1 to 7 characters long, not 8"],
    [1, "must be a string", isType],
  ],
});
const errorsAt = (path: string): Limit => ({
  path,
  valid: ["0", "1", "9999999", "0%", "10%", "99%", "100%"],
  invalid: [
    ...["01", "00%", "101%", "-1", "all"].map(
      (value): Refused => [value, 'must be a whole number from 0 on, or a percentage from "0%" to "100%"'],
    ),
    ["10000000", "must be 1 to 7 characters long, not 8"],
  ],
});
const flagAt = (path: string): Limit => ({
  path,
  valid: [true, false],
  invalid: ["true", 1, {}].map((value): Refused => [value, "must be true or false", isType]),
});
const instantAt = (path: string): Limit => ({
  path,
  valid: ["2099-01-31T09:00:00Z", "2099-01-31T09:00:00.123+01:00"],
  invalid: ["2099-01-31", "2099-02-30T09:00:00Z", "tomorrow", 4_073_230_800].map(
    (value): Refused => [value, "must be an instant in ISO 8601 with its offset, such as 2026-01-31T09:00:00Z", isType],
  ),
});
const anyText = (path: string): Limit => ({
  path,
  valid: ["", "😀".repeat(3000)],
  invalid: [[7, "must be a string", isType]],
});
const targetsAt = (path: string, atMost: number): Limit[] => [
  lists(path, 0, atMost, () => target),
  {
    path: `${path}[0].key`,
    valid: [
      "a",
      "a".repeat(163),
      "tag:Stage",
      "resource-groups:ResourceTypeFilters",
      "resource-groups:Name",
      "é 1_.:/=-@",
    ],
    invalid: [
      ["", "must be 1 to 163 characters long, not 0"],
      ["a".repeat(164), "must be 1 to 163 characters long, not 164"],
      ["tag!", "must be letters, digits, spaces and _.:/=-@"],
      ["a+b", "must be letters, digits, spaces and _.:/=-@"],
    ],
  },
  lists(`${path}[0].values`, 0, 50, () => "v"),
  anyText(`${path}[0].values[0]`),
];
const tagSigns = "letters, digits, spaces and _.:/=+-@";
const tagsOf = (count: number) => Object.fromEntries(many(count, (index) => [`k${index}`, "v"]) as [string, string][]);
const isTag = "added by another call";
const location = "runbooks[0].targetLocations[0]";

const limits: Limit[] = [
  documentAt("documentName"),
  versionAt("documentVersion"),
  lists("runbooks", 1, 1, () => ({ documentName: "AWS-HelloWorld" })),
  documentAt("runbooks[0].documentName"),
  versionAt("runbooks[0].documentVersion"),
  ...parametersAt("runbooks[0].parameters"),
  texts("runbooks[0].targetParameterName", 1, 50),
  ...targetsAt("runbooks[0].targets", 5),
  lists("runbooks[0].targetMaps", 0, 300, () => ({ InstanceId: ["i"] })),
  maps("runbooks[0].targetMaps[0]", 20, ["v"]),
  lists("runbooks[0].targetMaps[0].Name", 0, 25, () => "v"),
  texts("runbooks[0].targetMaps[0].Name[0]", 1, 50),
  concurrencyAt("runbooks[0].maxConcurrency"),
  errorsAt("runbooks[0].maxErrors"),
  lists("runbooks[0].targetLocations", 1, 100, () => ({ regions: ["eu-west-1"] })),
  lists(`${location}.accounts`, 1, 50, () => "111122223333"),
  anyText(`${location}.accounts[0]`),
  lists(`${location}.regions`, 1, 50, () => "eu-west-1"),
  anyText(`${location}.regions[0]`),
  concurrencyAt(`${location}.targetLocationMaxConcurrency`),
  errorsAt(`${location}.targetLocationMaxErrors`),
  {
    path: `${location}.executionRoleName`,
    valid: ["a", "a".repeat(64), "path/Role_1+=,.@-x"],
    invalid: [
      ["a".repeat(65), "must be 1 to 64 characters long, not 65"],
      ["a role", "must be letters, digits and +=,.@/-_"],
      ["rôle", "must be letters, digits and +=,.@/-_"],
    ],
  },
  flagAt(`${location}.targetLocationAlarmConfiguration.ignorePollAlarmFailure`),
  lists(`${location}.targetLocationAlarmConfiguration.alarms`, 1, 1, () => ({ name: "a" })),
  {
    path: `${location}.targetLocationAlarmConfiguration.alarms[0].name`,
    valid: ["a", "a".repeat(255), " a"],
    invalid: [
      ["", "must be 1 to 255 characters long, not 0"],
      ["a".repeat(256), "must be 1 to 255 characters long, not 256"],
      ["  ", "must be more than white space"],
      ["a\nb", "must be a single line"],
    ],
  },
  flagAt(`${location}.includeChildOrganizationUnits`),
  lists(`${location}.excludeAccounts`, 1, 5000, () => "111122223333"),
  {
    path: `${location}.excludeAccounts[0]`,
    valid: ["111122223333", "ou-ab12-cdefgh34", `ou-${"a".repeat(32)}-${"b".repeat(32)}`],
    invalid: [
      "11112222333",
      "1111222233334",
      "ou-abc-cdefgh34",
      "ou-ab12-cdefgh3",
      `ou-abcd-${"b".repeat(33)}`,
      "OU-ab12-cdefgh34",
    ].map((value): Refused => [value, "must be an account id of 12 digits, or the id of an organizational unit"]),
  },
  ...targetsAt(`${location}.targets`, 1),
  concurrencyAt(`${location}.targetsMaxConcurrency`),
  errorsAt(`${location}.targetsMaxErrors`),
  ...parametersAt("parameters"),
  texts("changeRequestName", 1, 1024),
  texts("changeDetails", 1, 32_768),
  instantAt("scheduledTime"),
  instantAt("scheduledEndTime"),
  flagAt("autoApprove"),
  {
    path: "triggers",
    valid: [[], [1, "a", null, { b: [true] }], many(1000, String)],
    invalid: [["x", "must be a list", isLocal]],
  },
  {
    path: "tags",
    valid: [{}, tagsOf(48), { ["k".repeat(128)]: "v".repeat(256) }, { "ü 1_.:/=+-@": "ü 1_.:/=+-@" }, { a: "" }],
    invalid: [
      [tagsOf(49), "must have at most 48 keys, not 49", isTag],
      [{ "": "v" }, 'tags[""]: the key must be 1 to 128 characters long, not 0', isTag],
      [{ ["k".repeat(129)]: "v" }, `tags.${"k".repeat(129)}: the key must be 1 to 128 characters long, not 129`, isTag],
      [{ "a!": "v" }, `tags["a!"]: the key must be ${tagSigns}`, isTag],
      [{ "aws:a": "v" }, 'tags["aws:a"]: the key must not begin with aws:', isTag],
      [{ a: "v".repeat(257) }, "tags.a: must be 0 to 256 characters long, not 257", isTag],
      [{ a: "v!" }, `tags.a: must be ${tagSigns}`, isTag],
    ],
  },
  {
    path: "onDelete",
    valid: ["cancel", "cancelRunning", "leave"],
    invalid: [["delete", "must be one of cancel, cancelRunning, leave", isLocal]],
  },
  {
    path: "region",
    valid: ["eu-west-1"],
    invalid: [["Ireland", "must be the name of a region, such as eu-west-1", isLocal]],
  },
  {
    path: "adopt",
    valid: [
      ID,
      ID.toUpperCase(),
      `eu-west-1/${ID}`,
      `arn:aws:ssm:eu-west-1:111122223333:automation-execution/${ID}`,
      "oi-0123456789ab",
      "eu-west-1/oi-0123456789ab",
    ],
    invalid: ["oi-0123456789abc", "Resize", `${ID}0`, `https://x/${ID}`].map(
      (value): Refused => [
        value,
        'must be the id of a change request (of its automation execution), its ARN, or the id of its OpsItem, with "region/" before it where needed',
        isLocal,
      ],
    ),
  },
];

/** Arguments that are right but for what stands at the path. */
function argsWith(path: string, value: unknown): Props {
  const args = structuredClone(required);
  const steps = path.match(/[^.[\]]+/g) ?? [];
  let inner: Props = args;
  for (const [index, step] of steps.slice(0, -1).entries()) {
    inner[step] ??= /^\d+$/.test(steps[index + 1]!) ? [] : {};
    inner = inner[step] as Props;
  }
  inner[steps.at(-1)!] = value;
  if (path.endsWith("ignorePollAlarmFailure")) inner.alarms = [{ name: "a" }];
  const [first] = Array.isArray(args.runbooks) ? (args.runbooks as Props[]) : [];
  if (first?.targets !== undefined) first.targetParameterName ??= "InstanceId";
  if (first?.targetParameterName !== undefined) first.targets ??= [target];
  return args;
}

describe("the limits of a change request", () => {
  let aws: Emulator;
  let ssm: SSM;
  before(async () => {
    aws = await startEmulator();
    const credentials = { accessKeyId: "111122223333", secretAccessKey: "any" };
    ssm = new SSM({ endpoint: aws.url, region: "eu-west-1", maxAttempts: 1, credentials });
  });
  after(async () => {
    ssm.destroy();
    await aws.close();
  });

  it("are tried for every value that there can be", () => {
    const tried = limits.map(({ path }) => path.replaceAll("[0]", "[]").replaceAll(".Name", "{}"));
    const all = rows.flatMap(([name, row]) => (row.local ? [name] : [...pathsIn(name, row)]));
    assert.deepEqual([...new Set(tried)].sort(), all.sort());
  });

  /** What AWS says to the request when nothing of ours looks at it; what the documents would say to it comes later. */
  const refused = "ValidationException";
  const outcome = (args: Props): Promise<string> =>
    ssm.startChangeRequestExecution(toAws(table, args) as never).then(
      () => "taken",
      ({ name }: Error) => (name === refused ? refused : "taken"),
    );

  for (const { path, valid, invalid } of limits) {
    for (const value of valid) {
      it(`take ${path} ${shortened(value)}, and AWS does`, async () => {
        const args = argsWith(path, value);
        assert.deepEqual(await failuresOf(args), []);
        assert.equal(await outcome(args), "taken");
      });
    }
    for (const [value, reason, whyAwsTakesIt] of invalid) {
      it(`refuse ${path} ${shortened(value)}, ${whyAwsTakesIt ? `whatever AWS does: ${whyAwsTakesIt}` : "as AWS does"}`, async () => {
        const args = argsWith(path, value);
        const told = reason.startsWith(path) ? reason : `${path}: ${reason}`;
        assert.deepEqual(await failuresOf(args), [told]);
        if (!whyAwsTakesIt) assert.equal(await outcome(args), refused);
      });
    }
  }
});

/** Where values stand inside: `runbooks[].parameters{}[]`. */
function* pathsIn(path: string, shape: Shape): Generator<string> {
  if (shape.type === "struct") {
    for (const [name, member] of Object.entries(shape.members)) yield* pathsIn(`${path}.${name}`, member);
    return;
  }
  yield path;
  if (shape.type === "list") yield* pathsIn(`${path}[]`, shape.of);
  if (shape.type === "map") yield* pathsIn(`${path}{}`, shape.of);
}

describe("the limits of AWS's model of change requests", () => {
  const model = models.ssm;
  const request = shapeOf(model, { shape: "StartChangeRequestExecutionRequest" });
  const members = request.members ?? {};

  it("are about members that are rows of the table, all of them", () => {
    const sent = rows.filter(([, row]) => !row.local).map(([name, row]) => awsNameOf(name, row));
    const ours = ["ClientToken", "Tags"]; // made, and sent, by ourselves
    assert.deepEqual([...sent, ...ours].sort(), Object.keys(members).sort());
  });

  it("call required what the table does", () => {
    const names = rows.filter(([, row]) => row.required).map(([name, row]) => awsNameOf(name, row));
    assert.deepEqual(names.sort(), [...(request.required ?? [])].sort());
  });

  /** Where we deliberately say something else than the model, and why. */
  const differences: Record<string, string> = {
    "runbooks[].targets[].key pattern": "the model's names of resource groups are of the same signs in any case",
    "runbooks[].targetLocations[].targets[].key pattern": "the same",
  };

  const told = new Set<string>();
  for (const [name, row] of rows) {
    const member = members[awsNameOf(name, row)];
    if (row.local || !member) continue;
    for (const [path, ours, theirs] of facts(model, name, row, member)) {
      it(`say of ${path} what the table says`, () => {
        if (path in differences) {
          told.add(path);
          assert.notDeepEqual(ours, theirs, "no difference any more: take it off the list");
        } else {
          assert.deepEqual(ours, theirs);
        }
      });
    }
  }
  it("differ from the table nowhere else", () => assert.deepEqual([...told].sort(), Object.keys(differences).sort()));

  it("say of tags what the table says", () => {
    const { keys, of } = properties.tags;
    for (const [shape, ours] of [
      ["TagKey", keys],
      ["TagValue", of],
    ] as const) {
      for (const [path, one, other] of facts(model, shape, ours, { shape })) assert.deepEqual(one, other, path);
    }
  });
});
