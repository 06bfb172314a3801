import assert from "node:assert/strict";
import type { SSM } from "@aws-sdk/client-ssm";
import { createDocument, review, runbook, template } from "../../emulator/documents";
import type { Result } from "../../support/engine";
import type { DeclaredResource, Value } from "../programs/declared/declared";
import { ChangeWorld, gate, region, request, required } from "./support";

type Args = Record<string, Value>;

const account = "123456789012";
const other = "444455556666";
/** Nobody listens there. */
const noNetwork = { endpoint: "http://127.0.0.1:9" };

/** Stands in every wrong value, and must not come back. */
const VALUE = "Zaphod";
const long = (length: number) => VALUE.padEnd(length, "x");
const times = <Each extends Value>(count: number, each: Each): Each[] => Array(count).fill(each);
const without = (args: Args, name: string): Args =>
  Object.fromEntries(Object.entries(args).filter(([each]) => each !== name));
/** Keys are names, and may be shown. */
const withoutKeys = (text: string) => text.replaceAll(long(51), "");
const keys = (count: number, value: Value): Args =>
  Object.fromEntries([...Array(count).keys()].map((n) => [`key${n}`, value]));

const DOCUMENT = "must be 3 to 128 letters, digits and _-.:/, a name or an ARN";
const VERSION = "must be a number from 1 on, $LATEST or $DEFAULT";
const CONCURRENCY = 'must be a whole number from 1 on, or a percentage from "1%" to "100%"';
const ERRORS = 'must be a whole number from 0 on, or a percentage from "0%" to "100%"';
const KEY = "must be letters, digits, spaces and _.:/=-@";
const TAG = "must be letters, digits, spaces and _.:/=+-@";
const INSTANT = "must be an instant in ISO 8601 with its offset, such as 2026-01-31T09:00:00Z";
const PROPERTIES =
  "documentName, documentVersion, runbooks, parameters, changeRequestName, changeDetails, scheduledTime, " +
  "scheduledEndTime, autoApprove, triggers, tags, onDelete, region, adopt";

const asRequest = (name: string, args: Args): DeclaredResource => ({ name, kind: "ChangeRequest", args });
const asGate = (name: string, args: Args): DeclaredResource => ({ name, kind: "ChangeGate", args });

