import assert from "node:assert/strict";
import { readSettings, type Settings, SettingsError, secretsOf } from "../../provider/core/settings";

const read = (config: Record<string, string>) => readSettings((key) => config[key]);
const json = JSON.stringify;

const nothing: Partial<Settings> = {
  assumeRoles: [],
  endpoints: {},
  defaultTags: {},
  allowedAccountIds: [],
  forbiddenAccountIds: [],
  validation: true,
};
const role = "arn:aws:iam::111122223333:role/ops";

const good: [key: string, value: string, settings: Partial<Settings>][] = [
  ["aws:region", "eu-west-1", { region: "eu-west-1" }],
  ["aws:profile", "ops", { profile: "ops" }],
  ["aws:assumeRole", json({ roleArn: role }), { assumeRoles: [{ roleArn: role }] }],
  [
    "aws:assumeRole",
    json({ roleArn: role, duration: "1h30m" }),
    { assumeRoles: [{ roleArn: role, durationSeconds: 5400 }] },
  ],
  [
    "aws:assumeRole",
    json({ roleArn: role, duration: "45s" }),
    { assumeRoles: [{ roleArn: role, durationSeconds: 45 }] },
  ],
  [
    "aws:assumeRoles",
    json([
      {
        roleArn: role,
        sessionName: "a",
        externalId: "b",
        durationSeconds: 900,
        policy: "{}",
        policyArns: ["c"],
        sourceIdentity: "d",
        tags: { e: "f" },
        transitiveTagKeys: ["e"],
      },
      { roleArn: "x" },
    ]),
    {
      assumeRoles: [
        {
          roleArn: role,
          sessionName: "a",
          externalId: "b",
          durationSeconds: 900,
          policy: "{}",
          policyArns: ["c"],
          sourceIdentity: "d",
          tags: { e: "f" },
          transitiveTagKeys: ["e"],
        },
        { roleArn: "x" },
      ],
    },
  ],
  [
    "aws:endpoints",
    json([{ ssm: "http://127.0.0.1:1" }, { sts: "https://sts" }]),
    { endpoints: { ssm: "http://127.0.0.1:1", sts: "https://sts" } },
  ],
  ["aws:endpoints", json({ ssm: "http://127.0.0.1:1" }), { endpoints: { ssm: "http://127.0.0.1:1" } }],
  ["aws:endpoints", "[]", {}],
  ["aws:maxRetries", "0", { maxRetries: 0 }],
  ["aws:maxRetries", "999", { maxRetries: 999 }],
  ["aws:defaultTags", json({ tags: { team: "ops" } }), { defaultTags: { team: "ops" } }],
  ["aws:defaultTags", "{}", {}],
  [
    "aws:allowedAccountIds",
    json(["111122223333", "444455556666"]),
    { allowedAccountIds: ["111122223333", "444455556666"] },
  ],
  ["aws:allowedAccountIds", "[111122223333]", { allowedAccountIds: ["111122223333"] }],
  ["aws:forbiddenAccountIds", json("000011112222"), { forbiddenAccountIds: ["000011112222"] }],
  ["aws-ops:namespace", "a", { namespace: "a" }],
  ["aws-ops:namespace", `${"a".repeat(61)}.-_`, { namespace: `${"a".repeat(61)}.-_` }],
  ["aws-ops:validation", "off", { validation: false }],
  ["aws-ops:validation", "false", { validation: false }],
  ["aws-ops:validation", "on", { validation: true }],
  ["aws-ops:validation", "true", { validation: true }],
];

const JSON_EXPECTED = "must be JSON; set it with `pulumi config set --path`";
const ROLE_EXPECTED = "must be an object with a roleArn, or a list of those";
const TAGS_EXPECTED = "must have the form {tags: {key: value}} with strings as values";
const IDS_EXPECTED = "must be a list of account ids of 12 digits";
const COUNT_EXPECTED = "must be a whole number from 0 to 999";
const NAMESPACE_EXPECTED = "must be 1 to 64 letters, digits, dots, hyphens or underscores";
const DURATION_EXPECTED = "has a duration that is not of the form 1h30m";

