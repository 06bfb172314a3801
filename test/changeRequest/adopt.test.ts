import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { createRunbook, execution, start } from "../emulator/changeRequests";
import { DAY, ENDS, required, simulated, ways, whole } from "./support";

describe("the ChangeRequest handler, adopting", () => {
  const world = simulated();
  const { idOf, outputs, requests, tagsOf, writes } = world;
  const arnOf = (id: string, account = world.account) => `arn:aws:ssm:eu-west-1:${account}:automation-execution/${id}`;

  /** A request that somebody else has submitted, as the program would. */
  async function foreign(region = "eu-west-1", more: Props = {}) {
    const id = await start(world.ssm(region), {
      DocumentName: "AWS-HelloWorldChangeTemplate",
      Parameters: { Approver: ["reviewers"], ApproverType: ["IamGroup"] },
      Tags: [{ Key: "theirs", Value: "x" }],
      ...more,
    });
    world.aws.requests.clear();
    return { id, opsItemId: String((await execution(world.ssm(region), id)).OpsItemId) };
  }
  const others = async (id = idOf()) =>
    Object.fromEntries(Object.entries(await tagsOf(id)).filter(([key]) => !key.startsWith("pulumi-aws-ops:")));

  for (const [what, reference] of [
    ["its id", ({ id }) => id],
    ["its id with the region", ({ id }) => `eu-west-1/${id}`],
    ["its ARN", ({ id }) => arnOf(id)],
    ["the id of its OpsItem", ({ opsItemId }) => opsItemId],
    ["the id of its OpsItem with the region", ({ opsItemId }) => `eu-west-1/${opsItemId}`],
    ["the ARN of its OpsItem", ({ opsItemId }) => `arn:aws:ssm:eu-west-1:${world.account}:opsitem/${opsItemId}`],
  ] as [string, (of: { id: string; opsItemId: string }) => string][]) {
    it(`takes a request over by ${what}, and keeps it when adopt is dropped`, async () => {
      const request = await foreign();
      const adopt = reference(request);
      await world.engine.up("a", { ...required, adopt });
      assert.equal(idOf(), request.id);
      const { status, automationExecutionId, opsItemId, account } = outputs();
      assert.deepEqual(
        { status, automationExecutionId, opsItemId, account },
        {
          status: "PendingApproval",
          automationExecutionId: request.id,
          opsItemId: request.opsItemId,
          account: world.account,
        },
      );
      assert.deepEqual(writes(), ["AddTagsToResource"]);
      world.aws.requests.clear();
      assert.equal(await world.engine.up("a", { ...required, adopt }), "same");
      assert.equal(await world.engine.up("a", required), "same");
      assert.equal(await world.engine.refresh("a"), "same");
      assert.deepEqual(writes(), []);
    });
  }

  it("says so", async () => {
    const { id } = await foreign();
    await world.engine.up("a", { ...required, adopt: id });
    assert.deepEqual(world.engine.messages, [`a: adopting ${id}`]);
  });

  it("takes one in another region, which stays its region", async () => {
    const { id } = await foreign("us-east-1");
    delete world.engine.config["aws:region"];
    await world.engine.up("a", { ...required, adopt: `us-east-1/${id}` });
    assert.equal(outputs().region, "us-east-1");
    assert.equal(await world.engine.up("a", required), "same");
    await world.engine.destroy("a");
    assert.deepEqual(await requests("us-east-1"), [{ id, status: "Cancelled" }]);
  });

  it("cancels it when it is destroyed, like its own", async () => {
    const { id } = await foreign();
    await world.engine.up("a", { ...required, adopt: id });
    await world.engine.destroy("a");
    assert.equal(await world.status(id), "Cancelled");
  });

  it("finds it by its mark when the state has lost it", async () => {
    const { id } = await foreign();
    await world.engine.up("a", { ...required, adopt: id });
    world.lose();
    await world.engine.up("a", required);
    assert.equal(idOf(), id);
  });

  it("brings its tags in line, and leaves alone those of others", async () => {
    const { id } = await foreign("eu-west-1", {
      Tags: [
        { Key: "theirs", Value: "x" },
        { Key: "team", Value: "x" },
      ],
    });
    const args = { ...required, tags: { team: "orders", cost: "1" } };
    await world.engine.up("a", { ...args, adopt: id });
    assert.deepEqual(await others(id), { theirs: "x", team: "orders", cost: "1" });
    assert.deepEqual(outputs().tags, args.tags);
    assert.equal(await world.engine.refresh("a"), "same");
  });

  it("brings them in line with the next run where that has failed", async () => {
    world.engine.config["aws:maxRetries"] = "0";
    const { id } = await foreign();
    const args = { ...required, tags: { team: "orders" }, adopt: id };
    const isOurTag = ({ Tags }: Props) => JSON.stringify(Tags).includes("team");
    world.aws.faults.error("AddTagsToResource", "InternalServerError", { where: isOurTag });
    await assert.rejects(world.engine.up("a", args), { message: /^AddTagsToResource failed/ });
    assert.equal(idOf(), id);
    assert.equal(await world.engine.up("a", args), "update");
    assert.deepEqual(await others(id), { theirs: "x", team: "orders" });
  });

  for (const end of ENDS) {
    it(`takes one that is ${end} as history, and changes none of its tags`, async () => {
      await world.engine.up("b", required);
      world.engine.state.set("a", world.engine.state.get("b")!); // the way is that of `a`
      await ways[end]!(world);
      const id = idOf();
      world.engine.state.clear();
      await world
        .ssm()
        .removeTagsFromResource({ ResourceType: "Automation", ResourceId: id, TagKeys: Object.keys(await tagsOf(id)) });
      await world.engine.up("a", { ...required, tags: { team: "orders" }, adopt: id });
      assert.equal(outputs().status, end);
      assert.deepEqual(await others(id), {});
      await world.engine.destroy("a");
      assert.equal(await world.status(id), end);
    });
  }

  it("cancels the one that it has, and takes another, when another is named", async () => {
    const [one, two] = [await foreign(), await foreign()];
    await world.engine.up("a", { ...required, adopt: one.id });
    assert.equal(await world.engine.up("a", { ...required, adopt: two.id }), "replace");
    assert.equal(idOf(), two.id);
    assert.equal(await world.status(one.id), "Cancelled");
    assert.equal(await world.status(two.id), "PendingApproval");
  });

  it("refuses to replace what the program still adopts", async () => {
    const { id } = await foreign();
    await world.engine.up("a", { ...required, adopt: id });
    await assert.rejects(world.engine.preview("a", { ...required, adopt: id, triggers: [2] }), {
      message: `adopt: must be dropped before triggers changes: ${id} is adopted, and would be replaced`,
    });
    assert.equal(await world.engine.up("a", { ...required, triggers: [2] }), "replace");
  });

  describe("compares what AWS tells", () => {
    const role = "arn:aws:iam::111122223333:role/operator";
    let runbook: string;
    let template: string;
    beforeEach(async () => {
      template = await world.template();
      runbook = await createRunbook(world.ssm(), {
        parameters: {
          AutomationAssumeRole: { type: "String", default: "" },
          documentVersion: { type: "String", default: "1" },
        },
      });
    });
    const full = (): Props => ({
      documentName: template,
      runbooks: [
        { documentName: runbook, parameters: { AutomationAssumeRole: [role], documentVersion: ["7"] }, maxErrors: "0" },
      ],
      parameters: { Approver: ["reviewers"] },
      changeRequestName: "Resize",
      scheduledTime: "2099-12-01T09:00:00Z",
    });
    const submitted = () =>
      foreign("eu-west-1", {
        DocumentName: template,
        Runbooks: [
          {
            DocumentName: runbook,
            Parameters: { AutomationAssumeRole: [role], documentVersion: ["7"] },
            MaxErrors: "0",
          },
        ],
        Parameters: { Approver: ["reviewers"] },
        ChangeRequestName: "Resize",
        ChangeDetails: "Because.",
        ScheduledTime: new Date("2099-12-01T09:00:00Z"),
      });
    const runbookWith = (more: Props) => ({ runbooks: [{ ...(full().runbooks as Props[])[0], ...more }] });

    for (const [what, more] of [
      ["is the same", () => ({})],
      [
        "names the template by its ARN",
        () => ({ documentName: `arn:aws:ssm:eu-west-1:${world.account}:document/${template}` }),
      ],
      [
        "names the runbook by its ARN",
        () => runbookWith({ documentName: `arn:aws:ssm:eu-west-1:${world.account}:document/${runbook}` }),
      ],
      [
        "names versions, which AWS tells as numbers",
        () => ({ ...runbookWith({ documentVersion: "$DEFAULT" }), documentVersion: "$LATEST" }),
      ],
      ["spells the time in another way", () => ({ scheduledTime: "2099-12-01T10:00:00+01:00" })],
      [
        "does not say all that AWS tells",
        () => ({ changeRequestName: undefined, parameters: undefined, scheduledTime: undefined }),
      ],
      ["says nothing with nulls", () => runbookWith({ targetLocations: null })],
      [
        "says what AWS never tells",
        () => ({ changeDetails: "Other", scheduledEndTime: "2099-12-02T00:00:00Z", autoApprove: true }),
      ],
    ] as [string, () => Props][]) {
      it(`and takes a request where the program ${what}`, async () => {
        const { id } = await submitted();
        await world.engine.up("a", { ...full(), ...more(), adopt: id });
        assert.equal(idOf(), id);
        assert.equal(await world.engine.refresh("a"), "same");
      });
    }

    for (const [what, more, differing] of [
      ["another template", () => ({ documentName: "AWS-HelloWorldChangeTemplate" }), "documentName"],
      ["another runbook", () => runbookWith({ documentName: "AWS-HelloWorld" }), "runbooks"],
      [
        "another parameter of the runbook",
        () => runbookWith({ parameters: { AutomationAssumeRole: ["other"] } }),
        "runbooks",
      ],
      [
        "the same role in another account",
        () => runbookWith({ parameters: { AutomationAssumeRole: [role.replace("1111", "2222")] } }),
        "runbooks",
      ],
      [
        "another value of a parameter called documentVersion",
        () => runbookWith({ parameters: { documentVersion: ["8"] } }),
        "runbooks",
      ],
      ["a runbook's member more", () => runbookWith({ maxConcurrency: "1" }), "runbooks"],
      ["another parameter", () => ({ parameters: { Approver: ["others"] } }), "parameters"],
      ["a parameter more", () => ({ parameters: { ApproverType: ["IamGroup"] } }), "parameters"],
      ["another name", () => ({ changeRequestName: "Other" }), "changeRequestName"],
      [
        "another time, and another name",
        () => ({ scheduledTime: "2099-12-02T09:00:00Z", changeRequestName: "x" }),
        "changeRequestName, scheduledTime",
      ],
    ] as [string, () => Props, string][]) {
      it(`and refuses it where the program says ${what}, before it writes anything`, async () => {
        const { id } = await submitted();
        await assert.rejects(world.engine.up("a", { ...full(), ...more(), adopt: id }), {
          message:
            `adopt: change request ${id} differs from the program in ${differing}, which AWS cannot change: make the ` +
            "program agree with it, or drop `adopt` to have a new one submitted",
        });
        assert.deepEqual(writes(), []);
        assert.equal(world.engine.state.size, 0);
      });
    }
  });

  it("refuses one that belongs to another resource, and names it", async () => {
    await world.engine.up("b", required);
    world.aws.requests.clear();
    await assert.rejects(world.engine.up("a", { ...required, adopt: idOf("b") }), {
      message: new RegExp(`^adopt: change request ${idOf("b")} belongs to urn:pulumi:.*::b\\. Nothing was changed\\.`),
    });
    assert.deepEqual(writes(), []);
  });

  it("takes one that another resource has let go, and that it has let go itself", async () => {
    await world.engine.up("b", { ...required, onDelete: "leave" });
    const id = idOf("b");
    await world.engine.destroy("b");
    for (const name of ["a", "b"]) {
      await world.engine.up(name, { ...required, onDelete: "leave", adopt: id });
      assert.equal(idOf(name), id);
      world.lose(name);
      await world.engine.up(name, { ...required, onDelete: "leave" });
      assert.equal(idOf(name), id, "it is not known by its mark");
      await world.engine.destroy(name);
    }
  });

  for (const [what, reference, told] of [
    ["an id that nobody has", () => "01234567-89ab-cdef-0123-456789abcdef", "01234567-89ab-cdef-0123-456789abcdef"],
    ["an OpsItem that nobody has", () => "oi-000000000000", "oi-000000000000"],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(world.engine.up("a", { ...required, adopt: reference() }), {
        message:
          `adopt: there is no change request ${told} in eu-west-1 of account ${world.account} (AWS forgets them after 30 ` +
          "days): name another one, or drop `adopt` to have one submitted",
      });
      assert.deepEqual(writes(), []);
    });
  }

  it("refuses an OpsItem that is no change request's", async () => {
    const { OpsItemId } = await world.ssm().createOpsItem({ Title: "a", Description: "b", Source: "c" });
    await assert.rejects(world.engine.up("a", { ...required, adopt: OpsItemId }), {
      message: /there is no change request/,
    });
  });

  it("refuses an ARN of another account", async () => {
    const { id } = await foreign();
    await assert.rejects(world.engine.up("a", { ...required, adopt: arnOf(id, "999999999999") }), {
      message: /^adopt: there is no change request/,
    });
    assert.deepEqual(writes(), []);
  });

  it("refuses an automation that is no change request", async () => {
    await world.engine.up("b", required);
    await ways.CompletedWithSuccess!({
      ...world,
      idOf: () => idOf("b"),
      decide: (said) => world.decide(said, idOf("b")),
    });
    await world.engine.refresh("b");
    const run = String((outputs("b").runbook as Props).automationExecutionId);
    await assert.rejects(world.engine.up("a", { ...required, adopt: run }), {
      message: `adopt: ${run} is an automation, but no change request`,
    });
  });

  it("refuses in check one in another region", async () => {
    const { failures } = await world.engine.preview("a", {
      ...required,
      adopt: `us-east-1/${"0".repeat(8)}-0000-0000-0000-000000000000`,
    });
    assert.deepEqual(failures, [
      'adopt: names an object in us-east-1, but the resource is in another region: set its region to "us-east-1"',
    ]);
  });
});

