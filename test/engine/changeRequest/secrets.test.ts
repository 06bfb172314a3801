import assert from "node:assert/strict";
import type { SSM } from "@aws-sdk/client-ssm";
import { createDocument, runbook, template } from "../../emulator/documents";
import type { Result } from "../../support/engine";
import { inTheClear } from "../../support/engine/inTheClear";
import type { Value } from "../programs/declared/declared";
import { ChangeWorld, gate, request } from "./support";

/** Every one is a word of its own, so that a single one that gets out is found. */
const secret = {
  parameters: "secretparameters",
  parameter: "secretparameter2",
  value: "secretvalue",
  approver: "secretapprover",
  runbooks: "secretrunbooks",
  runbook: "secretrunbook2",
  target: "secrettarget",
  map: "secretmap",
  role: "secretrole",
  alarm: "secretalarm",
  name: "secretname",
  details: "secretdetails",
  triggers: "secrettriggers",
  trigger: "secrettrigger2",
  tag: "secrettag",
  tagKey: "secretkeyoftag",
  oneTag: "secretonetag",
  later: "secretlater",
  refused: "secretrefused",
  unfinished: "secretunfinished",
} as const;
type Name = keyof typeof secret;

type Args = Record<string, Value>;
const $ = (value: Value): Value => ({ $secret: value });
const plain: Args = { documentName: "Change", runbooks: [{ documentName: "Runbook" }] };
const withRunbook = (members: Args): Args => ({ runbooks: [{ documentName: "Runbook", ...members }] });
const targets = (value: Value): Args => ({
  targetParameterName: "Target",
  targets: [{ key: "tag:team", values: ["plain", value] }],
});

/** A secret in every position, and the words that are to be found there by who may. */
const requests: Record<string, { args: Args; holds: Name[] }> = {
  parameters: { args: { parameters: $({ Note: [secret.parameters] }) }, holds: ["parameters"] },
  parameter: {
    args: {
      parameters: { Approver: [$(secret.approver)], Note: ["plain", $(secret.value)], Reason: $([secret.parameter]) },
    },
    holds: ["parameter", "value", "approver"],
  },
  runbooks: {
    args: { runbooks: $([{ documentName: "Runbook", parameters: { Note: [secret.runbooks] } }]) },
    holds: ["runbooks"],
  },
  runbook: {
    args: withRunbook({
      parameters: { Note: ["plain", $(secret.runbook)] },
      ...targets($(secret.target)),
      targetLocations: [
        {
          executionRoleName: $(secret.role),
          targetLocationAlarmConfiguration: { alarms: [{ name: $(secret.alarm) }] },
        },
      ],
    }),
    holds: ["runbook", "target", "role", "alarm"],
  },
  maps: { args: withRunbook({ targetMaps: [{ Target: [$(secret.map)] }] }), holds: ["map"] },
  texts: {
    args: {
      changeRequestName: $(secret.name),
      changeDetails: $(secret.details),
      triggers: $([secret.triggers]),
      tags: $({ [secret.tagKey]: secret.tag }),
    },
    holds: ["name", "details", "triggers", "tag", "tagKey"],
  },
  members: {
    args: { triggers: ["plain", { deep: $(secret.trigger) }], tags: { team: $(secret.oneTag), cost: "ops" } },
    holds: ["trigger", "oneTag"],
  },
  changing: { args: { parameters: { Note: ["plain"] }, changeDetails: "plain", tags: { team: "orders" } }, holds: [] },
};
const all = Object.keys(requests).length + 1;

/** Requests that AWS refuses, each quoting what it was sent in a way of its own. */
const quotations: Record<string, { args: (word: string) => Args; quote: (word: string) => string }> = {
  "word for word": {
    args: (word) => ({ parameters: { Note: [$(word)] } }),
    quote: (word) => `'${word}' is not allowed here.`,
  },
  "as AWS's validator does": {
    args: (word) => ({ changeDetails: $(word) }),
    quote: (word) =>
      `1 validation error detected: Value '${word}' at 'changeDetails' failed to satisfy constraint: Member must be nice`,
  },
  "in capitals, and cut off": {
    args: (word) => withRunbook({ parameters: { Note: [$(word)] } }),
    quote: (word) => `Bad note ${word.toUpperCase().slice(0, 11)}...`,
  },
  "in JSON": {
    args: (word) => ({ ...withRunbook({ targetMaps: [{ Target: [$(`"${word}"`)] }] }), tags: $({ team: word }) }),
    quote: (word) => `Cannot map ${JSON.stringify([`"${word}"`])}`,
  },
  "beside the values that are allowed": {
    args: (word) => ({ parameters: { Note: [$(word)] } }),
    quote: (word) => `Parameter "Note" has value "${word}" not found in [one, two].`,
  },
};