const bad: [key: string, value: string, problem: string][] = [
  ["aws:assumeRole", role, JSON_EXPECTED],
  ["aws:assumeRole", json(role), ROLE_EXPECTED],
  ["aws:assumeRole", "null", ROLE_EXPECTED],
  ["aws:assumeRole", "{}", ROLE_EXPECTED],
  ["aws:assumeRoles", json([{ roleArn: role }, {}]), ROLE_EXPECTED],
  ["aws:assumeRoles", json([[role]]), ROLE_EXPECTED],
  ["aws:assumeRole", json({ roleArn: role, duration: "" }), DURATION_EXPECTED],
  ["aws:assumeRole", json({ roleArn: role, duration: "1 hour" }), DURATION_EXPECTED],
  ["aws:assumeRole", json({ roleArn: role, duration: "3600" }), DURATION_EXPECTED],
  ["aws:endpoints", "http://127.0.0.1:1", JSON_EXPECTED],
  ["aws:endpoints", json([{ ssm: "127.0.0.1" }]), "has no valid URL for ssm"],
  ["aws:endpoints", json([{ sts: 1 }]), "has no valid URL for sts"],
  ["aws:maxRetries", "-1", COUNT_EXPECTED],
  ["aws:maxRetries", "1.5", COUNT_EXPECTED],
  ["aws:maxRetries", "1000", COUNT_EXPECTED],
  ["aws:maxRetries", "many", COUNT_EXPECTED],
  ["aws:defaultTags", "team=ops", JSON_EXPECTED],
  ["aws:defaultTags", json({ tags: "team" }), TAGS_EXPECTED],
  ["aws:defaultTags", json({ tags: { team: [1] } }), TAGS_EXPECTED],
  ["aws:allowedAccountIds", "111122223333,444455556666", JSON_EXPECTED],
  ["aws:allowedAccountIds", json(["11112222333"]), IDS_EXPECTED],
  ["aws:forbiddenAccountIds", json(["1111222233334"]), IDS_EXPECTED],
  ["aws:forbiddenAccountIds", json([{}]), IDS_EXPECTED],
  ["aws-ops:namespace", "a".repeat(65), NAMESPACE_EXPECTED],
  ["aws-ops:namespace", "a/b", NAMESPACE_EXPECTED],
  ["aws-ops:validation", "maybe", "must be on or off"],
];

describe("readSettings", () => {
  it("has no settings where nothing is configured", () => {
    assert.deepEqual(defined(read({})), nothing);
  });

  for (const [key, value, settings] of good) {
    it(`reads ${key} ${value.slice(0, 60)}`, () => {
      assert.deepEqual(defined(read({ [key]: value })), { ...nothing, ...settings });
    });
    it(`takes ${key} that is empty for one that is not set`, () =>
      assert.deepEqual(defined(read({ [key]: "" })), nothing));
  }

  it("reads credentials", () => {
    const settings = read({ "aws:accessKey": "AKIA", "aws:secretKey": "s3cr3t", "aws:token": "t0k3n" });
    assert.deepEqual(defined(settings), { ...nothing, accessKey: "AKIA", secretKey: "s3cr3t", token: "t0k3n" });
    assert.deepEqual(secretsOf(settings), ["s3cr3t", "t0k3n"]);
    assert.deepEqual(secretsOf(read({})), []);
  });

  it("prefers the list of roles to the single one", () => {
    const config = { "aws:assumeRole": json({ roleArn: "a" }), "aws:assumeRoles": json([{ roleArn: "b" }]) };
    assert.deepEqual(read(config).assumeRoles, [{ roleArn: "b" }]);
  });

  for (const [key, value, problem] of bad) {
    it(`refuses ${key} ${value.slice(0, 60)}`, () => {
      assert.throws(() => read({ [key]: value }), new SettingsError(`configuration: ${key} ${problem}`));
    });
  }

  for (const lone of ["aws:accessKey", "aws:secretKey"]) {
    it(`refuses ${lone} alone`, () => {
      const message = "configuration: aws:accessKey and aws:secretKey must be set together";
      assert.throws(() => read({ [lone]: "s3cr3t" }), new SettingsError(message));
    });
  }

  it("tells of everything that is wrong at once, and shows no value", () => {
    const secret = "s3cr3t-v4lue";
    const config = Object.fromEntries(
      [...new Set([...bad, ...good].map(([key]) => key))]
        .filter((key) => !["aws:region", "aws:profile"].includes(key))
        .map((key) => [key, `${secret}/`]),
    );
    assert.throws(
      () => read({ ...config, "aws:secretKey": secret }),
      ({ message }: Error) => {
        assert.ok(!message.includes(secret), message);
        for (const key of Object.keys(config)) assert.ok(message.includes(key), `${key} in ${message}`);
        return true;
      },
    );
  });

  for (const [key, value] of [
    ["aws:assumeRole", json({ roleArn: 1, externalId: "s3cr3t-v4lue" })],
    ["aws:assumeRole", json({ roleArn: role, duration: "s3cr3t-v4lue" })],
    ["aws:endpoints", json({ ssm: "s3cr3t-v4lue" })],
    ["aws:endpoints", json("s3cr3t-v4lue")],
    ["aws:defaultTags", json({ tags: { a: ["s3cr3t-v4lue"] } })],
    ["aws:allowedAccountIds", json(["s3cr3t-v4lue"])],
  ] as const) {
    it(`shows no value of ${key} ${value}`, () => {
      assert.throws(
        () => read({ [key]: value }),
        ({ message }: Error) => !message.includes("s3cr3t-v4lue"),
      );
    });
  }
});

/** Without the members that are undefined. */
function defined(settings: Settings): Partial<Settings> {
  return JSON.parse(JSON.stringify(settings));
}
