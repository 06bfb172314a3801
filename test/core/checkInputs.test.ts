import assert from "node:assert/strict";
import { checkInputs } from "../../provider/core/checkInputs";
import { commonRows, ownerRow, parseReference, regionFor } from "../../provider/core/common";
import type { Props } from "../../provider/core/handler";
import { text } from "../../provider/core/properties/rows";
import { readSettings } from "../../provider/core/settings";
import { tagRows } from "../../provider/core/tags";
import { UNKNOWN } from "../../provider/core/unknown";

const settingsOf = (config: Record<string, string> = {}) => readSettings((key) => config[key]);
const defaultTags = { "aws:defaultTags": JSON.stringify({ tags: { team: "ops", stage: "dev" } }) };

describe("regionFor", () => {
  const environment = async () => "from-environment-1";
  const none = async (): Promise<string | undefined> => undefined;

  const cases: [
    what: string,
    old: Props | undefined,
    news: Props,
    config: Record<string, string>,
    from: typeof none,
    region: unknown,
  ][] = [
    ["the resource's own", { region: "old-1" }, { region: "own-1" }, { "aws:region": "stack-1" }, environment, "own-1"],
    ["the stack's", { region: "old-1" }, {}, { "aws:region": "stack-1" }, environment, "stack-1"],
    ["that of the object it adopts", undefined, { adopt: "eu-central-1/oi-1" }, {}, environment, "eu-central-1"],
    ["the one that it has, whatever the environment says", { region: "old-1" }, {}, {}, environment, "old-1"],
    ["the environment's, for a new one", undefined, {}, {}, environment, "from-environment-1"],
    [
      "what is not known yet",
      { region: "old-1" },
      { region: UNKNOWN },
      { "aws:region": "stack-1" },
      environment,
      UNKNOWN,
    ],
    [
      "the stack's, with an object that is not known yet",
      undefined,
      { adopt: UNKNOWN },
      { "aws:region": "stack-1" },
      none,
      "stack-1",
    ],
    [
      "its own not known yet, with an object elsewhere",
      undefined,
      { adopt: "eu-central-1/oi-1", region: UNKNOWN },
      {},
      none,
      UNKNOWN,
    ],
  ];
  for (const [what, old, news, config, from, region] of cases) {
    it(`takes ${what}`, async () => assert.deepEqual(await regionFor(old, news, settingsOf(config), from), { region }));
  }

  it("says what to do where there is none", async () => {
    assert.deepEqual(await regionFor(undefined, {}, settingsOf(), none), {
      failure: {
        path: "region",
        reason: "no region is known: run `pulumi config set aws:region …`, or set AWS_REGION",
      },
    });
  });

  for (const adopt of ["eu-central-1/oi-1", "arn:aws:ssm:eu-central-1:111122223333:opsitem/oi-1"]) {
    it(`refuses to adopt ${adopt} into another region`, async () => {
      const { failure } = await regionFor(undefined, { adopt, region: "eu-west-1" }, settingsOf(), none);
      assert.equal(failure?.path, "adopt");
      assert.match(failure?.reason ?? "", /set its region to "eu-central-1"$/);
    });
  }
});

describe("parseReference", () => {
  for (const [reference, expected] of [
    ["oi-0123456789ab", { id: "oi-0123456789ab" }],
    ["eu-west-1/oi-1", { id: "oi-1", region: "eu-west-1" }],
    ["us-gov-west-1/oi-1", { id: "oi-1", region: "us-gov-west-1" }],
    ["arn:aws:ssm:eu-west-1:111122223333:opsitem/oi-1", { id: "oi-1", region: "eu-west-1", account: "111122223333" }],
    [
      "arn:aws-cn:ssm:cn-north-1:111122223333:opsitem/oi-1",
      { id: "oi-1", region: "cn-north-1", account: "111122223333" },
    ],
    ["arn:aws:ssm-incidents::111122223333:incident-record/plan/1-2", { id: "plan/1-2", account: "111122223333" }],
    [
      "eu-west-1/arn:aws:ssm-incidents::111122223333:incident-record/p/1",
      { id: "p/1", account: "111122223333", region: "eu-west-1" },
    ],
    ["not/a/reference", { id: "not/a/reference" }],
  ] as const) {
    it(`reads ${reference}`, () => assert.deepEqual(parseReference(reference), expected));
  }
});