describe("the ChangeRequest handler, reading without managing", () => {
  const world = simulated();
  const get = (reference: string) =>
    world.engine.process().read(reference, { owner: world.engine.urn("b"), __provider: "text" });

  it("answers all of the request, by any of its names, and the same at a refresh", async () => {
    const documentName = await world.template();
    await world.engine.up("a", { ...whole, documentName, autoApprove: undefined, onDelete: undefined });
    const id = world.idOf();
    const opsItemId = String(world.outputs().opsItemId);
    for (const reference of [
      id,
      `eu-west-1/${id}`,
      `arn:aws:ssm:eu-west-1:${world.account}:automation-execution/${id}`,
      opsItemId,
      `eu-west-1/${opsItemId}`,
    ]) {
      const read = await get(reference);
      assert.equal(read.id, id);
      assert.equal("inputs" in read, false);
      const props: Props = read.props ?? {};
      for (const name of ["documentName", "parameters", "changeRequestName", "changeDetails", "tags"]) {
        assert.deepEqual(props[name], { ...whole, documentName }[name], name);
      }
      assert.equal(props.documentVersion, "1");
      assert.deepEqual(
        [props.scheduledTime, props.scheduledEndTime],
        ["2099-12-01T09:00:00.000Z", "2099-12-01T10:00:00.000Z"],
      );
      assert.deepEqual((props.runbooks as Props[])[0], (whole.runbooks as Props[])[0]);
      assert.deepEqual([props.region, props.account, props.status], ["eu-west-1", world.account, "PendingApproval"]);
      assert.equal(props.__managed, undefined);
      assert.deepEqual(await world.engine.process().read(id, props), read);
    }
  });

  it("calls nothing more for one that has ended, and keeps one that AWS has forgotten", async () => {
    await world.engine.up("a", required);
    const { id, props = {} } = await get(world.idOf());
    await world.decide("Approve");
    const ended = await world.engine.process().read(id!, props);
    assert.equal(ended.props?.status, "CompletedWithSuccess");
    world.aws.requests.clear();
    assert.deepEqual(await world.engine.process().read(id!, ended.props ?? {}), ended);
    assert.deepEqual(world.calls(), []);
    world.aws.clock.advance(31 * DAY);
    assert.equal((await world.engine.process().read(id!, props)).props?.status, "CompletedWithSuccess");
  });

  it("says that there is none where there is none", async () => {
    await assert.rejects(get("01234567-89ab-cdef-0123-456789abcdef"), {
      message: /^there is no ChangeRequest 01234567-89ab-cdef-0123-456789abcdef: check the id, its region/,
    });
  });

  it("says that it knows no region where nobody has written one", async () => {
    const { AWS_REGION, AWS_DEFAULT_REGION, AWS_CONFIG_FILE } = process.env;
    delete world.engine.config["aws:region"];
    try {
      for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION"]) delete process.env[name];
      process.env.AWS_CONFIG_FILE = "/nowhere";
      const id = "01234567-89ab-cdef-0123-456789abcdef";
      await assert.rejects(get(id), {
        message: `change request ${id}: no region is known; write it before the id, as in "eu-west-1/${id}"`,
      });
    } finally {
      for (const [name, value] of Object.entries({ AWS_REGION, AWS_DEFAULT_REGION, AWS_CONFIG_FILE })) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });
});