/** What AWS says of a runbook that has failed. */
const failures: Record<string, string> = {
  parameters: `Could not use '${secret.parameters}' here.`,
  parameter: `Step wait fails with ${secret.value.toUpperCase()} as Note, and ${secret.parameter} as Reason`,
  runbook: `"${secret.runbook}" is bad for ${secret.target.slice(0, 10)}, as ${secret.role} says.`,
  texts: `${secret.name} has failed.`,
};

describe("a secret of a change request", function () {
  this.timeout("10m");
  let world: ChangeWorld;
  /** All that was printed and logged so far. */
  const runs: Result[] = [];

  const declare = (more: Record<string, Args> = {}, gates: ReturnType<typeof gate>[] = []) => {
    const args = { ...Object.fromEntries(Object.entries(requests).map(([name, each]) => [name, each.args])), ...more };
    const declared = Object.entries(args).map(([name, each]) => request({}, { name, args: { ...plain, ...each } }));
    world.declare(...declared, ...gates);
  };
  const run = async (result: Promise<Result>) => {
    const done = await result;
    runs.push(done);
    return done;
  };
  const isHidden = async () => assert.deepEqual(await inTheClear(Object.values(secret), world.stack, runs), []);
  const saidOf = ({ diagnostics }: Result, of: string) =>
    diagnostics.flatMap(({ name, message }) => (name === of ? [message] : [])).join();
  const readByWhoMay = async () => {
    const { resources } = (await world.stack.export({ showSecrets: true })).deployment;
    return (name: string) => resources.find(({ urn }) => urn.endsWith(`::${name}`))!;
  };

  before(async () => {
    world = await ChangeWorld.open("change-secrets");
    await createDocuments(world.as());
    declare();
    await run(world.stack.preview({ flags: ["--diff"] }));
    await run(world.stack.up({ flags: ["--diff"] }));
  });
  after(() => world.close());

  it("is sent to AWS, but for triggers", () => {
    const sent = JSON.stringify(world.aws.requests);
    for (const name of Object.values(requests).flatMap(({ holds }) => holds)) {
      assert.equal(sent.includes(secret[name]), !name.startsWith("trigger"), name);
    }
  });

  it("stands nowhere in the clear after a submission", isHidden);

  it("can be read by who may, as input and as output", async () => {
    const resource = await readByWhoMay();
    for (const [name, { holds }] of Object.entries(requests)) {
      const { inputs, outputs } = resource(name);
      for (const each of holds) {
        assert.ok(JSON.stringify(inputs).includes(secret[each]), `${each} in the inputs of ${name}`);
        assert.ok(JSON.stringify(outputs).includes(secret[each]), `${each} in the outputs of ${name}`);
      }
    }
    assert.ok(JSON.stringify(resource("parameter").outputs.approvals).includes(secret.approver));
  });

  it("leaves what is not secret to be read", async () => {
    const { inputs, outputs } = await world.stack.resource("members");
    assert.equal((outputs.approvals as { name: string }[])[0]?.name, "approve");
    assert.equal((outputs.runbook as { documentName: string }).documentName, "Runbook");
    assert.equal((inputs.tags as Record<string, unknown>).cost, "ops");
    assert.equal((await world.stack.resource("runbook")).outputs.status, "PendingApproval");
  });

  it("stands nowhere in the clear when our own check refuses it", async () => {
    declare({
      refused: {
        parameters: { Note: [$(secret.refused.repeat(60))] },
        changeRequestName: $(secret.refused.repeat(80)),
        scheduledTime: $(secret.refused),
        ...withRunbook({ maxErrors: $(secret.refused), targetLocations: $([{ accounts: secret.refused }]) }),
        tags: { team: $(`${secret.refused}*`) },
        onDelete: $(secret.refused),
        adopt: $(secret.refused),
      },
    });
    const failed = await run(world.stack.preview({ fails: true, flags: ["--diff"] }));
    assert.match(failed.stderr, /changeRequestName: must be 1 to 1024 characters long, not 1040/);
    assert.match(failed.stderr, /parameters\.Note\[0\]: must be 1 to 512 characters long, not 780/);
    await isHidden();
  });

  describe("where AWS refuses it", () => {
    const tags = Object.fromEntries([...Array(6).keys()].map((n) => [`tag${n}`, $(`${secret.unfinished}${n}`)]));
    let failed: Result;

    before(async () => {
      const refused = Object.entries(quotations).map(([how, { args, quote }], n): [string, Args] => {
        const word = `${secret.refused}${n}`;
        world.aws.faults.error("StartChangeRequestExecution", "InvalidAutomationExecutionParametersException", {
          message: quote(word),
          where: (input) => JSON.stringify(input).includes(word),
        });
        return [how, args(word)];
      });
      world.aws.faults.error("AddTagsToResource", "ValidationException", { message: `no ${secret.unfinished}5` });
      declare({ ...Object.fromEntries(refused), unfinished: { tags } });
      failed = await run(world.stack.up({ fails: true, flags: ["--diff", "--continue-on-error"] }));
    });

    it(`stands nowhere in the clear when it is quoted ${Object.keys(quotations).join(", ")}`, async () => {
      for (const how of Object.keys(quotations)) {
        assert.match(saidOf(failed, how), /StartChangeRequestExecution failed: InvalidAutomationExecutionPara/, how);
      }
      await isHidden();
    });

    it("stands nowhere in the clear when it is refused after the request was accepted", async () => {
      assert.match(String((await world.stack.resource("unfinished")).initErrors), /AddTagsToResource failed: /);
      await isHidden();
    });

    describe("of a request whose runbook fails", () => {
      let told: Result;

      before(async () => {
        const ids = new Map<string, string>();
        for (const name of Object.keys(failures)) ids.set(await world.idOf(name), failures[name] as string);
        world.aws.changeManager.runbook = ({ executionId }) => {
          return { outcome: "Failed", failureMessage: ids.get(executionId) };
        };
        for (const id of ids.keys()) {
          const by = id === (await world.idOf("parameter")) ? secret.approver : "alice";
          await world.decide("Approve", id, { by, comment: "go on" });
        }
        await run(world.stack.refresh({ flags: ["--diff"] }));
        const gates = Object.keys(failures).map((name) =>
          gate({ changeRequest: { $output: name }, until: "completed", timeoutSeconds: 0 }, { name: `${name}-gate` }),
        );
        declare({ unfinished: { tags } }, gates);
        told = await run(world.stack.up({ fails: true, flags: ["--diff", "--continue-on-error"] }));
      });

      it("stands nowhere in the clear when AWS's reason quotes it, in the outputs and in a gate's error", async () => {
        const resource = await readByWhoMay();
        for (const name of Object.keys(failures)) {
          assert.equal(resource(name).outputs.status, "CompletedWithFailure", name);
          assert.ok(resource(name).outputs.failureMessage, name);
          assert.match(saidOf(told, `${name}-gate`), /ended as CompletedWithFailure: /, name);
        }
        await isHidden();
      });

      it("costs no new request, nor any call but what was left to do", () => {
        assert.deepEqual(told.summary, { same: all, update: 1 });
      });

      it("stands nowhere in the clear when a new request replaces it, be it dropped, changed or made secret", async () => {
        declare({
          unfinished: {},
          members: {},
          texts: { changeRequestName: "plain now", changeDetails: $(secret.later) },
          runbook: withRunbook({ parameters: { Note: [$(secret.later)] }, ...targets("plain") }),
          changing: {
            parameters: { Note: [$(secret.later)] },
            changeDetails: $(secret.later),
            tags: $({ team: secret.later }),
          },
        });
        const { summary } = await run(world.stack.up({ flags: ["--diff"] }));
        assert.deepEqual(summary, { replace: 4, update: 1, same: all - 4 });
        await run(world.stack.refresh({ flags: ["--diff"] }));
        await isHidden();
      });

      it("stands nowhere in the clear after destroy", async () => {
        await run(world.stack.destroy({ flags: ["--diff"] }));
        await isHidden();
      });
    });
  });
});

async function createDocuments(ssm: SSM) {
  const optional = { type: "StringList", default: [] };
  const Approvers = [{ approver: "{{ Approver }}", type: "IamUser", minRequiredApprovals: 1 }];
  const inputs = { Message: "{{ Note }}", EnhancedApprovals: { Approvers } };
  const content = template({
    executableRunBooks: undefined,
    parameters: { Approver: { type: "String", default: "alice" }, Note: optional, Reason: optional },
    mainSteps: [{ name: "approve", action: "aws:approve", inputs }],
  });
  await createDocument(ssm, "Change", content);
  const parameters = { Note: optional, Target: { type: "String", default: "" } };
  await createDocument(ssm, "Runbook", runbook({ parameters }), { DocumentType: "Automation" });
}
