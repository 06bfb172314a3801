import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import {
  type AutomationExecution,
  ListTagsForResourceCommand,
  type Runbook,
  type SSMClient,
  type StartChangeRequestExecutionRequest,
} from "@aws-sdk/client-ssm";
import { createRunbook, createTemplate, execution, level, start, status, stop } from "./changeRequests";
import { review } from "./documents";
import { codeOf, emulated, errorOf, region } from "./support";

const hour = 3600;
const account = "123456789012";
const arnOf = (user: string) => `arn:aws:iam::${account}:user/${user}`;

type Input = Partial<StartChangeRequestExecutionRequest>;

describe("StartChangeRequestExecution", () => {
  const aws = emulated({ now: new Date("2030-01-01T00:00:00Z") });
  let bob: SSMClient;
  let template: string;
  let runbook: string;
  before(async () => {
    bob = aws.ssm("bob");
    runbook = await createRunbook(bob, {
      parameters: {
        InstanceIds: { type: "StringList" },
        Action: { type: "String", default: "Install", allowedValues: ["Install", "Uninstall"] },
      },
    });
    template = await createTemplate(bob, {
      parameters: {
        Reason: { type: "String" },
        Level: { type: "String", default: "low", allowedValues: ["low", "high"] },
      },
      executableRunBooks: [{ name: runbook, version: "1" }, { name: "AWS-HelloWorld" }],
    });
  });

  const Parameters = { Reason: ["growth"] };
  const run = (more: Partial<Runbook> = {}): Runbook[] => [
    { DocumentName: runbook, Parameters: { InstanceIds: ["i-1"] }, ...more },
  ];
  const given = (more: Input = {}): Input => ({ DocumentName: template, Parameters, Runbooks: run(), ...more });

  it("accepts names, ARNs and versions of both documents", async () => {
    const arn = (name: string) => `arn:aws:ssm:${region}:${account}:document/${name}`;
    for (const input of [
      given(),
      given({ DocumentVersion: "$DEFAULT", Runbooks: run({ DocumentVersion: "1" }) }),
      given({ DocumentName: arn(template), Runbooks: run({ DocumentName: arn(runbook) }) }),
      given({ Runbooks: [{ DocumentName: `arn:aws:ssm:${region}::document/AWS-HelloWorld` }] }),
    ]) {
      const { DocumentName, DocumentVersion } = await execution(bob, await start(bob, input));
      assert.deepEqual([DocumentName, DocumentVersion], [template, "1"]);
    }
  });

  const invalid = "InvalidAutomationExecutionParametersException";
  const tags = Array.from({ length: 6 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
  const noTarget = { TargetParameterName: "InstanceIds", Parameters: undefined };
  for (const [what, input, code, message] of [
    ["no runbook", () => given({ Runbooks: [] }), "ValidationException", /length greater than or equal to 1/],
    ["two runbooks", () => given({ Runbooks: [...run(), ...run()] }), "ValidationException", /less than or equal to 1/],
    ["a client token of another form", () => given({ ClientToken: "abc" }), "ValidationException", /clientToken/],
    ["empty parameters", () => given({ Parameters: {} }), "ValidationException", /'parameters'/],
    ["an unknown template", () => given({ DocumentName: "Nope" }), "AutomationDefinitionNotFoundException", /Nope/],
    ["a runbook as template", () => given({ DocumentName: runbook }), "AutomationDefinitionNotFoundException", /./],
    [
      "an unknown runbook",
      () => given({ Runbooks: run({ DocumentName: "Nope" }) }),
      "AutomationDefinitionNotFoundException",
      /Nope/,
    ],
    [
      "a template as runbook",
      () => given({ Runbooks: run({ DocumentName: template }) }),
      "AutomationDefinitionNotFoundException",
      /./,
    ],
    [
      "an unknown version of the template",
      () => given({ DocumentVersion: "7" }),
      "AutomationDefinitionVersionNotFoundException",
      /version 7/,
    ],
    [
      "an unknown version of the runbook",
      () => given({ Runbooks: run({ DocumentVersion: "7" }) }),
      "AutomationDefinitionVersionNotFoundException",
      /version 7/,
    ],
    [
      "a runbook that the template does not list",
      () => given({ Runbooks: [{ DocumentName: "AWS-StopEC2Instance" }] }),
      invalid,
      /does not allow runbook AWS-StopEC2Instance/,
    ],
    [
      "no value for a required parameter of the template",
      () => given({ Parameters: { Level: ["low"] } }),
      invalid,
      /^Missing required parameter: Reason in user inputs\.$/,
    ],
    [
      "no parameters where the template requires one",
      () => given({ Parameters: undefined }),
      invalid,
      /^Missing required parameter: Reason in user inputs\.$/,
    ],
    [
      "parameters that the template does not declare",
      () => given({ Parameters: { ...Parameters, X: ["1"], Y: ["2"] } }),
      invalid,
      /^Undefined execution inputs: \[X, Y\]$/,
    ],
    [
      "a value that the template does not allow",
      () => given({ Parameters: { ...Parameters, Level: ["max"] } }),
      invalid,
      /^Parameter "Level" has value "max" not found in \[low, high\]\.$/,
    ],
    [
      "no value for a required parameter of the runbook",
      () => given({ Runbooks: run({ Parameters: undefined }) }),
      invalid,
      /^Missing required parameter: InstanceIds in user inputs\.$/,
    ],
    [
      "parameters that the runbook does not declare",
      () => given({ Runbooks: run({ Parameters: { InstanceIds: ["i-1"], AutomationAssumeRole: ["arn"] } }) }),
      invalid,
      /^Undefined execution inputs: \[AutomationAssumeRole\]$/,
    ],
    [
      "a value that the runbook does not allow",
      () => given({ Runbooks: run({ Parameters: { InstanceIds: ["i-1"], Action: ["install"] } }) }),
      invalid,
      /^Parameter "Action" has value "install" not found in \[Install, Uninstall\]\.$/,
    ],
    [
      "a target key that is none",
      () => given({ Runbooks: run({ ...noTarget, Targets: [{ Key: "InstanceIds", Values: ["i-1"] }] }) }),
      invalid,
      /^Target key can have only following values : ParameterValues, ResourceGroup$/,
    ],
    [
      "targets without the name of a parameter",
      () => given({ Runbooks: run({ Targets: [{ Key: "ParameterValues", Values: ["i-1"] }] }) }),
      invalid,
      /TargetParameterName/,
    ],
    [
      "targets for a parameter that the runbook does not declare",
      () =>
        given({
          Runbooks: run({ TargetParameterName: "X", Targets: [{ Key: "ParameterValues", Values: ["i-1"] }] }),
        }),
      invalid,
      /^Undefined execution inputs: \[X\]$/,
    ],
    ["automatic approval that the template rules out", () => given({ AutoApprove: true }), invalid, /automatic/],
    ["six tags", () => given({ Tags: tags }), invalid, /at most 5 tags/],
    ["a reserved tag key", () => given({ Tags: [{ Key: "aws:x", Value: "" }] }), "ValidationException", /aws:/],
    [
      "a time that has passed",
      () => given({ ScheduledTime: new Date(aws.emulator.clock.now().getTime() - 1000) }),
      invalid,
      /ScheduledTime/,
    ],
  ] as [string, () => Input, string, RegExp][]) {
    it(`refuses ${what} with ${code}`, async () => {
      const error = await errorOf(start(bob, input()));
      assert.equal(error.name, code);
      assert.match(error.message, message);
    });
  }

  it("takes targets for the value of the parameter that they are for", async () => {
    for (const more of [
      { ...noTarget, Targets: [{ Key: "tag:Team", Values: ["web"] }] },
      { Parameters: undefined, TargetMaps: [{ InstanceIds: ["i-1"] }] },
    ]) {
      assert.equal(await codeOf(start(bob, given({ Runbooks: run(more) }))), "success");
    }
  });

  for (const [actions, whenNotRequired, whenRequired] of [
    [[], "success", "AutomationDefinitionNotApprovedException"],
    [["SendForReview"], "AutomationDefinitionNotApprovedException", "AutomationDefinitionNotApprovedException"],
    [
      ["SendForReview", "Reject"],
      "AutomationDefinitionNotApprovedException",
      "AutomationDefinitionNotApprovedException",
    ],
    [["SendForReview", "Approve"], "success", "success"],
  ] as const) {
    for (const [templateReviewRequired, code] of [
      [false, whenNotRequired],
      [true, whenRequired],
    ] as const) {
      const needed = templateReviewRequired ? "required" : "not required";
      it(`answers ${code} for a template after [${actions}] where review is ${needed}`, async () => {
        const DocumentName = await createTemplate(bob);
        for (const action of actions) await review(bob, DocumentName, action);
        aws.emulator.changeManager.templateReviewRequired = templateReviewRequired;
        assert.equal(await codeOf(start(bob, { DocumentName })), code);
        aws.emulator.changeManager.templateReviewRequired = false;
      });
    }
  }

  it("answers NoLongerSupportedException to accounts that never used Change Manager", async () => {
    aws.emulator.changeManager.onboarded = false;
    assert.equal(await codeOf(start(bob, given())), "NoLongerSupportedException");
    aws.emulator.changeManager.onboarded = true;
  });

  describe("with a client token", () => {
    it("answers the same call with the execution that it started, in any case of the token", async () => {
      const ClientToken = randomUUID();
      const first = await start(bob, given({ ClientToken }));
      assert.equal(await start(bob, given({ ClientToken: ClientToken.toUpperCase() })), first);
    });

    it("refuses another input", async () => {
      const ClientToken = randomUUID();
      await start(bob, given({ ClientToken }));
      const code = await codeOf(start(bob, given({ ClientToken, ChangeDetails: "other" })));
      assert.equal(code, "IdempotentParameterMismatch");
    });

    it("spends none when the call is refused", async () => {
      const ClientToken = randomUUID();
      assert.equal(await codeOf(start(bob, given({ ClientToken, AutoApprove: true }))), invalid);
      assert.equal(await codeOf(start(bob, given({ ClientToken }))), "success");
    });

    it("remembers it longer than the execution", async () => {
      const ClientToken = randomUUID();
      const id = await start(bob, given({ ClientToken }));
      await stop(bob, id);
      aws.emulator.clock.advance(31 * 24 * hour * 1000);
      assert.equal(await codeOf(status(bob, id)), "AutomationExecutionNotFoundException");
      assert.equal(await start(bob, given({ ClientToken })), id);
    });
  });

  it("puts the tags on the execution", async () => {
    const Tags = [{ Key: "team", Value: "web" }];
    const ResourceId = await start(bob, given({ Tags }));
    const { TagList } = await bob.send(new ListTagsForResourceCommand({ ResourceType: "Automation", ResourceId }));
    assert.deepEqual(TagList, Tags);
  });
});

describe("GetAutomationExecution of a change request", () => {
  const aws = emulated();

  it("tells what was asked for, and none of what AWS keeps to itself", async () => {
    const bob = aws.ssm("bob");
    const parameters = { Who: { type: "String" }, Level: { type: "String", default: "low" } };
    const mainSteps = [level("approve", ["{{ Who }}"])];
    const DocumentName = await createTemplate(bob, { parameters, mainSteps, autoApprovable: true });
    const input = {
      DocumentName,
      ChangeRequestName: "Resize",
      Parameters: { Who: ["alice"] },
      Runbooks: [{ DocumentName: "AWS-HelloWorld", DocumentVersion: "1", MaxErrors: "0" }],
      ScheduledTime: new Date(Math.ceil(Date.now() / 1000) * 1000 + hour * 1000),
    };
    const hidden = {
      ChangeDetails: "To xl.",
      AutoApprove: false,
      ScheduledEndTime: new Date(Date.now() + 2 * hour * 1000),
      ClientToken: randomUUID(),
      Tags: [{ Key: "team", Value: "web" }],
    };
    const found = await execution(bob, await start(bob, { ...input, ...hidden }));
    for (const [name, value] of Object.entries(input)) {
      assert.deepEqual(found[name as keyof AutomationExecution], value, name);
    }
    assert.deepEqual(Object.keys(found).sort(), [
      "AutomationExecutionId",
      "AutomationExecutionStatus",
      "AutomationSubtype",
      "ChangeRequestName",
      "CurrentAction",
      "CurrentStepName",
      "DocumentName",
      "DocumentVersion",
      "ExecutedBy",
      "ExecutionStartTime",
      "Mode",
      "OpsItemId",
      "Parameters",
      "Runbooks",
      "ScheduledTime",
      "StepExecutions",
      "StepExecutionsTruncated",
    ]);
    const { AutomationSubtype, ExecutedBy, Mode, CurrentStepName, CurrentAction } = found;
    assert.deepEqual(
      [AutomationSubtype, ExecutedBy, Mode, CurrentStepName, CurrentAction],
      ["ChangeRequest", arnOf("bob"), "Auto", "approve", "aws:approve"],
    );
  });
});

describe("the quota of automations", () => {
  const aws = emulated({ quotas: { automations: 1 } });

  it("counts those that run and wait, and not those that have ended", async () => {
    const bob = aws.ssm("bob");
    const id = await start(bob);
    assert.equal(await codeOf(start(bob)), "AutomationExecutionLimitExceededException");
    await stop(bob, id);
    assert.equal(await codeOf(start(bob)), "success");
  });
});