/** Each is one resource, wrong in as many ways as it can be at once: what is wrong, and what the engine says. */
const wrong: Record<string, { resource: DeclaredResource; says: string[] }> = {
  "what a request lacks": {
    resource: asRequest("lacking", {}),
    says: ["documentName: is required", "runbooks: is required"],
  },
  "values of a request beyond their limits": {
    resource: asRequest("beyond", {
      documentName: "ab",
      documentVersion: "0",
      runbooks: [
        {
          documentName: `${VALUE}!`,
          documentVersion: "1.0",
          parameters: { Note: [long(513), ""], [long(51)]: times(51, VALUE) },
          targetParameterName: long(51),
          targets: [{ key: `${VALUE}*`, values: times(51, VALUE) }, { key: "" }, ...times(4, { key: VALUE })],
          targetMaps: [
            {},
            keys(21, [VALUE]),
            { [long(51)]: times(26, VALUE), Target: ["", long(51)] },
            ...times(298, { Target: [VALUE] }),
          ],
          maxConcurrency: "0",
          maxErrors: "101%",
          targetLocations: [
            {
              accounts: [],
              regions: times(51, VALUE),
              targetLocationMaxConcurrency: "0%",
              targetLocationMaxErrors: "-1",
              executionRoleName: `${VALUE} x`,
              targetLocationAlarmConfiguration: { alarms: [] },
              excludeAccounts: times(5001, account),
              targets: times(2, { key: VALUE }),
              targetsMaxConcurrency: "12345678",
              targetsMaxErrors: VALUE,
            },
            {
              accounts: times(51, account),
              regions: [],
              executionRoleName: long(65),
              targetLocationAlarmConfiguration: { alarms: [{ name: "" }, { name: `${VALUE}\nx` }] },
              excludeAccounts: [`ou-${VALUE}`],
            },
            ...times(99, {}),
          ],
        },
        { documentName: VALUE, parameters: {}, targetLocations: [] },
      ],
      parameters: {},
      changeRequestName: long(1025),
      changeDetails: { $secret: long(32_769) },
      tags: { "aws:x": VALUE, ok: long(257), sign: `${VALUE}*`, ...keys(46, VALUE) },
      onDelete: VALUE,
      region: VALUE,
      adopt: VALUE,
    }),
    says: [
      `documentName: ${DOCUMENT}`,
      `documentVersion: ${VERSION}`,
      "runbooks: must have exactly 1 element, not 2",
      `runbooks[0].documentName: ${DOCUMENT}`,
      `runbooks[0].documentVersion: ${VERSION}`,
      "runbooks[0].parameters.Note[0]: must be 1 to 512 characters long, not 513",
      "runbooks[0].parameters.Note[1]: must be 1 to 512 characters long, not 0",
      `runbooks[0].parameters.${long(51)}: the key must be 1 to 50 characters long, not 51`,
      `runbooks[0].parameters.${long(51)}: must have at most 50 elements, not 51`,
      "runbooks[0].targetParameterName: must be 1 to 50 characters long, not 51",
      "runbooks[0].targets: must have at most 5 elements, not 6",
      `runbooks[0].targets[0].key: ${KEY}`,
      "runbooks[0].targets[0].values: must have at most 50 elements, not 51",
      "runbooks[0].targets[1].key: must be 1 to 163 characters long, not 0",
      "runbooks[0].targetMaps: must have at most 300 elements, not 301",
      "runbooks[0].targetMaps[0]: must have 1 to 20 keys, not 0",
      "runbooks[0].targetMaps[1]: must have 1 to 20 keys, not 21",
      `runbooks[0].targetMaps[2].${long(51)}: the key must be 1 to 50 characters long, not 51`,
      `runbooks[0].targetMaps[2].${long(51)}: must have at most 25 elements, not 26`,
      "runbooks[0].targetMaps[2].Target[0]: must be 1 to 50 characters long, not 0",
      "runbooks[0].targetMaps[2].Target[1]: must be 1 to 50 characters long, not 51",
      `runbooks[0].maxConcurrency: ${CONCURRENCY}`,
      `runbooks[0].maxErrors: ${ERRORS}`,
      "runbooks[0].targetLocations: must have 1 to 100 elements, not 101",
      "runbooks[0].targetLocations[0].accounts: must have 1 to 50 elements, not 0",
      "runbooks[0].targetLocations[0].regions: must have 1 to 50 elements, not 51",
      `runbooks[0].targetLocations[0].targetLocationMaxConcurrency: ${CONCURRENCY}`,
      `runbooks[0].targetLocations[0].targetLocationMaxErrors: ${ERRORS}`,
      "runbooks[0].targetLocations[0].executionRoleName: must be letters, digits and +=,.@/-_",
      "runbooks[0].targetLocations[0].targetLocationAlarmConfiguration.alarms: must have exactly 1 element, not 0",
      "runbooks[0].targetLocations[0].excludeAccounts: must have 1 to 5000 elements, not 5001",
      "runbooks[0].targetLocations[0].targets: must have at most 1 element, not 2",
      "runbooks[0].targetLocations[0].targetsMaxConcurrency: must be 1 to 7 characters long, not 8",
      `runbooks[0].targetLocations[0].targetsMaxErrors: ${ERRORS}`,
      "runbooks[0].targetLocations[1].accounts: must have 1 to 50 elements, not 51",
      "runbooks[0].targetLocations[1].regions: must have 1 to 50 elements, not 0",
      "runbooks[0].targetLocations[1].executionRoleName: must be 1 to 64 characters long, not 65",
      "runbooks[0].targetLocations[1].targetLocationAlarmConfiguration.alarms: must have exactly 1 element, not 2",
      "runbooks[0].targetLocations[1].targetLocationAlarmConfiguration.alarms[0].name: must be 1 to 255 characters long, not 0",
      "runbooks[0].targetLocations[1].targetLocationAlarmConfiguration.alarms[1].name: must be a single line",
      "runbooks[0].targetLocations[1].excludeAccounts[0]: must be an account id of 12 digits, or the id of an organizational unit",
      "runbooks[1].parameters: must have 1 to 200 keys, not 0",
      "runbooks[1].targetLocations: must have 1 to 100 elements, not 0",
      "parameters: must have 1 to 200 keys, not 0",
      "changeRequestName: must be 1 to 1024 characters long, not 1025",
      "changeDetails: must be 1 to 32768 characters long, not 32769",
      "tags: must have at most 48 keys, not 49",
      'tags["aws:x"]: the key must not begin with aws:',
      "tags.ok: must be 0 to 256 characters long, not 257",
      `tags.sign: ${TAG}`,
      "onDelete: must be one of cancel, cancelRunning, leave",
      "region: must be the name of a region, such as eu-west-1",
      "adopt: must be the id of a change request (of its automation execution), its ARN, or the id of its OpsItem, " +
        'with "region/" before it where needed',
    ],
  },
  "values of a request of another kind": {
    resource: asRequest("kinds", {
      documentName: { [VALUE]: 1 },
      documentVersion: 1,
      runbooks: [
        VALUE,
        {
          documentName: VALUE,
          documentVersion: 1,
          DocumentName: VALUE,
          parameters: { Note: VALUE, Mode: [1] },
          targets: { key: VALUE },
          targetMaps: [[VALUE], { Target: VALUE }],
          maxErrors: 1,
          targetLocations: [
            VALUE,
            {
              accounts: VALUE,
              Regions: [VALUE],
              targetLocationAlarmConfiguration: { ignorePollAlarmFailure: "true", alarms: [VALUE, { Name: VALUE }] },
              includeChildOrganizationUnits: 1,
            },
          ],
        },
      ],
      parameters: [VALUE],
      changeRequestName: 17,
      changeDetails: [VALUE],
      scheduledTime: "tomorrow",
      scheduledEndTime: 1640833500,
      autoApprove: "yes",
      triggers: VALUE,
      tags: [VALUE],
      clientToken: "abc",
      Runbooks: [VALUE],
    }),
    says: [
      "documentName: must be a string",
      "documentVersion: must be a string",
      "runbooks: must have exactly 1 element, not 2",
      "runbooks[0]: must be an object",
      "runbooks[1].DocumentName: there is no such property; documentName is meant",
      "runbooks[1].documentVersion: must be a string",
      "runbooks[1].parameters.Note: must be a list",
      "runbooks[1].parameters.Mode[0]: must be a string",
      "runbooks[1].targets: must be a list",
      "runbooks[1].targetMaps[0]: must be an object",
      "runbooks[1].targetMaps[1].Target: must be a list",
      "runbooks[1].maxErrors: must be a string",
      "runbooks[1].targetLocations[0]: must be an object",
      "runbooks[1].targetLocations[1].accounts: must be a list",
      "runbooks[1].targetLocations[1].Regions: there is no such property; regions is meant",
      "runbooks[1].targetLocations[1].targetLocationAlarmConfiguration.ignorePollAlarmFailure: must be true or false",
      "runbooks[1].targetLocations[1].targetLocationAlarmConfiguration.alarms: must have exactly 1 element, not 2",
      "runbooks[1].targetLocations[1].targetLocationAlarmConfiguration.alarms[0]: must be an object",
      "runbooks[1].targetLocations[1].targetLocationAlarmConfiguration.alarms[1].Name: there is no such property; name is meant",
      "runbooks[1].targetLocations[1].targetLocationAlarmConfiguration.alarms[1].name: is required",
      "runbooks[1].targetLocations[1].includeChildOrganizationUnits: must be true or false",
      "parameters: must be an object",
      "changeRequestName: must be a string",
      "changeDetails: must be a string",
      `scheduledTime: ${INSTANT}`,
      `scheduledEndTime: ${INSTANT}`,
      "autoApprove: must be true or false",
      "triggers: must be a list",
      "tags: must be an object",
      `clientToken: there is no such property; known are ${PROPERTIES}`,
      "Runbooks: there is no such property; runbooks is meant",
    ],
  },
  "values of a request that do not go together": {
    resource: asRequest("together", {
      ...required,
      runbooks: [
        { documentName: VALUE, targets: [{ key: "tag:x", values: [VALUE] }], targetMaps: [{ Target: [VALUE] }] },
      ],
      region,
      adopt: "eu-central-1/01234567-89ab-cdef-0123-456789abcdef",
    }),
    says: [
      "runbooks[0].targetMaps: must not be given together with targets",
      "runbooks[0].targetParameterName: is required with targets",
      'adopt: names an object in eu-central-1, but the resource is in another region: set its region to "eu-central-1"',
    ],
  },
  "a target parameter without targets": {
    resource: asRequest("targets", { ...required, runbooks: [{ documentName: VALUE, targetParameterName: VALUE }] }),
    says: ["runbooks[0].targets: are required with targetParameterName"],
  },
  "a gate of no request that waits too long": {
    resource: asGate("lacking", { timeoutSeconds: 2_592_001 }),
    says: ["changeRequest: is required", "timeoutSeconds: must be a whole number from 0 to 2592000"],
  },
  "values of a gate beyond their limits": {
    resource: asGate("gate-beyond", { changeRequest: "", until: VALUE, timeoutSeconds: -1, region: VALUE }),
    says: [
      "changeRequest: must be 1 to 2048 characters long, not 0",
      "until: must be one of approved, started, completed",
      "timeoutSeconds: must be a whole number from 0 to 2592000",
      "region: must be the name of a region, such as eu-west-1",
    ],
  },
  "values of a gate of another kind": {
    resource: asGate("gate-kinds", {
      changeRequest: [VALUE],
      until: 1,
      timeoutSeconds: 1.5,
      Until: VALUE,
      wait: VALUE,
    }),
    says: [
      "changeRequest: must be a string",
      "until: must be a string",
      "timeoutSeconds: must be a whole number from 0 to 2592000",
      "Until: there is no such property; until is meant",
      "wait: there is no such property; known are changeRequest, until, timeoutSeconds, region",
    ],
  },
};

