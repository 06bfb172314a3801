import assert from "node:assert/strict";
import { SSM } from "@aws-sdk/client-ssm";
import { type Emulator, startEmulator } from "../../../emulator";
import { type Result, stepsOf } from "../../support/engine";
import { DeclaredStack } from "../../support/engine/declaredStack";
import type { Value } from "../programs/declared/declared";

type Args = Record<string, Value>;

const region = "eu-west-1";
const credentials = { accessKeyId: "111122223333", secretAccessKey: "any" };
/** Nobody listens there. */
const noNetwork = { endpoint: "http://127.0.0.1:9" };

/** Stands in every wrong value, and must not come back. */
const VALUE = "Zaphod";
const required: Args = { title: "Disk is filling up", description: "Above 80 %.", source: "orders" };
const long = (length: number) => VALUE.padEnd(length, "x");
const arn = (region: string) => `arn:aws:sns:${region}:111122223333:${VALUE}`;
const names = (word: string) => Object.fromEntries([...Array(51).keys()].map((n) => [`${word}${n}`, VALUE]));
const CHOICES =
  "Open, InProgress, Resolved, Pending, TimedOut, Cancelling, Cancelled, Failed, CompletedWithSuccess, " +
  "CompletedWithFailure, Scheduled, RunbookInProgress, PendingChangeCalendarOverride, ChangeCalendarOverrideApproved, " +
  "ChangeCalendarOverrideRejected, PendingApproval, Approved, Revoked, Rejected, Closed";

