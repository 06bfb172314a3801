import type * as pulumi from "@pulumi/pulumi";
import { OpsResource } from "../hosts/dynamic/resource";

/** Arguments of a gate. */
export interface ChangeGateArgs {
  /**
   * The change request: `change.id`, or another one's id, its ARN, or the id of its OpsItem, with `region/` before it where
   * needed. Another request is waited for anew, in place.
   */
  changeRequest: pulumi.Input<string>;
  /**
   * What is waited for. `approved`: people have approved it. `started`: it is approved, its time has come, no Change
   * Calendar holds it, and its runbook runs. `completed`: the runbook has succeeded. Each includes those before it.
   * Default: `approved`. A later one is waited for in place.
   */
  until?: pulumi.Input<"approved" | "started" | "completed">;
  /**
   * How long, in seconds from 0 (looks once) to 2,592,000 (30 days). Then `up` ends with an error that says how to go on;
   * nothing is cancelled, and the next `up` waits on. Default: 3,600.
   */
  timeoutSeconds?: pulumi.Input<number>;
  /** Region of the change request. Default: `aws:region`, then that of the environment. */
  region?: pulumi.Input<string>;
}

/**
 * Holds a deployment until a change request is approved, runs, or has completed. What is to wait for it names it in
 * `dependsOn`. While it waits it says on its own row where things stand, and who can approve where.
 *
 * It is in the state only once it was passed: killed or timed out, it costs nothing, and the next `up` waits on. A request
 * that was rejected, cancelled, failed or timed out at AWS is an error with who and why, at every `up`, until the request
 * is a new one. Once passed it stays open until its request is another one.
 *
 * Destroying it takes it out of the state and calls nothing. While gates wait they take up places among the operations
 * that Pulumi runs at a time: with many of them raise `--parallel`.
 *
 * @example
 * const approved = new ops.ChangeGate("resize-db", { changeRequest: change.id, until: "approved", timeoutSeconds: 1800 });
 * const resized = new aws.rds.Instance("orders", { instanceClass: size }, { dependsOn: approved });
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetAutomationExecution.html
 */
export class ChangeGate extends OpsResource {
  declare readonly changeRequest: pulumi.Output<string>;
  declare readonly until: pulumi.Output<"approved" | "started" | "completed" | undefined>;
  declare readonly timeoutSeconds: pulumi.Output<number | undefined>;
  declare readonly region: pulumi.Output<string>;
  /** Status of the request when the gate was passed. */
  declare readonly status: pulumi.Output<string>;
  /** When it was passed; ISO 8601, UTC. */
  declare readonly passedTime: pulumi.Output<string>;
  /** Id of the OpsItem that represents the request. */
  declare readonly opsItemId: pulumi.Output<string>;
  /** Account of the request. */
  declare readonly account: pulumi.Output<string>;
  /** The request's execution in the console. */
  declare readonly consoleUrl: pulumi.Output<string>;

  constructor(name: string, args: ChangeGateArgs, opts?: pulumi.CustomResourceOptions) {
    super({ kind: "ChangeGate", entry: "changeGate", outputs: OUTPUTS, keepsUntilReplaced: true }, name, args, opts);
  }
}

type Outputs = Exclude<keyof ChangeGate, keyof pulumi.CustomResource>;

/** By name, so that the compiler refuses a list that forgets one. */
const OUTPUT_NAMES: Record<Outputs, true> = {
  changeRequest: true,
  until: true,
  timeoutSeconds: true,
  region: true,
  status: true,
  passedTime: true,
  opsItemId: true,
  account: true,
  consoleUrl: true,
};
const OUTPUTS = Object.keys(OUTPUT_NAMES);
