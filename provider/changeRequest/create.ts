import type { AutomationExecution, AutomationExecutionMetadata } from "@aws-sdk/client-ssm";
import { AutomationApi } from "../automation/api";
import { isEnded } from "../automation/states";
import { type Claimable, claim, LOST_FOR_AT_MOST_MS, type Started } from "../core/claim";
import { type Context, keeping, type Made, type Props, Unfinished } from "../core/handler";
import { patiently } from "../core/patiently";
import { toAws } from "../core/properties/toAws";
import { toTagList } from "../core/tags";
import { flagReleased, letGo } from "./letGo";
import { clientToken, fingerprintOf, type Mark, markKey, markValue, periodOf, readMark } from "./mark";
import { addresses, outsOf } from "./outs";
import { table } from "./properties";

/** AWS takes so many tags with a request; the others are added right after it. */
const TAGS_IN_REQUEST = 5;

/** A request that AWS has, with what its tags say. */
export interface Found {
  id: string;
  execution: AutomationExecution;
  tags: Record<string, string>;
  mark: Mark | undefined;
  /** AWS has it under a token of this resource. */
  underToken: boolean;
}

export const apiFor = (props: Props, context: Context): AutomationApi =>
  new AutomationApi(context, String(props.region));

/** Submits the request, or continues with the one that an earlier try has submitted. */
export function createOnce(news: Props, context: Context): Promise<Made> {
  return claim(new Submission(news, context), context);
}

class Submission implements Claimable<Found, Made> {
  private readonly api: AutomationApi;
  private readonly fingerprint: string;
  private readonly period: number;
  private readonly seen = new Map<string, AutomationExecutionMetadata>();
  /** Requests of this resource in the present period: so many tokens are used up. */
  private used = 0;

  constructor(
    private readonly news: Props,
    private readonly context: Context,
  ) {
    this.api = apiFor(news, context);
    this.fingerprint = fingerprintOf(news);
    this.period = periodOf(context.clock.now());
  }

  /** What has ended and is no more young is history, whoever's it was. */
  async search(): Promise<string[]> {
    const all = await this.api.withTag(markKey(this.context.owner));
    this.used = all.filter((each) => periodOf(startOf(each) ?? this.context.clock.now()) === this.period).length;
    for (const each of all) this.seen.set(each.AutomationExecutionId!, each);
    return all.filter((each) => this.matters(each)).map(({ AutomationExecutionId }) => AutomationExecutionId!);
  }

  private matters(execution: AutomationExecution): boolean {
    const age = this.context.clock.now() - (startOf(execution) ?? this.context.clock.now());
    return !isEnded(execution.AutomationExecutionStatus) || age <= LOST_FOR_AT_MOST_MS;
  }

  async start(count: number): Promise<Started<Made>> {
    const token = clientToken(this.context.owner, this.period, this.used + count);
    const id = await this.api.startUnlessKnown(this.request(token));
    if (id === undefined) return { made: false, id: await this.underToken(token) };
    // AWS answers a token that it has had with the request of that time, which may be one that was let go.
    if (this.seen.has(id)) return { made: false, id };
    const found = await keeping(id, unseen(id, this.news), () => this.look(id, true));
    const isNew = found && !found.mark?.released && this.isAsDeclared(found);
    return isNew ? { made: true, result: await this.finish(found) } : { made: false, id };
  }

  private request(token: string): Props {
    const mark = { fingerprint: this.fingerprint, token: token.slice(0, 8) };
    const tags = Object.entries(sentTags(this.news, markKey(this.context.owner), markValue(mark, this.context.owner)));
    return { ...toAws(table, this.news), ClientToken: token, Tags: toTagList(Object.fromEntries(tags)) };
  }

  /** The request that was submitted under a token of ours; reads may show it late. */
  private async underToken(token: string): Promise<string> {
    const id = await patiently(async () => {
      for (const { AutomationExecutionId } of await this.api.withTag(markKey(this.context.owner))) {
        const found = await this.look(AutomationExecutionId!, false);
        if (found?.mark?.token === token.slice(0, 8)) return found.id;
      }
      return undefined;
    }, this.context);
    if (id !== undefined) return id;
    throw new Error(
      "StartChangeRequestExecution was accepted in an earlier run, and AWS does not show that request yet: nothing " +
        "was submitted; run `pulumi up` again in a minute",
    );
  }