/** Each is one program, wrong in as many ways as it can be at once: what is wrong, and what the engine says. */
const programs: Record<string, { args: Args; says: string[] }> = {
  "what is missing": {
    args: {},
    says: ["title: is required", "description: is required", "source: is required"],
  },
  "values beyond their limits": {
    args: {
      title: long(1025),
      description: { $secret: long(2049) },
      source: `my-aws-${VALUE}`,
      operationalData: {
        [`aws-${"x"}`]: { value: VALUE },
        disk: { value: long(20_481) },
        blank: { value: "  " },
        "/aws/resources": { value: `{"${VALUE}":1}` },
        "/aws/dedup": { value: VALUE },
      },
      notifications: [{ arn: arn(region) }, { arn: "" }],
      priority: 6,
      relatedOpsItems: Array(11).fill({ opsItemId: VALUE }),
      category: `${VALUE}\nx`,
      severity: " ",
      accountId: VALUE,
      status: VALUE,
      onDelete: VALUE,
      tags: { "aws:x": VALUE, ok: long(257), sign: `${VALUE}*` },
      adopt: VALUE,
    },
    says: [
      "title: must be 1 to 1024 characters long, not 1025",
      "description: must be 1 to 2048 characters long, not 2049",
      "source: must not contain aws, amazon or amzn",
      'operationalData["aws-x"]: the key must not begin with amazon, aws, amzn, ssm, /amazon, /aws, /amzn or /ssm, except /aws/resources, /aws/automations or /aws/dedup',
      "operationalData.disk.value: must be at most 20480 bytes of UTF-8 long, not 20481",
      "operationalData.blank.value: must be more than white space",
      "notifications[1].arn: must be 1 to 2048 characters long, not 0",
      "priority: must be a whole number from 1 to 5",
      "relatedOpsItems: must have at most 10 elements, not 11",
      "category: must be a single line",
      "severity: must be more than white space",
      "accountId: must be an account id of 12 digits",
      `status: must be one of ${CHOICES}`,
      "onDelete: must be one of delete, resolve",
      'tags["aws:x"]: the key must not begin with aws:',
      "tags.ok: must be 0 to 256 characters long, not 257",
      "tags.sign: must be letters, digits, spaces and _.:/=+-@",
      'adopt: must be the id of an OpsItem, "oi-" and 12 hexadecimal digits, or its ARN, with "region/" before it where needed',
    ],
  },
  "values of another kind": {
    args: {
      title: { [VALUE]: 1 },
      description: 3,
      source: [VALUE],
      operationalData: { disk: VALUE, host: { value: 1, typ: "String" } },
      notifications: { arn: VALUE },
      priority: 1.5,
      relatedOpsItems: [VALUE, { OpsItemId: VALUE }],
      plannedStartTime: "tomorrow",
      plannedEndTime: "2026-12-01T10:00:00",
      actualStartTime: 17,
      actualEndTime: "2026-13-01T10:00:00Z",
      tags: ["team"],
      region: VALUE,
      Severity: VALUE,
      urgency: VALUE,
    },
    says: [
      "title: must be a string",
      "description: must be a string",
      "source: must be a string",
      "operationalData.disk: must be an object",
      "operationalData.host.typ: there is no such property; known are value, type",
      "operationalData.host.value: must be a string",
      "notifications: must be a list",
      "priority: must be a whole number from 1 to 5",
      "relatedOpsItems[0]: must be an object",
      "relatedOpsItems[1].OpsItemId: there is no such property; opsItemId is meant",
      "relatedOpsItems[1].opsItemId: is required",
      ...["plannedStartTime", "plannedEndTime", "actualStartTime", "actualEndTime"].map(
        (name) => `${name}: must be an instant in ISO 8601 with its offset, such as 2026-01-31T09:00:00Z`,
      ),
      "tags: must be an object",
      "region: must be the name of a region, such as eu-west-1",
      "Severity: there is no such property; severity is meant",
      "urgency: there is no such property; known are title, description, source, opsItemType, operationalData, " +
        "notifications, priority, relatedOpsItems, category, severity, plannedStartTime, plannedEndTime, " +
        "actualStartTime, actualEndTime, accountId, status, tags, onDelete, region, adopt",
    ],
  },
  "values that do not go together": {
    args: {
      ...required,
      accountId: "444455556666",
      onDelete: "delete",
      opsItemType: "/aws/insight",
      operationalData: {
        "pulumi-aws-ops/owner": { value: VALUE },
        "/aws/resources": { value: `{"${VALUE}":1}` },
        "/aws/automations": { value: JSON.stringify(Array(11).fill({ automationId: VALUE })) },
        "/aws/dedup": { value: VALUE },
      },
      notifications: [{ arn: arn("eu-central-1") }],
      tags: names("tag"),
      adopt: "eu-central-1/oi-0123456789ab",
      region,
    },
    says: [
      'onDelete: must be "resolve" with accountId: AWS deletes no item of another account',
      "opsItemType: must be /aws/issue with accountId: AWS makes no other in another account",
      'operationalData["pulumi-aws-ops/owner"]: is kept by this package: choose another key',
      'operationalData["/aws/resources"].value: must be JSON of the form [{"arn": "…"}]',
      'operationalData["/aws/automations"].value: must name at most 10, not 11',
      'operationalData["/aws/dedup"].value: must be JSON of the form {"dedupString": "…"} with 1 to 512 characters',
      "notifications[0].arn: must be a topic in the region of the item",
      "tags: must have at most 50 keys, not 51",
      'adopt: names an object in eu-central-1, but the resource is in another region: set its region to "eu-central-1"',
    ],
  },
};

const said = ({ diagnostics }: Result) =>
  diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => message.replace(/^error: /, "").replace(/^.* resource '.*?' has a problem: /, ""))
    .sort();

