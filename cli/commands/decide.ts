import type { AutomationExecution } from "@aws-sdk/client-ssm";
import { AutomationApi } from "../../provider/automation/api";
import { activeLevelOf, approvalsOf, type Decision, decisionsOf } from "../../provider/automation/approvals";
import { isOpsItemId } from "../../provider/automation/reference";
import { isChangeRequest, isEnded, phaseOf } from "../../provider/automation/states";
import { ending, standing } from "../../provider/automation/words";
import { AwsError } from "../../provider/core/awsErrors";
import type { Clients } from "../../provider/core/clients";
import { systemClock } from "../../provider/core/clock";
import type { Clock } from "../../provider/core/handler";
import { patiently } from "../../provider/core/patiently";
import { printable } from "../../provider/core/printable";
import { connect, told } from "../aws";
import type { Command } from "./command";
import { type DecideOptions, decideOptions, OPTIONS } from "./decideOptions";
import { about, idOf, named, outcome, refusal, VERBS, type Verdict } from "./decideWords";

export const approve: Command = {
  usage: `approve ${OPTIONS}`,
  summary: "Approves a change request, of which <id> is the execution, its ARN, region/id, or the OpsItem (oi-…).",
  run: (args) => decide("Approve", decideOptions(args)),
};

export const reject: Command = {
  usage: `reject ${OPTIONS}`,
  summary: "Rejects a change request, which ends it.",
  run: (args) => decide("Reject", decideOptions(args)),
};

/** Says what is decided on, decides, and says what comes of it. */
export async function decide(
  verdict: Verdict,
  options: DecideOptions,
  clock: Clock = systemClock,
  write: (line: string) => unknown = (line) => process.stdout.write(`${printable(line)}\n`),
): Promise<void> {
  const { clients, region } = await connect(options, clock);
  const desk = new Desk(verdict, new AutomationApi({ clients }, region), clients);
  try {
    const before = await desk.find(options);
    write(`${named(before)}: ${about(before)}; ${standing(before)}`);
    await desk.send(before, options.comment);
    const signal = new AbortController().signal;
    const shown = await patiently(() => desk.isShown(before), { clock, signal });
    const after = shown ?? (await desk.read(before));
    const how = shown ? outcome(verdict, after) : `AWS has taken it, and does not show it yet: ${standing(after)}`;
    write(`${VERBS[verdict].participle} ${named(after)}: ${how}`);
  } catch (error) {
    throw error instanceof AwsError ? told(error) : error;
  }
}

/** Where one decision is taken. */
class Desk {
  constructor(
    private readonly verdict: Verdict,
    private readonly api: AutomationApi,
    private readonly clients: Clients,
  ) {}

  /** The request to decide on, which has not ended. */
  async find({ id: reference, account }: DecideOptions): Promise<AutomationExecution> {
    const id = isOpsItemId(reference) ? await this.executionOf(reference) : reference;
    const execution = id && (await this.api.get(id));
    if (!execution) throw await this.notFound(reference, account);
    if (!isChangeRequest(execution)) throw new Error(`${id} is an automation, but no change request`);
    if (isEnded(execution.AutomationExecutionStatus) || phaseOf(execution) === "stopping") {
      throw new Error(`${named(execution)} ${ending(execution)}: nothing was sent`);
    }
    return execution;
  }

  private async executionOf(opsItemId: string): Promise<string | undefined> {
    const [request] = await this.api.ofOpsItem(opsItemId);
    if (request) return request.AutomationExecutionId;
    const item = await this.api.opsItem(opsItemId);
    if (item && item.OpsItemType !== "/aws/changerequest") {
      throw new Error(`${opsItemId} is an OpsItem, but not of a change request`);
    }
    return undefined;
  }

  private async notFound(reference: string, wanted: string | undefined): Promise<Error> {
    const account = (await this.caller())?.account;
    const isElsewhere = wanted !== undefined && account !== undefined && wanted !== account;
    const why = isElsewhere
      ? `it belongs to account ${wanted}, whose credentials are needed`
      : "either id, region or credentials are wrong, or AWS has forgotten it, as it does after 30 days";
    const where = `${this.api.region}${account ? ` of account ${account}` : ""}`;
    return new Error(`there is no change request ${reference} in ${where}: ${why}`);
  }

  async send(before: AutomationExecution, comment: string | undefined): Promise<void> {
    try {
      await this.api.decide(idOf(before), this.verdict, comment);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // Where only the answer was lost, the SDK's next try is refused because the first was taken.
      const [after, caller] = await Promise.all([this.read(before).catch(() => before), this.caller()]);
      const mine = (execution: AutomationExecution) => decisionsOf(execution).filter((one) => this.isBy(caller, one));
      if (mine(after).length > mine(before).length) return;
      throw told(error, isAboutCaller(error) ? refusal(this.verdict, after, caller?.arn) : undefined);
    }
  }

  async read(before: AutomationExecution): Promise<AutomationExecution> {
    return (await this.api.get(idOf(before))) ?? before;
  }

  /** The request once it shows the decision; AWS's reads are behind at times. */
  async isShown(before: AutomationExecution): Promise<AutomationExecution | undefined> {
    const after = await this.read(before);
    if (fingerprint(after) !== fingerprint(before)) return after;
    const level = activeLevelOf(approvalsOf(before));
    if (!level?.decisions.length) return undefined;
    // Whoever decides twice changes nothing.
    const caller = await this.caller();
    return level.decisions.some((one) => this.isBy(caller, one)) ? after : undefined;
  }

  /** Only for explanations: without it everything works too. */
  private caller() {
    return this.clients.caller(this.api.region).catch(() => undefined);
  }

  private isBy(caller: { arn: string } | undefined, { approver, decision }: Decision): boolean {
    return approver === caller?.arn && decision.toLowerCase().startsWith(VERBS[this.verdict].infinitive);
  }
}

const fingerprint = (execution: AutomationExecution): string =>
  JSON.stringify([execution.AutomationExecutionStatus, approvalsOf(execution)]);

/** Whether AWS refuses the person or the moment, and not the call. */
const isAboutCaller = ({ awsCode }: AwsError): boolean =>
  ["InvalidAutomationSignalException", "AccessDeniedException"].includes(awsCode);