/** Arguments with a value in every kind of position that nobody knows before `change` is submitted. */
const later = (value: Value): Value => ({ $after: "change.status", value });
const unknown: Args[] = [
  { documentName: later("AWS-HelloWorldChangeTemplate"), scheduledTime: later("2036-12-30T03:00:00Z") },
  {
    changeRequestName: { $concat: ["after ", { $output: "change.opsItemId" }] },
    changeDetails: { $secret: later("x") },
  },
  { parameters: later({ Approver: ["alice"] }), runbooks: later([{ documentName: "AWS-HelloWorld" }]) },
  { parameters: { Approver: [later("alice")] }, runbooks: [later({ documentName: "AWS-HelloWorld" })] },
  { runbooks: [{ documentName: "AWS-HelloWorld", parameters: { AutomationAssumeRole: later(["x"]) } }] },
  {
    runbooks: [{ documentName: "AWS-HelloWorld", targets: later([{ key: "tag:x" }]), targetMaps: [{ Target: ["x"] }] }],
  },
  { runbooks: [{ documentName: "AWS-HelloWorld", targetLocations: [{ accounts: [later(account)] }] }] },
  {
    autoApprove: later(true),
    triggers: [{ deep: later(1) }],
    tags: { team: later("orders") },
    onDelete: later("leave"),
  },
  { region: { $output: "change.region" }, tags: later({ team: "orders" }) },
];
const waiting = gate({ until: later("completed"), timeoutSeconds: later(0) });