  async look(id: string, underToken: boolean): Promise<Found | undefined> {
    const execution = this.seen.get(id) ?? (underToken ? await this.shown(id) : await this.api.get(id));
    if (!execution) return undefined;
    const tags = (await this.api.tags(id).list()) ?? {};
    return { id, execution, tags, mark: readMark(tags, this.context.owner), underToken };
  }

  /** A request that certainly was there: as its execution or, where that is not shown, as its OpsItem tells it. */
  private async shown(id: string): Promise<AutomationExecution | undefined> {
    const execution = await patiently(() => this.api.get(id), this.context);
    if (execution) return execution;
    const item = await this.api.opsItemOf(id);
    if (item) {
      const { Status, OpsItemId, CreatedTime } = item;
      const told = { AutomationExecutionId: id, AutomationExecutionStatus: Status as never, OpsItemId };
      return { ...told, ExecutionStartTime: CreatedTime };
    }
    const why = `change request ${id} was submitted, but AWS does not show it yet: run \`pulumi up\` again in a minute`;
    throw new Unfinished(id, unseen(id, this.news), new Error(why));
  }

  isOurs(found: Found): boolean {
    const { mark, execution, underToken } = found;
    return !mark?.released && (mark !== undefined || underToken) && this.matters(execution);
  }

  madeAt({ execution }: Found): Date | undefined {
    return execution.ExecutionStartTime;
  }

  private isAsDeclared({ mark }: Found): boolean {
    return (mark?.fingerprint ?? this.fingerprint) === this.fingerprint;
  }

  async continueWith(found: Found): Promise<Made | undefined> {
    const { id, execution } = found;
    if (this.isAsDeclared(found)) {
      this.context.warn(`an earlier run has submitted ${id} for this resource: continuing with it`);
      return this.finish(found);
    }
    const phase = await letGo(this.api, id, this.news.onDelete === "cancelRunning", this.context, execution);
    this.context.warn(
      `an earlier run has submitted ${id} for this resource, with inputs that were edited since: ` +
        `${phase === "ended" ? "it has ended" : "it was cancelled"}, and a new request is submitted`,
    );
    return undefined;
  }

  release({ id }: Found): Promise<void> {
    return flagReleased(this.api, id, this.context.owner);
  }

  tooOld(id: string): Error {
    return new Error(
      `change request ${id} carries the owner of this resource, waits or runs, and was submitted more than a day ago, ` +
        `so it is not what an interrupted run has left: take it over with adopt: "${id}", or cancel it, and run ` +
        "`pulumi up` again",
    );
  }

  /** The tags that the request itself could not take; then the request as it is. */
  private finish({ id, execution, tags }: Found): Promise<Made> {
    const { news, context, api } = this;
    const truth: Props = { ...outsOf(api.region, execution, news), ...tagsTrueOf(news, tags) };
    return keeping(id, truth, async () => {
      if (!isEnded(execution.AutomationExecutionStatus)) await api.tags(id).change(truth.tagsAll, news.tagsAll);
      Object.assign(truth, { tags: news.tags, tagsAll: news.tagsAll });
      const whole = "StepExecutions" in execution ? execution : ((await api.get(id)) ?? execution);
      const outs = outsOf(api.region, whole, news);
      return { id, outs: { ...outs, account: outs.account ?? (await context.clients.callerAccount(api.region)) } };
    });
  }
}

const startOf = ({ ExecutionStartTime }: AutomationExecution): number | undefined => ExecutionStartTime?.getTime();

/** The first tags, the mark among them. */
function sentTags(news: Props, key: string, value: string): Record<string, string> {
  const declared = Object.entries((news.tagsAll ?? {}) as Record<string, string>).slice(0, TAGS_IN_REQUEST - 1);
  return { ...Object.fromEntries(declared), [key]: value };
}

/** Of the declared tags those that the request has for certain: what it was sent with, where AWS shows none yet. */
function tagsTrueOf(news: Props, live: Record<string, string>): Props {
  const known = Object.keys(live).length > 0 ? live : sentTags(news, "", "");
  const among = (declared: unknown) =>
    declared === undefined
      ? undefined
      : Object.fromEntries(Object.keys(declared as object).flatMap((key) => (key in known ? [[key, known[key]]] : [])));
  return { tags: among(news.tags), tagsAll: among(news.tagsAll) };
}

/** What is known of a request that AWS has accepted and does not show. */
export const unseen = (id: string, news: Props): Props => ({
  ...news,
  ...addresses(String(news.region), id, undefined),
  ...tagsTrueOf(news, {}),
  status: "Pending",
});
