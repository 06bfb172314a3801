import { isDeepStrictEqual } from "node:util";
import type { IncidentRecord } from "@aws-sdk/client-ssm-incidents";
import { isOutcome } from "../core/awsErrors";
import { type Claimable, claim, LOST_FOR_AT_MOST_MS, type Started } from "../core/claim";
import { type Context, keeping, type Made, type Props } from "../core/handler";
import { disowned } from "../core/identity";
import { anotherOwner, flagReleased, type Mark, markKey, readMark, releasedKey, withoutMarks } from "../core/mark";
import { orList } from "../core/orList";
import { patiently } from "../core/patiently";
import { isSamePrincipal } from "../core/principal";
import { IncidentApi } from "./api";
import { finish } from "./finish";
import { letGo } from "./letGo";
import { mayBeMerged, merged, seemsOlder } from "./merging";
import { carried, notShownYet } from "./outs";
import { planNameIn } from "./reference";
import { fingerprint, markOf, startRequest } from "./requests";
import { beginningOf, clientToken } from "./token";

/** An incident that AWS has, with what its tags say. */
interface Found {
  arn: string;
  record: IncidentRecord;
  tags: Record<string, string>;
  mark: Mark | undefined;
  /** Whether the tags name another resource. */
  isAnothers: boolean;
  /** Whether this resource has let it go, be it before it had its mark. */
  isLetGo: boolean;
}

export const apiFor = (props: Props, context: Context): IncidentApi => new IncidentApi(context, String(props.region));

/** Starts the incident, or continues with the one that an earlier try has started. */
export async function createOnce(news: Props, context: Context): Promise<Made> {
  const api = apiFor(news, context);
  const caller = await context.clients.caller(api.region);
  return claim(new Start(api, news, caller, context), context);
}

class Start implements Claimable<Found, Made> {
  private readonly fingerprint: string;
  /** Those that were open before anything was started: with one of them AWS may have merged the start. */
  private openBefore = new Set<string>();
  private token = "";
  /** Started by others, and answered to this resource's token since AWS had merged its start with them. */
  private readonly others = new Set<string>();
  /** What AWS has answered to the tokens so far: the same to two of them only where it merges starts with it. */
  private readonly answered = new Set<string>();
  /** How often AWS has said that a token was used for something else. */
  private conflicts = 0;
  private readonly seen = new Map<string, Found | undefined>();
  /** Of what was deleted since AWS had its token, the first is waited for in vain. */
  private hasWaited = false;

  constructor(
    private readonly api: IncidentApi,
    private readonly news: Props,
    private readonly caller: { account: string; arn: string },
    private readonly context: Context,
  ) {
    this.fingerprint = fingerprint(news);
  }

  /** All open ones that carry the owner. */
  async search(): Promise<string[]> {
    const arns = (await this.api.open()).flatMap(({ arn }) => arn ?? []);
    this.openBefore = new Set(arns);
    const all = await Promise.all(arns.map((arn) => this.tagsOf(arn)));
    return arns.filter((_, index) => readMark(all[index]!, this.context.owner)?.released === false);
  }

  private async tagsOf(arn: string): Promise<Record<string, string>> {
    return (await this.api.tags(arn).list()) ?? {};
  }

  async start(count: number): Promise<Started<Made>> {
    this.token = clientToken(this.context.owner, this.fingerprint, count);
    const before = this.context.clock.now();
    const arn = await this.begin();
    const isListed = arn === "" || this.openBefore.has(arn);
    const look = () => this.look(arn);
    const found = await (isListed ? look() : keeping(arn, this.knownOf(arn), look));
    if (!found) return { made: false, id: arn };
    if (found.record.status === "OPEN" && this.answered.has(arn)) throw merged(arn, true);
    this.answered.add(arn);
    if (this.isOwned(found) && !found.isAnothers) return { made: false, id: arn };
    const isNew = !isListed && found.record.status === "OPEN" && !isTaken(found);
    if (isNew && !seemsOlder(found.record, before, this.caller.arn))
      return { made: true, result: await this.takeNew(found) };
    if (!(await mayBeMerged(found.record, this.news, this.api))) {
      return isNew ? { made: true, result: await this.takeNew(found) } : { made: false, id: arn };
    }
    this.assertNotMerged(found);
    return { made: false, id: arn };
  }

  /** Throws where AWS has merged the start with an open incident, or where that cannot be told. */
  private assertNotMerged(found: Found): void {
    const { arn, record } = found;
    const isOpen = record.status === "OPEN";
    // What is resolved by now may have been started by this resource, or have been another one's when this one was started.
    const isUnclear = !isTaken(found) && isSamePrincipal(record.incidentRecordSource?.createdBy, this.caller.arn);
    if (isOpen || isUnclear) throw merged(arn, isOpen);
    this.others.add(arn);
  }

  /** Two resources whose starts AWS merges may do this at the same time: then it is neither's. */
  private async takeNew(found: Found): Promise<Made> {
    const { arn } = found;
    const { owner, progress } = this.context;
    const tags = await keeping(arn, this.knownOf(arn), async () => {
      await this.api.tags(arn).add(this.newMark());
      return this.tagsOf(arn);
    });
    if (anotherOwner(tags, owner)) {
      await this.api.tags(arn).remove([markKey(owner)]);
      throw merged(arn, true);
    }
    progress(`started ${arn}`);
    return this.finish({ ...found, tags }, true);
  }