/** What only AWS can know: the request, AWS's code and words, and what we advise. */
const ADVICE = {
  document: "check the names and versions of the change template and of the runbook",
  parameters: "parameters, runbook and targets must be such as the change template and the runbook declare",
};
const definition = (members: Args): Args => ({ ...required, ...members });
const refused: Record<string, { args: Args; code: string; says?: RegExp; advice: string }> = {
  "an unknown template": {
    args: definition({ documentName: "NoTemplate" }),
    code: "AutomationDefinitionNotFoundException",
    advice: ADVICE.document,
  },
  "an unknown version of the template": {
    args: definition({ documentVersion: "7" }),
    code: "AutomationDefinitionVersionNotFoundException",
    advice: ADVICE.document,
  },
  "a runbook as template": {
    args: definition({ documentName: "Runbook" }),
    code: "AutomationDefinitionNotFoundException",
    advice: ADVICE.document,
  },
  "an unknown runbook": {
    args: { documentName: "Free", runbooks: [{ documentName: "NoRunbook" }] },
    code: "AutomationDefinitionNotFoundException",
    advice: ADVICE.document,
  },
  "an unknown version of the runbook": {
    args: { documentName: "Free", runbooks: [{ documentName: "Runbook", documentVersion: "7" }] },
    code: "AutomationDefinitionVersionNotFoundException",
    advice: ADVICE.document,
  },
  "a runbook that the template does not list": {
    args: definition({ runbooks: [{ documentName: "Runbook" }] }),
    code: "InvalidAutomationExecutionParametersException",
    advice: ADVICE.parameters,
  },
  "a template whose review was not passed": {
    args: { documentName: "Rejected", runbooks: [{ documentName: "AWS-HelloWorld" }] },
    code: "AutomationDefinitionNotApprovedException",
    advice: "the change template must be reviewed and approved in Change Manager before it can be used",
  },
  "a missing parameter of the template": {
    args: { ...without(required, "parameters") },
    code: "InvalidAutomationExecutionParametersException",
    says: /Missing required parameter: Approver in user inputs/,
    advice: ADVICE.parameters,
  },
  "a parameter that the runbook does not declare": {
    args: definition({
      runbooks: [{ documentName: "AWS-HelloWorld", parameters: { Mode: ["x"], AutomationAssumeRole: [VALUE] } }],
    }),
    code: "InvalidAutomationExecutionParametersException",
    says: /Undefined execution inputs: \[Mode\]/,
    advice: ADVICE.parameters,
  },
  "a value that the template does not allow": {
    args: definition({ parameters: { Approver: ["alice"], ApproverType: [VALUE] } }),
    code: "InvalidAutomationExecutionParametersException",
    says: /Parameter "ApproverType" has value "…" not found in \[IamUser, IamGroup/,
    advice: ADVICE.parameters,
  },
  "a key of targets that AWS does not know": {
    args: {
      documentName: "Free",
      runbooks: [
        {
          documentName: "Runbook",
          targetParameterName: "Instance",
          targets: [{ key: "InstanceIds", values: [VALUE] }],
        },
      ],
    },
    code: "InvalidAutomationExecutionParametersException",
    says: /Target key can have only following values : ParameterValues, ResourceGroup/,
    advice: ADVICE.parameters,
  },
  "an approval that the template does not give by itself": {
    args: definition({ autoApprove: true }),
    code: "InvalidAutomationExecutionParametersException",
    advice: ADVICE.parameters,
  },
  "a time that has passed": {
    args: definition({ scheduledTime: "2021-12-30T03:00:00Z" }),
    code: "InvalidAutomationExecutionParametersException",
    says: /ScheduledTime/,
    advice: ADVICE.parameters,
  },
};

const slug = (title: string) => title.replace(/\W+/g, "-");
const said = ({ diagnostics }: Result, of?: string) =>
  diagnostics
    .filter(({ severity, name }) => severity === "error" && (of === undefined || name === of))
    .map(({ message }) => message.replace(/^error: /, "").replace(/^.* resource '.*?' has a problem: /, ""))
    .sort();

describe("wrong input of change requests and gates", function () {
  this.timeout("10m");
  let world: ChangeWorld;

  before(async () => {
    world = await ChangeWorld.open("change-validation", {}, { config: { "aws:region": region } });
    await createDocuments(world.as());
  });
  after(() => world.close());

  describe("that AWS documents", () => {
    beforeEach(() => world.aws.requests.clear());

    for (const [what, { resource, says }] of Object.entries(wrong)) {
      it(`is told by the preview, all at once, with its path and without its value: ${what}`, async () => {
        world.declare(resource);
        const result = await world.stack.preview({ fails: true, aws: noNetwork });
        assert.deepEqual(said(result), [...says].sort());
        assert.ok(!withoutKeys(JSON.stringify(result)).includes(VALUE), "a value is shown");
        assert.equal(world.aws.requests.length, 0);
      });
    }

    it("is passed over where it is not known yet, without credentials or network", async () => {
      world.declare(request(), ...unknown.map((args, n) => request(args, { name: `unknown-${n}` })), waiting);
      const result = await world.stack.preview({ aws: noNetwork });
      assert.deepEqual(result.summary, { create: unknown.length + 3 });
      assert.deepEqual(result.diagnostics, []);
    });

    it("is told by `up` where it was not known before, and nothing is submitted", async () => {
      world.declare(
        { name: "base", args: { title: "x", description: "x", source: "x" } },
        request({ changeRequestName: { $after: "base.createdTime", value: "" } }),
      );
      const result = await world.stack.up({ fails: true });
      assert.deepEqual(said(result), ["changeRequestName: must be 1 to 1024 characters long, not 0"]);
      assert.equal(world.aws.requests.of("StartChangeRequestExecution").length, 0);
      assert.deepEqual(await world.names(), ["base"]);
    });
  });

  describe("that AWS alone can know", () => {
    let result: Result;
    const told = (name: string) => {
      const [message = "", ...more] = said(result, name);
      assert.deepEqual(more, []);
      return message;
    };
    /** Of another account than the stack's, and one whose limits are left to AWS. */
    const providers = () => {
      const endpoints = [{ ssm: world.aws.url, sts: world.aws.url }];
      const common = { region, secretKey: "any", endpoints };
      return { other: { ...common, accessKey: other }, off: { ...common, accessKey: account, validation: "off" } };
    };
    const sound = [request(), request({}, { name: "kept" })];
    const unchecked = [
      request({ runbooks: [], parameters: {} }, { name: "few", provider: "off" }),
      request(
        { runbooks: times(2, { documentName: "AWS-HelloWorld" }), changeRequestName: long(1025) },
        { name: "many", provider: "off" },
      ),
    ];

    before(async () => {
      const wrong = Object.entries(refused).map(([title, { args }]) => asRequest(slug(title), args));
      world.declared.declare({ providers: providers(), resources: [...wrong, ...unchecked, ...sound] });
      result = await world.stack.up({ fails: true, flags: ["--continue-on-error"] });
    });

    for (const [title, { code, says, advice }] of Object.entries(refused)) {
      it(`is told with AWS's code and what to do: ${title}`, () => {
        const message = told(slug(title));
        const start = `^StartChangeRequestExecution failed: ${code}: .+ \\(request id .+\\); ${advice}`;
        assert.match(message, new RegExp(start));
        if (says) assert.match(message, says);
      });
    }

    it("is everything where validation is off", () => {
      const [few, many] = ["few", "many"].map(told);
      assert.match(String(few), /StartChangeRequestExecution failed: ValidationException: /);
      assert.match(String(few), /parameters: Member must have length greater than or equal to 1/);
      assert.match(String(few), /runbooks: Member must have length greater than or equal to 1/);
      assert.match(String(many), /runbooks: Member must have length less than or equal to 1/);
      assert.match(String(many), /changeRequestName: Member must have length less than or equal to 1024/);
    });

    it("leaves nothing behind, neither in the state nor at AWS, and none of its values in what is printed", async () => {
      assert.deepEqual((await world.names()).sort(), ["change", "kept"]);
      assert.equal((await world.requests()).length, 2);
      assert.ok(!withoutKeys(result.stdout + result.stderr).includes(VALUE), "a value is shown");
    });

    describe("of an account, and of gates", () => {
      let id: string;
      let run: string;

      before(async () => {
        id = await world.idOf();
        await world.decide("Approve", id);
        const { AutomationExecutionMetadataList: runs = [] } = await world.as().describeAutomationExecutions({
          Filters: [{ Key: "ParentExecutionId", Values: [id] }],
        });
        run = String(runs[0]?.AutomationExecutionId);
        const { faults, changeManager } = world.aws;
        const start = "StartChangeRequestExecution";
        const where = (name: string) => ({ where: (input: object) => JSON.stringify(input).includes(`::${name}"`) });
        const denied = "User: x is not authorized to perform: ssm:StartChangeRequestExecution on resource: y";
        changeManager.onboarded = false;
        faults.error(start, "AccessDeniedException", { message: denied, ...where("denied") });
        faults.throttle(start, { count: Infinity, ...where("throttled") });
        world.declared.declare({
          providers: providers(),
          resources: [
            ...sound,
            ...["closed", "denied", "throttled"].map((name) => request({}, { name })),
            gate({ changeRequest: "01234567-89ab-cdef-0123-456789abcdef" }, { name: "unknown" }),
            gate({}, { name: "other-account", provider: "other" }),
            gate({ region: "eu-central-1" }, { name: "other-region" }),
            gate({ changeRequest: run }, { name: "run" }),
          ],
        });
        const [flags, env] = [["--continue-on-error"], { AWS_MAX_ATTEMPTS: "2" }];
        result = await world.stack.up({ fails: true, flags, env });
        changeManager.onboarded = true;
        faults.clear();
      });

      it("is told: an account that had not used Change Manager before", () => {
        assert.match(
          told("closed"),
          /NoLongerSupportedException.*closed to new customers since 7 November 2025.*https:/,
        );
      });

      it("is told: a missing permission", () => {
        assert.match(told("denied"), /AccessDeniedException: .*ssm:StartChangeRequestExecution.*need the permission/);
      });

      it("is told: AWS throttles for good", () => {
        assert.match(told("throttled"), /ThrottlingException: Rate exceeded .*AWS kept throttling: run again later/);
        const tries = world.aws.requests.of("StartChangeRequestExecution");
        assert.equal(tries.filter(({ outcome }) => outcome?.code === "ThrottlingException").length, 2);
      });

      it("is told: a gate's request that AWS does not know, there or with these credentials", () => {
        const none = (what: string, ofRegion: string, ofAccount: string) =>
          new RegExp(
            `there is no change request ${what} in ${ofRegion} of account ${ofAccount}\\. Either id, region or`,
          );
        assert.match(told("unknown"), none("01234567-89ab-cdef-0123-456789abcdef", region, account));
        assert.match(told("other-account"), none(id, region, other));
        assert.match(told("other-region"), none(id, "eu-central-1", account));
      });

      it("is told: a gate's request that is the run of a runbook", () => {
        assert.match(told("run"), new RegExp(`changeRequest: ${run} is an automation, but no change request`));
      });

      it("leaves nothing behind, neither in the state nor at AWS", async () => {
        assert.deepEqual((await world.names()).sort(), ["change", "kept"]);
        assert.equal((await world.requests()).length, 2);
      });

      it("is told where AWS refuses to cancel: the request stays in the state", async () => {
        world.aws.faults.error("StopAutomationExecution", "InvalidAutomationStatusUpdateException");
        result = await world.stack.destroy({ fails: true });
        assert.match(
          told("kept"),
          /is PendingApproval, and AWS refuses to cancel it: reject or stop it, and run again/,
        );
        assert.ok((await world.names()).includes("kept"));
        assert.equal(await world.status(await world.idOf("kept")), "PendingApproval");
      });
    });
  });
});

async function createDocuments(ssm: SSM) {
  await createDocument(ssm, "Free", template({ executableRunBooks: undefined }));
  await createDocument(ssm, "Rejected");
  await review(ssm, "Rejected", "SendForReview");
  await review(ssm, "Rejected", "Reject");
  const parameters = { Instance: { type: "String" } };
  await createDocument(ssm, "Runbook", runbook({ parameters }), { DocumentType: "Automation" });
}
