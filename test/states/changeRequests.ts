import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SSM } from "@aws-sdk/client-ssm";
import { type Emulator, startEmulator } from "../../emulator";
import { changeGate } from "../../provider/changeGate/handler";
import { changeRequest } from "../../provider/changeRequest/handler";
import type { Handler, Props } from "../../provider/core/handler";
import { providerText } from "../../provider/hosts/dynamic/text";
import { SimulatedEngine } from "../support/simulatedEngine";

export type Kind = "changeRequest" | "changeGate";

/** What a release has written into a state. */
export interface Fixture {
  /** How it came to be. */
  what: string;
  config: Record<string, string>;
  /** What the program says; undefined for a resource that is only read. */
  args?: Props;
  id: string;
  inputs?: Props;
  outputs: Props;
  initErrors?: string[];
}

interface Case {
  kind: Kind;
  what: string;
  config?: Record<string, string>;
  args?: Props;
  /** The operation that fails. */
  fails?: string;
  /** Approved once it is submitted, and looked at again. */
  ends?: boolean;
}

const ACCOUNT = "111122223333";
const NAME = "resize-db";
const manyTags = { a: "1", b: "2", c: "3", d: "4", e: "5", f: "6" };

/** In the emulator a key of twelve digits is the account and its user, who approves here. */
const minimal: Props = {
  documentName: "AWS-HelloWorldChangeTemplate",
  runbooks: [{ documentName: "AWS-HelloWorld" }],
  parameters: { Approver: [ACCOUNT] },
};

const whole: Props = {
  documentName: "DbResize",
  documentVersion: "$DEFAULT",
  runbooks: [
    {
      documentName: "AWS-StopEC2Instance",
      documentVersion: "$LATEST",
      parameters: { AutomationAssumeRole: ["arn:aws:iam::111122223333:role/Automation"] },
      targetParameterName: "InstanceId",
      targets: [{ key: "ParameterValues", values: ["i-0123456789abcdef0"] }],
      maxConcurrency: "10%",
      maxErrors: "1",
      targetLocations: [{ accounts: ["111122223333"], regions: ["eu-west-1"], executionRoleName: "Automation" }],
    },
  ],
  parameters: { Approver: [ACCOUNT], ApproverType: ["IamUser"] },
  changeRequestName: "Resize the orders database",
  changeDetails: "It is full.",
  scheduledTime: "2026-02-01T10:00:00+01:00",
  scheduledEndTime: "2026-02-01T11:00:00+01:00",
  autoApprove: false,
  triggers: ["db.r6g.large", { zones: [1, 2] }],
  tags: manyTags,
  onDelete: "cancelRunning",
  region: "eu-west-1",
};
/** AWS's own template allows no other runbook. */
const template = {
  schemaVersion: "0.3",
  parameters: { Approver: { type: "String" }, ApproverType: { type: "String" } },
  mainSteps: [
    {
      name: "approve",
      action: "aws:approve",
      inputs: { EnhancedApprovals: { Approvers: [{ approver: "{{ Approver }}", type: "{{ ApproverType }}" }] } },
    },
  ],
};

export const cases: Record<string, Case> = {
  "changeRequest/minimal": { kind: "changeRequest", what: "a request with what is required", args: minimal },
  "changeRequest/whole": { kind: "changeRequest", what: "a request with every property", args: whole },
  "changeRequest/ended": { kind: "changeRequest", what: "a request that has completed", args: minimal, ends: true },
  "changeRequest/secret": {
    kind: "changeRequest",
    what: "a request with secret parameters",
    args: { ...minimal, keepsSecret: true },
  },
  "changeRequest/partialFailure": {
    kind: "changeRequest",
    what: "a request whose create failed after StartChangeRequestExecution",
    args: { ...minimal, tags: manyTags },
    fails: "AddTagsToResource",
  },
  "changeRequest/get": { kind: "changeRequest", what: "a request that is only read" },
  "changeGate/passed": {
    kind: "changeGate",
    what: "a gate that was passed",
    args: { until: "completed", timeoutSeconds: 60 },
    ends: true,
  },
};

export const handlers = { changeRequest, changeGate };

/** An emulator and an engine with nothing in them. */
export class Stand {
  private constructor(
    readonly aws: Emulator,
    readonly engine: SimulatedEngine,
    private readonly clients: SSM[] = [],
  ) {}