  /** The incident that AWS has under the token, new or not; an empty text where it has one and does not tell. */
  private async begin(): Promise<string> {
    try {
      return await this.api.start(startRequest(this.news, this.token));
    } catch (error) {
      if (!isOutcome(error, "exists")) throw error;
      const { resourceType, resourceIdentifier } = error.members;
      if (resourceType === "INCIDENT_RECORD" && resourceIdentifier) return String(resourceIdentifier);
      if (resourceType !== undefined || ++this.conflicts > MOST_CONFLICTS) throw error;
      // Lists may show it late, but that needs to be waited for only once.
      const ask = () => this.underToken();
      return (await (this.conflicts === 1 ? patiently(ask, this.context) : ask())) ?? "";
    }
  }

  /** The incident that was started under the token, as far as tags tell; not knowing is an error. */
  private async underToken(): Promise<string | undefined> {
    const { owner, clock } = this.context;
    const maybe: string[] = [];
    for (const { arn = "", incidentRecordSource } of await this.api.startedAfter(
      new Date(clock.now() - LOST_FOR_AT_MOST_MS),
    )) {
      if (planNameIn(arn) !== planNameIn(String(this.news.responsePlanArn))) continue;
      const tags = await this.tagsOf(arn);
      const mark = readMark(tags, owner);
      if (mark?.token === beginningOf(this.token)) return arn;
      const isUnmarked = !mark && isDeepStrictEqual(withoutMarks(tags), tags);
      if (isUnmarked && isSamePrincipal(incidentRecordSource?.createdBy, this.caller.arn)) maybe.push(arn);
    }
    if (maybe.length === 0) return undefined;
    throw new Error(
      "StartIncident: AWS has started an incident for this resource before, with inputs that were edited since, and does " +
        `not tell which: it may be ${orList(maybe)}. Nothing was started: take it over with adopt: "${maybe[0]}", or ` +
        "change `triggers` to start a new one",
    );
  }

  async look(arn: string): Promise<Found | undefined> {
    if (!this.seen.has(arn)) this.seen.set(arn, await this.lookAgain(arn));
    return this.seen.get(arn);
  }

  private async lookAgain(arn: string): Promise<Found | undefined> {
    if (arn === "") return undefined;
    const record = await this.shown(arn);
    if (!record) return undefined;
    const tags = await this.tagsOf(arn);
    const { owner } = this.context;
    return {
      arn,
      record,
      tags,
      mark: readMark(tags, owner),
      isAnothers: anotherOwner(tags, owner) !== undefined,
      isLetGo: Object.hasOwn(tags, releasedKey(owner)),
    };
  }

  /** AWS has just said that it is there: it is gone only where it stays unseen, and takes no write either. */
  private async shown(arn: string): Promise<IncidentRecord | undefined> {
    const seen = await this.api.get(arn);
    if (seen || (this.hasWaited && !(await this.api.takesWrites(arn)))) return seen;
    this.hasWaited = true;
    const record = await patiently(() => this.api.get(arn), this.context);
    if (record || !(await this.api.takesWrites(arn))) return record;
    throw notShownYet(arn);
  }

  /** What is known of an incident that was not seen yet. */
  private knownOf(arn: string): Props {
    const { news, api, caller, context } = this;
    const owner = disowned(context.owner, false);
    return { ...carried({}, news), arn, region: api.region, account: caller.account, owner };
  }

  private newMark = () => markOf({ fingerprint: this.fingerprint, token: beginningOf(this.token) }, this.context);

  private isOwned = ({ mark }: Found): boolean => mark !== undefined && !mark.released;

  /** What carries no owner is ours by its token, which no other resource uses. */
  isOurs(found: Found): boolean {
    if (this.isOwned(found)) return !found.isAnothers;
    return !found.mark && !found.isAnothers && !found.isLetGo && !this.others.has(found.arn);
  }

  /** The age of what is resolved does not matter: it has happened. */
  madeAt({ record }: Found): Date | undefined {
    return record.status === "RESOLVED" ? undefined : record.creationTime;
  }

  async continueWith(found: Found): Promise<Made | undefined> {
    const { api, news, context } = this;
    const earlier = `an earlier run has started ${found.arn} for this resource`;
    if ((found.mark?.fingerprint ?? this.fingerprint) === this.fingerprint) {
      const past =
        found.record.status === "RESOLVED" ? ", which is resolved: change `triggers` to start a new one" : "";
      context.warn(`${earlier}: continuing with it${past}`);
      return this.finish(found, false);
    }
    await letGo(api, found.arn, news.onDelete, context);
    const done = news.onDelete === "delete" ? "deleted" : "resolved";
    context.warn(`${earlier}, with inputs that were edited since: it was ${done}, and a new one is started`);
    return undefined;
  }

  private finish({ arn, record, tags, mark }: Found, isNew: boolean): Promise<Made> {
    const told = mark ?? { fingerprint: this.fingerprint, token: beginningOf(this.token) };
    return finish(this.api, { arn, record, tags, mark: told, isNew }, this.news, this.caller.account, this.context);
  }

  async release({ arn }: Found): Promise<void> {
    await flagReleased(this.api.tags(arn), this.context.owner);
  }

  tooOld(arn: string): Error {
    return new Error(
      `incident ${arn} carries the owner of this resource, is open, and was started more than a day ago, so it is not ` +
        `what an interrupted run has left: take it over with adopt: "${arn}", or resolve it, and run \`pulumi up\` again`,
    );
  }
}

const isTaken = ({ mark, isAnothers }: Found): boolean => isAnothers || mark !== undefined;

/** AWS does not say for what else it answers a conflict: so often in a row it is not for a token that was used. */
const MOST_CONFLICTS = 10;