describe("checkInputs", () => {
  const table = { title: text({ doc: "", length: [1, 3] }), ...tagRows(50, ""), ...commonRows, owner: ownerRow };
  const owner = "urn:pulumi:dev::p::t::a";
  const run = (news: Props, config: Record<string, string> = {}, olds?: Props) =>
    checkInputs(
      table,
      olds,
      { region: "eu-west-1", owner, ...news },
      {
        settings: settingsOf(config),
        environmentRegion: async () => undefined,
      },
    );

  it("leaves out what has no value", async () => {
    const { inputs } = await run({ title: undefined, adopt: null });
    assert.deepEqual(inputs, { region: "eu-west-1", owner });
  });

  it("puts the namespace before the owner, once", async () => {
    const config = { "aws-ops:namespace": "blue" };
    assert.equal((await run({}, config)).inputs.owner, `blue/${owner}`);
    assert.equal((await run({ owner: `blue/${owner}` }, config)).inputs.owner, `blue/${owner}`);
    assert.equal((await run({ owner: `green/${owner}` })).inputs.owner, owner);
    assert.equal((await run({ owner: UNKNOWN }, config)).inputs.owner, UNKNOWN);
  });

  for (const [what, tags, tagsAll] of [
    ["the stack's", undefined, { team: "ops", stage: "dev" }],
    ["the stack's, where its own are null,", null, { team: "ops", stage: "dev" }],
    ["its own over the stack's", { stage: "prod", cost: "x" }, { team: "ops", stage: "prod", cost: "x" }],
    ["one not known yet", { stage: UNKNOWN }, { team: "ops", stage: UNKNOWN }],
    ["none known yet", UNKNOWN, UNKNOWN],
  ] as [string, unknown, unknown][]) {
    it(`takes ${what} into tagsAll`, async () => {
      const { inputs, failures } = await run({ tags }, defaultTags);
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs.tagsAll, tagsAll);
      assert.equal("tags" in inputs, tags !== undefined && tags !== null);
    });
  }

  it("has no tagsAll without any tags, and an empty one with empty tags", async () => {
    assert.equal("tagsAll" in (await run({})).inputs, false);
    assert.deepEqual((await run({ tags: {} })).inputs.tagsAll, {});
  });

  it("overwrites the tagsAll that the constructor hands in", async () => {
    assert.deepEqual((await run({ tags: { a: "1" }, tagsAll: { a: "1" } }, defaultTags)).inputs.tagsAll, {
      team: "ops",
      stage: "dev",
      a: "1",
    });
  });

  it("tells once what is wrong with a tag", async () => {
    const { failures } = await run({ tags: { "aws:x": "a", b: "ü!" } });
    assert.deepEqual(
      failures.map(({ path }) => path),
      ['tags["aws:x"]', "tags.b"],
    );
  });

  it("tells of the tags with the default ones what only these make wrong", async () => {
    const tags = Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`k${index}`, "v"]));
    assert.deepEqual((await run({ tags }, defaultTags)).failures, [
      { path: "tags", reason: "with aws:defaultTags, must have at most 50 keys, not 51" },
    ]);
  });

  it("judges tags of a wrong type", async () => {
    assert.deepEqual((await run({ tags: ["a"] }, defaultTags)).failures, [
      { path: "tags", reason: "must be an object" },
    ]);
  });

  it("tells of the region and of everything else at once", async () => {
    const { failures } = await checkInputs(
      table,
      undefined,
      { title: "long", owner },
      {
        settings: settingsOf(),
        environmentRegion: async () => undefined,
      },
    );
    assert.deepEqual(
      failures.map(({ path }) => path),
      ["region", "title"],
    );
  });

  it("leaves limits alone when validation is off", async () => {
    assert.deepEqual((await run({ title: "long" }, { "aws-ops:validation": "off" })).failures, []);
  });

  for (const [region, valid] of [
    ["eu-west-1", true],
    ["us-gov-east-1", true],
    ["ap-southeast-10", true],
    ["eusc-de-east-1", true],
    ["EU-WEST-1", false],
    ["eu-west", false],
    ["eu-west-1/", false],
    ["", false],
  ] as const) {
    it(`${valid ? "takes" : "refuses"} the region "${region}"`, async () => {
      const { failures } = await run({ region });
      assert.deepEqual(
        failures.map(({ path }) => path),
        valid ? [] : ["region"],
      );
    });
  }
});