describe("wrong input of an OpsItem", function () {
  this.timeout("10m");
  let aws: Emulator;
  let declared: DeclaredStack;

  before(async () => {
    aws = await startEmulator();
    declared = await DeclaredStack.init("validation", { aws: { endpoint: aws.url, region, credentials } });
  });
  after(() => aws.close());
  beforeEach(() => aws.requests.clear());

  for (const [what, { args, says }] of Object.entries(programs)) {
    it(`is told by the preview, all at once, with its path and without its value: ${what}`, async () => {
      declared.declare({ resources: [{ name: "wrong", args }] });
      const result = await declared.stack.preview({ fails: true });
      assert.deepEqual(said(result), [...says].sort());
      assert.ok(!JSON.stringify(result).includes(VALUE), "a value is shown");
      assert.equal(aws.requests.length, 0);
    });
  }

  it("is told again by `up`, which makes nothing", async () => {
    declared.declare({
      resources: [
        { name: "wrong", args: { ...required, title: "" } },
        { name: "right", args: required, dependsOn: ["wrong"] },
      ],
    });
    assert.deepEqual(said(await declared.stack.up({ fails: true })), [
      "title: must be 1 to 1024 characters long, not 0",
    ]);
    assert.equal(aws.requests.length, 0);
  });

  it("is left to AWS where validation is off, its shape excepted", async () => {
    await declared.stack.config.set("aws-ops:validation", "off");
    declared.declare({ resources: [{ name: "wrong", args: { ...required, priority: 9, severity: 1 } }] });
    assert.deepEqual(said(await declared.stack.preview({ fails: true })), ["severity: must be a string"]);
    declared.declare({ resources: [{ name: "wrong", args: { ...required, priority: 9 } }] });
    await declared.stack.preview();
    const [message] = said(await declared.stack.up({ fails: true }));
    assert.match(String(message), /CreateOpsItem failed: ValidationException: priority: .*less than or equal to 5/);
    await declared.stack.config.remove("aws-ops:validation");
  });

  it("is told of the configuration, too", async () => {
    declared.declare({ resources: [{ name: "right", args: required }] });
    await declared.stack.config.setAll({ "aws:maxRetries": VALUE, "aws:accessKey": VALUE, "aws:defaultTags": "[1]" });
    assert.deepEqual(said(await declared.stack.preview({ fails: true })), [
      "configuration: aws:maxRetries must be a whole number from 0 to 999; " +
        "aws:defaultTags must have the form {tags: {key: value}} with strings as values; " +
        "aws:accessKey and aws:secretKey must be set together",
    ]);
    for (const key of ["aws:maxRetries", "aws:accessKey", "aws:defaultTags"]) await declared.stack.config.remove(key);
    assert.equal(aws.requests.length, 0);
  });

  it("is a region that nobody names", async () => {
    declared.declare({ resources: [{ name: "nowhere", args: required }] });
    assert.deepEqual(said(await declared.stack.preview({ fails: true, aws: { endpoint: aws.url, credentials } })), [
      "region: no region is known: run `pulumi config set aws:region …`, or set AWS_REGION",
    ]);
  });
});

/** A value that nobody knows before the item "base" is made. */
const later = (value: Value): Value => ({ $after: "base.createdTime", value });

/** One resource for each position in which an unknown value may stand. */
const positions: Record<string, Args> = {
  "a text": { title: { $output: "base.opsItemArn" } },
  "an interpolation": { title: { $concat: ["see ", { $output: "base.opsItemId" }] } },
  "a secret": { description: { $secret: later("secret") } },
  "a number": { priority: later(3) },
  "a choice": { status: { $output: "base.status" } },
  "a time": { plannedStartTime: { $output: "base.createdTime" } },
  "a list": { relatedOpsItems: later([{ opsItemId: "oi-0123456789ab" }]) },
  "a list element": { notifications: [{ arn: arn(region) }, later({ arn: arn(region) })] },
  "a member of a list element": { relatedOpsItems: [{ opsItemId: { $output: "base.opsItemId" } }] },
  "a map": { operationalData: later({ disk: { value: "x", type: "SearchableString" } }) },
  "an entry of a map": { operationalData: { disk: later({ value: "x" }), host: { value: "db-1" } } },
  "a value of an entry": { operationalData: { disk: { value: { $output: "base.opsItemArn" } } } },
  "the type of an entry": { operationalData: { disk: { value: "x", type: later("SearchableString") } } },
  "JSON that AWS reads": {
    operationalData: { "/aws/resources": { value: later(`[{"arn":"arn:aws:rds:${region}:111122223333:db:orders"}]`) } },
  },
  "a dedup string": { operationalData: { "/aws/dedup": { value: later('{"dedupString":"x"}') } } },
  "the tags": { tags: later({ team: "orders" }) },
  "a tag": { tags: { team: later("orders"), cost: "ops" } },
  "the source": { source: later("orders") },
  "the type": { opsItemType: later("/aws/issue") },
  "the account": { accountId: { $output: "base.account" } },
  "what destroy does": { onDelete: later("delete") },
  "the region": { region: { $output: "base.region" } },
  "the region, found later": { region: later(region), notifications: [{ arn: arn(region) }] },
};
const slug = (title: string) => title.replace(/\W+/g, "-");

