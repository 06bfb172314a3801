import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as ops from "../../../provider";
import { providerText } from "../../../provider/hosts/dynamic/text";

const TYPE = "pulumi-nodejs:dynamic/aws-ops:OpsItem";
const args = { title: "Disk is full", description: "It is.", source: "orders" };

/** What the engine would be told of each resource, by name. */
let registered: Map<string, pulumi.runtime.MockResourceArgs>;
/** What the constructor hands to Pulumi. */
let handed: pulumi.ResourceTransformationArgs;
const watching = {
  transformations: [
    (all: pulumi.ResourceTransformationArgs) => {
      handed = all;
      return undefined;
    },
  ],
};

class OtherProvider extends pulumi.ProviderResource {
  constructor(name: string) {
    super("aws", name, {});
  }
}

/** Waits until everything is registered. */
const settled = () => pulumi.runtime.disconnect();
const known = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((resolve) => output.apply(resolve));
const isSecret = (output: unknown): Promise<boolean> => (output as { isSecret: Promise<boolean> }).isSecret;

/** How a secret goes over the wire. */
const secret = (value: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

const OUTPUTS = [
  ...["opsItemId", "opsItemArn", "title", "description", "source", "opsItemType", "operationalData", "notifications"],
  ...["priority", "relatedOpsItems", "category", "severity", "plannedStartTime", "plannedEndTime", "actualStartTime"],
  ...["actualEndTime", "accountId", "status", "tags", "tagsAll", "onDelete", "region", "account", "createdBy"],
  ...["createdTime", "lastModifiedBy", "lastModifiedTime", "version", "consoleUrl"],
] as const;

describe("the classes under mocks", () => {
  beforeEach(async () => {
    registered = new Map();
    await pulumi.runtime.setMocks(
      {
        newResource: (resource) => {
          registered.set(resource.name, resource);
          return { id: resource.id || `${resource.name}-id`, state: { ...resource.inputs, status: "Open" } };
        },
        call: ({ inputs }) => inputs,
      },
      "project",
      "dev",
      false,
    );
  });

  const inputsOf = async (name: string) => {
    await settled();
    return registered.get(name)?.inputs ?? {};
  };

  describe("OpsItem", () => {
    it("registers the frozen type with its arguments, its owner and the text, and nothing else", async () => {
      new ops.OpsItem("a", { ...args, tags: { team: "ops" } });
      const inputs = await inputsOf("a");
      assert.equal(registered.get("a")?.type, TYPE);
      assert.deepEqual(inputs, {
        ...args,
        tags: { team: "ops" },
        tagsAll: { team: "ops" },
        owner: `urn:pulumi:dev::project::${TYPE}::a`,
        __provider: providerText("opsItem"),
      });
    });

    it("has an owner with its parents in it, the one that the URN is", async () => {
      class Component extends pulumi.ComponentResource {
        readonly item = new ops.OpsItem("inner", args, { parent: this });
        constructor() {
          super("my:module:Component", "outer");
        }
      }
      const { item } = new Component();
      const { owner } = await inputsOf("inner");
      assert.equal(owner, `urn:pulumi:dev::project::my:module:Component$${TYPE}::inner`);
      assert.equal(owner, await known(item.urn));
    });

    it("has every output as an Output", async () => {
      const item = new ops.OpsItem("a", args);
      for (const name of OUTPUTS) assert.ok(pulumi.Output.isInstance(item[name]), name);
      assert.equal(await known(item.status), "Open");
      assert.equal(await known(item.title), args.title);
      assert.equal(await known(item.opsItemId), "a-id");
    });

    it("takes outputs of others, also inside", async () => {
      const first = new ops.OpsItem("a", args);
      new ops.OpsItem("b", {
        ...args,
        relatedOpsItems: [{ opsItemId: first.id }],
        operationalData: { first: { value: pulumi.interpolate`${first.opsItemId}!` } },
      });
      const { relatedOpsItems, operationalData } = await inputsOf("b");
      assert.deepEqual(relatedOpsItems, [{ opsItemId: "a-id" }]);
      assert.deepEqual(operationalData, { first: { value: "a-id!" } });
    });

    it("keeps secret what is secret, the tags under both names", async () => {
      const item = new ops.OpsItem("a", {
        ...args,
        title: pulumi.secret("s3cr3t"),
        tags: pulumi.secret({ team: "s3cr3t" }),
        operationalData: { login: { value: pulumi.secret("s3cr3t") } },
      });
      for (const name of ["title", "tags", "tagsAll", "operationalData"] as const) {
        assert.equal(await isSecret(item[name]), true, name);
      }
      for (const name of ["description", "status", "source"] as const) {
        assert.equal(await isSecret(item[name]), false, name);
      }
      await settled();
    });

    it("does not write into the caller's arguments", () => {
      const mine = Object.freeze({ ...args, tags: Object.freeze({ a: "b" }) });
      new ops.OpsItem("a", mine);
      assert.deepEqual(Object.keys(mine), ["title", "description", "source", "tags"]);
    });

    for (const [what, opts] of [
      ["no options", undefined],
      ["options", { protect: true }],
      ["deleteBeforeReplace", { deleteBeforeReplace: true }],
    ] as const) {
      it(`is deleted before it is replaced, with ${what}`, async () => {
        new ops.OpsItem("a", args, { ...opts, ...watching });
        await settled();
        assert.equal((handed.opts as pulumi.CustomResourceOptions).deleteBeforeReplace, true);
        if (opts && "protect" in opts) assert.equal(handed.opts.protect, true);
      });
    }

    it("refuses deleteBeforeReplace: false", () => {
      assert.throws(() => new ops.OpsItem("a", args, { deleteBeforeReplace: false }), {
        message: 'OpsItem "a": deleteBeforeReplace must not be false: the new object would be taken for the old one',
      });
    });

    it("takes a Provider", async () => {
      const provider = new ops.Provider("frankfurt", { region: "eu-central-1" });
      new ops.OpsItem("a", args, { provider });
      await settled();
      assert.match(registered.get("a")?.provider ?? "", /::pulumi:providers:pulumi-nodejs::frankfurt::/);
    });

    for (const [what, opts] of [
      ["provider", () => ({ provider: new OtherProvider("aws") })],
      ["one of a list of providers", () => ({ providers: [new OtherProvider("aws")] })],
      ["one of a map of providers", () => ({ providers: { aws: new OtherProvider("aws") } })],
    ] as [string, () => object][]) {
      it(`refuses the provider of another package as ${what}`, async () => {
        assert.throws(() => new ops.OpsItem("a", args, opts()), {
          message:
            'OpsItem "a": its provider is of the package "aws", which Pulumi would ignore: give it a new ops.Provider(…)',
        });
        await settled();
      });
    }

    it("reads an existing one with get, by its id alone", async () => {
      const item = ops.OpsItem.get("there", "oi-0123456789ab");
      const { owner, __provider, ...rest } = await inputsOf("there");
      assert.equal(registered.get("there")?.id, "oi-0123456789ab");
      assert.equal(registered.get("there")?.type, TYPE);
      assert.deepEqual(rest, {});
      assert.equal(__provider, providerText("opsItem"));
      assert.equal(await known(item.id), "oi-0123456789ab");
      assert.equal(await known(item.opsItemId), "oi-0123456789ab");
    });

    it("gives the id alone of one that get was told with its region", async () => {
      const item = ops.OpsItem.get("there", "eu-west-1/oi-0123456789ab");
      assert.equal(await known(item.opsItemId), "oi-0123456789ab");
      await settled();
    });
  });

  const ofType = (kind: string) => `pulumi-nodejs:dynamic/aws-ops:${kind}`;
  const request = {
    documentName: "AWS-HelloWorldChangeTemplate",
    runbooks: [{ documentName: "AWS-HelloWorld", parameters: { Name: ["x"] } }],
    parameters: { Approver: ["alice"] },
  };

  describe("ChangeRequest", () => {
    it("registers the frozen type with its arguments, its owner and the text, and nothing else", async () => {
      new ops.ChangeRequest("a", { ...request, tags: { team: "ops" }, triggers: [1, { b: true }] });
      assert.deepEqual(await inputsOf("a"), {
        ...request,
        tags: { team: "ops" },
        tagsAll: { team: "ops" },
        triggers: [1, { b: true }],
        owner: `urn:pulumi:dev::project::${ofType("ChangeRequest")}::a`,
        __provider: providerText("changeRequest"),
      });
      assert.equal(registered.get("a")?.type, ofType("ChangeRequest"));
    });

    for (const [what, more] of [
      ["the parameters", { parameters: pulumi.secret({ Approver: ["alice"] }) }],
      ["one value of a parameter", { parameters: { Approver: [pulumi.secret("alice")] } }],
      ["the runbooks", { runbooks: pulumi.secret(request.runbooks) }],
      [
        "one value of the runbook's parameters",
        { runbooks: [{ documentName: "AWS-HelloWorld", parameters: { Name: pulumi.output([pulumi.secret("x")]) } }] },
      ],
    ] as [string, Partial<ops.ChangeRequestArgs>][]) {
      it(`says that what AWS tells is secret where that are ${what}`, async () => {
        new ops.ChangeRequest("a", { ...request, ...more });
        assert.equal((await inputsOf("a")).keepsSecret, true);
      });
    }

    it("says nothing of it where other things are secret, or things that are not known", async () => {
      new ops.ChangeRequest("a", {
        ...request,
        parameters: { Approver: pulumi.output(["alice"]) },
        changeDetails: pulumi.secret("x"),
        tags: pulumi.secret({ team: "ops" }),
      });
      assert.equal("keepsSecret" in (await inputsOf("a")), false);
    });

    it("is deleted before it is replaced, and refuses not to be", async () => {
      new ops.ChangeRequest("a", request, watching);
      await settled();
      assert.equal((handed.opts as pulumi.CustomResourceOptions).deleteBeforeReplace, true);
      assert.throws(() => new ops.ChangeRequest("b", request, { deleteBeforeReplace: false }), {
        message:
          'ChangeRequest "b": deleteBeforeReplace must not be false: the new object would be taken for the old one',
      });
    });

    it("reads an existing one with get, by its id alone", async () => {
      const there = ops.ChangeRequest.get("there", "eu-west-1/oi-0123456789ab");
      const { owner, __provider, ...rest } = await inputsOf("there");
      assert.deepEqual(rest, {});
      assert.equal(registered.get("there")?.id, "eu-west-1/oi-0123456789ab");
      assert.equal(__provider, providerText("changeRequest"));
      assert.ok(pulumi.Output.isInstance(there.approvals));
    });

    it("has every output as an Output", async () => {
      const all: ops.ChangeRequest = new ops.ChangeRequest("a", request);
      for (const name of [
        ...["automationExecutionId", "documentName", "documentVersion", "runbooks", "parameters", "changeRequestName"],
        ...[
          "changeDetails",
          "scheduledTime",
          "scheduledEndTime",
          "autoApprove",
          "triggers",
          "tags",
          "tagsAll",
          "onDelete",
        ],
        ...["region", "account", "opsItemId", "status", "executedBy", "executionStartTime", "executionEndTime"],
        ...["actualStartTime", "actualEndTime", "approvals", "runbook", "failureMessage", "consoleUrl"],
      ] as const) {
        assert.ok(pulumi.Output.isInstance(all[name as keyof ops.ChangeRequest]), name);
      }
      await settled();
    });
  });

  describe("ChangeGate", () => {
    it("registers the frozen type with its arguments, its owner and the text, and nothing else", async () => {
      const change = new ops.ChangeRequest("change", request);
      new ops.ChangeGate("a", { changeRequest: change.id, until: "started", timeoutSeconds: 60 });
      assert.deepEqual(await inputsOf("a"), {
        changeRequest: "change-id",
        until: "started",
        timeoutSeconds: 60,
        owner: `urn:pulumi:dev::project::${ofType("ChangeGate")}::a`,
        __provider: providerText("changeGate"),
      });
      assert.equal(registered.get("a")?.type, ofType("ChangeGate"));
    });

    for (const deleteBeforeReplace of [undefined, false]) {
      it(`stands until it is replaced, with deleteBeforeReplace ${deleteBeforeReplace}`, async () => {
        new ops.ChangeGate(
          "a",
          { changeRequest: "x" },
          { ...watching, ...(deleteBeforeReplace === false && { deleteBeforeReplace }) },
        );
        await settled();
        assert.ok(!(handed.opts as pulumi.CustomResourceOptions).deleteBeforeReplace);
      });
    }

    it("refuses to go before it is replaced", () => {
      assert.throws(() => new ops.ChangeGate("a", { changeRequest: "x" }, { deleteBeforeReplace: true }), {
        message:
          'ChangeGate "a": deleteBeforeReplace must not be true: what is behind the gate would be deleted with it',
      });
    });

    it("has every output as an Output", async () => {
      const gate = new ops.ChangeGate("a", { changeRequest: "x" });
      for (const name of [
        ...["changeRequest", "until", "timeoutSeconds", "region", "status", "passedTime", "opsItemId", "account"],
        "consoleUrl",
      ] as const) {
        assert.ok(pulumi.Output.isInstance(gate[name as keyof ops.ChangeGate]), name);
      }
      await settled();
    });
  });

  describe("Provider", () => {
    it("is of Pulumi's package for dynamic resources, and hands its settings on under their keys", async () => {
      new ops.Provider("all", {
        region: "eu-central-1",
        profile: "ops",
        accessKey: "AKIA",
        secretKey: "s",
        token: "t",
        assumeRole: { roleArn: "arn:a", tags: { a: "b" } },
        assumeRoles: [{ roleArn: pulumi.output("arn:b"), durationSeconds: 900 }],
        endpoints: [{ ssm: "http://127.0.0.1:1" }],
        maxRetries: 3,
        defaultTags: { tags: { team: "ops" } },
        allowedAccountIds: ["111122223333"],
        forbiddenAccountIds: ["444455556666"],
        namespace: "blue",
        validation: "off",
      });
      const inputs = await inputsOf("all");
      assert.equal(registered.get("all")?.type, "pulumi:providers:pulumi-nodejs");
      assert.deepEqual(inputs, {
        "aws:region": "eu-central-1",
        "aws:profile": "ops",
        "aws:accessKey": "AKIA",
        "aws:secretKey": secret("s"),
        "aws:token": secret("t"),
        "aws:assumeRole": '{"roleArn":"arn:a","tags":{"a":"b"}}',
        "aws:assumeRoles": '[{"roleArn":"arn:b","durationSeconds":900}]',
        "aws:endpoints": '[{"ssm":"http://127.0.0.1:1"}]',
        "aws:maxRetries": "3",
        "aws:defaultTags": '{"tags":{"team":"ops"}}',
        "aws:allowedAccountIds": '["111122223333"]',
        "aws:forbiddenAccountIds": '["444455556666"]',
        "aws-ops:namespace": "blue",
        "aws-ops:validation": "off",
      });
    });

    it("hands on what is given and no more", async () => {
      new ops.Provider("some", { region: "eu-central-1", profile: undefined });
      assert.deepEqual(await inputsOf("some"), { "aws:region": "eu-central-1" });
      new ops.Provider("none");
      assert.deepEqual(await inputsOf("none"), {});
    });

    it("keeps credentials secret, whether or not they are given so", async () => {
      const given = { region: pulumi.secret("eu-west-1"), profile: "x", secretKey: "s", token: "t" };
      new ops.Provider("p", given, watching);
      await settled();
      const props: Record<string, unknown> = handed.props;
      const found = await Promise.all(Object.entries(props).map(async ([key, value]) => [key, await isSecret(value)]));
      assert.deepEqual(Object.fromEntries(found), {
        "aws:region": true,
        "aws:profile": false,
        "aws:secretKey": true,
        "aws:token": true,
      });
    });
  });
});
