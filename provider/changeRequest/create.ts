import type { AutomationExecution, AutomationExecutionMetadata } from "@aws-sdk/client-ssm";
import { AutomationApi } from "../automation/api";
import { isEnded } from "../automation/states";
import { type Claimable, claim, LOST_FOR_AT_MOST_MS, type Started } from "../core/claim";
import { fingerprintOf } from "../core/fingerprint";
import { type Context, keeping, type Made, type Props } from "../core/handler";
import { anotherOwner, flagReleased, type Mark, markKey, markValue, readMark, releasedKey } from "../core/mark";
import { patiently } from "../core/patiently";
import { toAws } from "../core/properties/toAws";
import { toTagList } from "../core/tags";
import { letGo } from "./letGo";
import { firstLook, shown } from "./notShown";
import { outsOf } from "./outs";
import { table } from "./properties";
import { knownTags, sentTags } from "./sentTags";
import { clientToken, periodOf } from "./token";

/** A request that AWS has, with what its tags say. */
interface Found {
  id: string;
  execution: AutomationExecution;
  tags: Record<string, string>;
  mark: Mark | undefined;
  /** Whether the tags name another resource. */
  isAnothers: boolean;
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
    this.fingerprint = fingerprintOf(table, news);
    this.period = periodOf(context.clock.now());
  }

  /** All that bear the mark and were not let go. */
  async search(): Promise<string[]> {
    const { owner, clock } = this.context;
    const all = await this.api.withTag(markKey(owner));
    const released = all.length > 0 ? await this.api.withTag(releasedKey(owner)) : [];
    this.used = all.filter((each) => periodOf(startOf(each) ?? clock.now()) === this.period).length;
    for (const each of all) this.seen.set(idOf(each), each);
    const gone = new Set(released.map(idOf));
    return all.map(idOf).filter((id) => !gone.has(id));
  }

  async start(count: number): Promise<Started<Made>> {
    const token = clientToken(this.context.owner, this.period, this.used + count);
    const id = await this.api.startUnlessKnown(this.request(token));
    if (id === undefined) return { made: false, id: await this.underToken(token) };
    // AWS answers a token that it has had with the request of that time, which may be one that was let go.
    if (this.seen.has(id)) return { made: false, id };
    const found = await this.look(id, true);
    const isNew = !found.mark?.released && !found.isAnothers && this.isAsDeclared(found);
    if (!isNew) return { made: false, id };
    this.context.progress(`submitted ${id}`); // people need it to approve
    return { made: true, result: await this.finish(found) };
  }

  private request(token: string): Props {
    const { owner } = this.context;
    const mark = markValue({ fingerprint: this.fingerprint, token: token.slice(0, 8) }, owner);
    const tags = sentTags(this.news, { [markKey(owner)]: mark });
    return { ...toAws(table, this.news), ClientToken: token, Tags: toTagList(tags) };
  }

  /** The request that was submitted under a token of ours; reads may show it late. */
  private async underToken(token: string): Promise<string> {
    const others = new Set<string>();
    const id = await patiently(async () => {
      for (const each of await this.api.withTag(markKey(this.context.owner))) {
        if (others.has(idOf(each))) continue;
        this.seen.set(idOf(each), each);
        const { id, mark } = await this.look(idOf(each), false);
        if (mark?.token === token.slice(0, 8)) return id;
        if (mark) others.add(id);
      }
      return undefined;
    }, this.context);
    if (id !== undefined) return id;
    throw new Error(
      "StartChangeRequestExecution: AWS has accepted a request of this resource before, and does not show it yet. " +
        "Nothing was submitted: run `pulumi up` again in a minute. Should AWS never show it, give the resource another name",
    );
  }

  async look(id: string, underToken: boolean): Promise<Found> {
    const { owner } = this.context;
    const look = async () => {
      const execution = this.seen.get(id) ?? (await shown(this.api, id, this.context));
      const tags = (await this.api.tags(id).list()) ?? {};
      const isAnothers = anotherOwner(tags, owner) !== undefined;
      return { id, execution, tags, mark: readMark(tags, owner), isAnothers, underToken };
    };
    return underToken ? firstLook(id, this.news, this.context, look) : look();
  }

  /** What has ended is ours as long as it is what the program says: it has happened, and is not repeated unasked. */
  isOurs({ mark, isAnothers, execution, underToken }: Found): boolean {
    if (mark?.released || isAnothers || (mark === undefined && !underToken)) return false;
    const age = this.context.clock.now() - (startOf(execution) ?? this.context.clock.now());
    return !hasEnded(execution) || age <= LOST_FOR_AT_MOST_MS || mark?.fingerprint === this.fingerprint;
  }

  /** The age of what has ended does not matter. */
  madeAt({ execution }: Found): Date | undefined {
    return hasEnded(execution) ? undefined : execution.ExecutionStartTime;
  }

  private isAsDeclared({ mark }: Found): boolean {
    return (mark?.fingerprint ?? this.fingerprint) === this.fingerprint;
  }

  async continueWith(found: Found): Promise<Made | undefined> {
    const { id, execution } = found;
    const earlier = `an earlier run has submitted ${id} for this resource`;
    if (this.isAsDeclared(found)) {
      const past = hasEnded(execution) ? `, which has ended: change \`triggers\` to submit a new one` : "";
      this.context.warn(`${earlier}: continuing with it${past}`);
      return this.finish(found);
    }
    // What the search has told may be old by now, and a runbook that has begun since must not be stopped.
    const now = (await this.api.get(id)) ?? execution;
    const phase = await letGo(this.api, now, this.news.onDelete === "cancelRunning", this.context);
    this.context.warn(
      `${earlier}, with inputs that were edited since: ${phase === "ended" ? "it has ended" : "it was cancelled"}, ` +
        "and a new request is submitted",
    );
    return undefined;
  }

  async release({ id }: Found): Promise<void> {
    await flagReleased(this.api.tags(id), this.context.owner);
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
    const truth: Props = { ...outsOf(api.region, execution, news), ...knownTags(news, tags) };
    return keeping(id, truth, async () => {
      truth.account ??= await context.clients.callerAccount(api.region);
      if (!hasEnded(execution)) await api.tags(id).change(truth.tagsAll, news.tagsAll);
      Object.assign(truth, { tags: news.tags, tagsAll: news.tagsAll });
      const whole = "StepExecutions" in execution ? execution : ((await api.get(id)) ?? execution);
      return { id, outs: { ...outsOf(api.region, whole, news), account: truth.account } };
    });
  }
}

const idOf = ({ AutomationExecutionId = "" }: AutomationExecutionMetadata): string => AutomationExecutionId;

const startOf = ({ ExecutionStartTime }: AutomationExecution): number | undefined => ExecutionStartTime?.getTime();

const hasEnded = ({ AutomationExecutionStatus }: AutomationExecution): boolean => isEnded(AutomationExecutionStatus);