describe("the preview of OpsItems", function () {
  this.timeout("10m");
  let aws: Emulator;
  let declared: DeclaredStack;
  const program = (more: Args = {}) => ({
    resources: [
      { name: "base", args: { ...required, ...more } },
      ...Object.entries(positions).map(([title, args]) => ({ name: slug(title), args: { ...required, ...args } })),
    ],
  });
  const count = Object.keys(positions).length + 1;

  before(async () => {
    aws = await startEmulator();
    declared = await DeclaredStack.init("preview", {
      aws: { endpoint: aws.url, credentials },
      config: { "aws:region": region },
    });
  });
  after(() => aws.close());

  it("needs neither credentials nor network, and lets unknown inputs pass in every position", async () => {
    declared.declare(program());
    const result = await declared.stack.preview({ aws: noNetwork });
    assert.deepEqual(result.summary, { create: count + 1 });
    assert.deepEqual(result.diagnostics, []);
  });

  describe("and then the deployment", () => {
    before(async () => {
      await declared.stack.up();
    });

    it("makes them with the values that came to be known", async () => {
      const ssm = new SSM({ endpoint: aws.url, region, credentials });
      const live = async (title: string) => {
        const { id } = await declared.stack.resource(slug(title));
        return (await ssm.getOpsItem({ OpsItemId: id })).OpsItem!;
      };
      const base = await declared.stack.resource("base");
      assert.equal((await live("a text")).Title, base.outputs.opsItemArn);
      assert.equal((await live("an interpolation")).Title, `see ${base.id}`);
      assert.equal((await live("a number")).Priority, 3);
      assert.equal((await live("a list element")).Notifications?.length, 2);
      assert.equal((await live("a value of an entry")).OperationalData?.disk?.Value, base.outputs.opsItemArn);
      assert.deepEqual((await live("an entry of a map")).OperationalData?.disk, { Value: "x", Type: "String" });
      assert.deepEqual((await live("a map")).OperationalData?.disk, { Value: "x", Type: "SearchableString" });
    });

    it("needs neither credentials nor network where nothing changes", async () => {
      const result = await declared.stack.preview({ aws: noNetwork });
      assert.deepEqual(result.summary, { same: count + 1 });
    });

    it("shows updates, and the replacements that might come, where outputs become unknown", async () => {
      declared.declare(program({ title: "Disk is full" }));
      const result = await declared.stack.preview({ aws: noNetwork });
      const ops = Object.fromEntries(
        Object.keys(positions).map((title) => [
          title,
          stepsOf(result, slug(title))
            .map(({ op }) => op)
            .join(),
        ]),
      );
      const replaced = "delete-replaced,replace,create-replacement";
      const expected = {
        ...Object.fromEntries(Object.keys(positions).map((title) => [title, "update"])),
        "an interpolation": "same", // ids stay known
        "a member of a list element": "same",
        "the region": "same", // as is what was put in
        "a dedup string": replaced,
        "the source": replaced,
        "the type": replaced,
        "the account": replaced,
        "the region, found later": replaced,
      };
      assert.deepEqual(ops, expected);
    });

    it("is worse than what happens then", async () => {
      const result = await declared.stack.up();
      assert.deepEqual(result.summary, { update: 1, same: count });
      await declared.stack.destroy();
    });

    it("is followed by an error where an unknown input turns out to be wrong", async () => {
      declared.declare({
        resources: [
          { name: "base", args: required },
          { name: "wrong", args: { ...required, priority: later(7) } },
        ],
      });
      await declared.stack.preview();
      aws.requests.clear();
      assert.deepEqual(said(await declared.stack.up({ fails: true })), [
        "priority: must be a whole number from 1 to 5",
      ]);
      assert.equal(aws.requests.of("CreateOpsItem").length, 1);
      await declared.stack.destroy();
    });
  });
});
