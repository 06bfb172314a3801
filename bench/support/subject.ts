import { join } from "node:path";
import { type Aws, type Result, Stack, type UserProject } from "../../test/support/engine";

const PROGRAM = join(__dirname, "../program");

/** `nothing` is the floor: a dynamic resource that does nothing and keeps its inputs. */
export type Kind = "opsItem" | "changeRequest" | "changeGate" | "incidentRecord" | "nothing";

export type Args = Record<string, unknown>;

/** The least that an OpsItem needs. */
export const minimal: Args = { title: "Disk is filling up", description: "Above 80 %.", source: "orders" };

/** The least that a change request needs. */
export const minimalRequest: Args = {
  documentName: "AWS-HelloWorldChangeTemplate",
  parameters: { Approver: ["alice"] },
  runbooks: [{ documentName: "AWS-HelloWorld" }],
};

/** The least that an incident needs. */
export const minimalIncident: Args = {
  responsePlanArn: "arn:aws:ssm-incidents::123456789012:response-plan/drill",
};

/** What is measured: a stack of so many equal resources. */
export class Subject {
  private constructor(
    readonly kind: Kind,
    readonly stack: Stack,
  ) {}

  /** `name` must be its own in the run. */
  static async init(project: UserProject, kind: Kind, name: string, aws: Aws): Promise<Subject> {
    const program = project.program(`${kind}-${name}`, PROGRAM);
    return new Subject(kind, await Stack.init(program, { name: program.name, aws }));
  }

  /** Edits the program, and runs it. */
  async up(items: number, args: Args): Promise<Result> {
    this.stack.program.write({ "declared.json": JSON.stringify({ kind: this.kind, items, args }) });
    return this.stack.up();
  }
}