  static async open(handler: Handler, config: Record<string, string> = {}): Promise<Stand> {
    const aws = await startEmulator({ now: new Date("2026-01-31T09:00:00Z") });
    const engine = new SimulatedEngine(handler, aws, ACCOUNT);
    Object.assign(engine.config, { "aws:maxRetries": "0" }, config);
    return new Stand(aws, engine);
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.destroy();
    await this.aws.close();
  }

  ssm(): SSM {
    const credentials = { accessKeyId: ACCOUNT, secretAccessKey: "any" };
    const client = new SSM({ endpoint: this.aws.url, region: "eu-west-1", credentials });
    this.clients.push(client);
    return client;
  }

  /** Puts what a release has left into the state. */
  restore({ id, inputs, outputs, initErrors }: Fixture): void {
    this.engine.state.set(NAME, { id, inputs: withText(inputs ?? {}), outputs: withText(outputs), initErrors });
  }

  get entry() {
    return this.engine.state.get(NAME);
  }
  preview = (args: Props) => this.engine.preview(NAME, args);
  up = (args: Props) => this.engine.up(NAME, args);
  refresh = () => this.engine.refresh(NAME);
  destroy = () => this.engine.destroy(NAME);
}

/** The simulated engine has a short text in the place of the real one. */
export const withText = (props: Props, text = "text"): Props => ({ ...props, __provider: text });

/** What the present build writes. */
export async function write(name: string): Promise<Fixture> {
  const { kind, what, config = {}, args, fails, ends } = cases[name] as Case;
  const stand = await Stand.open(handlers[kind], config);
  const text = providerText(kind);
  try {
    const ssm = stand.ssm();
    await ssm.createDocument({
      Name: "DbResize",
      DocumentType: "Automation.ChangeTemplate",
      Content: JSON.stringify(template),
    });
    if (kind === "changeGate" || args === undefined) {
      const { AutomationExecutionId: id = "" } = await ssm.startChangeRequestExecution({
        DocumentName: "AWS-HelloWorldChangeTemplate",
        Parameters: { Approver: [ACCOUNT] },
        Runbooks: [{ DocumentName: "AWS-HelloWorld" }],
      });
      if (ends) await ssm.sendAutomationSignal({ AutomationExecutionId: id, SignalType: "Approve" });
      if (args === undefined) {
        const given = { owner: stand.engine.urn("read"), __provider: "text" };
        const { id: found, props = {} } = await stand.engine.process().read(id, given);
        return plain({ what, config, id: found ?? id, outputs: withText(props, text) });
      }
      await stand.up({ ...args, changeRequest: id });
    } else {
      if (fails) stand.aws.faults.error(fails, "InternalServerError", { message: "It broke" });
      await stand.up(args).catch((error) => {
        if (!fails) throw error;
      });
      if (ends) {
        await ssm.sendAutomationSignal({ AutomationExecutionId: stand.entry?.id, SignalType: "Approve" });
        await stand.refresh();
      }
    }
    const { id, inputs, outputs, initErrors } = stand.entry as NonNullable<typeof stand.entry>;
    const said = kind === "changeGate" ? { ...args, changeRequest: inputs.changeRequest } : args;
    return plain({
      ...{ what, config, args: said, id, inputs: withText(inputs, text), outputs: withText(outputs, text) },
      ...(initErrors && { initErrors }),
    });
  } finally {
    await stand.close();
  }
}

export const plain = (fixture: Fixture): Fixture => JSON.parse(JSON.stringify(fixture));

/** The fixture without what differs from run to run. */
export function comparable(fixture: Fixture): unknown {
  const text = JSON.stringify(fixture)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "00000000-0000-0000-0000-000000000000")
    .replace(/oi-[0-9a-f]{12}/g, "oi-000000000000")
    .replace(/"((?:\w+)?[tT]ime)":"2026-01-31[^"]+"/g, '"$1":"…"')
    .replace(/request id [0-9a-f-]+/g, "request id …");
  return JSON.parse(text);
}

export const read = (release: string, name: string): Fixture =>
  JSON.parse(readFileSync(join(__dirname, release, `${name}.json`), "utf8"));
