import type { AutomationExecution } from "@aws-sdk/client-ssm";
import { executionIdOf } from "../automation/reference";
import { isChangeRequest, isEnded } from "../automation/states";
import { parseReference } from "../core/common";
import { fingerprintOf } from "../core/fingerprint";
import { type Context, keeping, type Made, type Props } from "../core/handler";
import { anotherOwner, markKey, markValue, readMark, releasedKey } from "../core/mark";
import { readBack } from "../core/properties/readBack";
import { tagOuts } from "../core/tags";
import { apiFor } from "./create";
import { outsOf } from "./outs";
import { table } from "./properties";

/** Takes over an existing request, unless it is another resource's. */
export async function adopt(news: Props, context: Context): Promise<Made> {
  const { id: named, account } = parseReference(String(news.adopt));
  const { owner, clients } = context;
  const api = apiFor(news, context);
  const id = await executionIdOf(api, named);
  const execution = id && (await api.get(id));
  const caller = await clients.callerAccount(api.region);
  if (!execution || (account && account !== caller)) {
    throw new Error(
      `adopt: there is no change request ${named} in ${api.region} of account ${caller} (AWS forgets them after 30 ` +
        "days): name another one, or drop `adopt` to have one submitted",
    );
  }
  if (!isChangeRequest(execution)) throw new Error(`adopt: ${named} is an automation, but no change request`);
  const tags = (await api.tags(id).list()) ?? {};
  const another = anotherOwner(tags, owner);
  if (another) {
    throw new Error(
      `adopt: change request ${id} belongs to ${another}. Nothing was changed. If that resource is no more, remove ` +
        "the tag pulumi-aws-ops:… from the request and run `pulumi up` again",
    );
  }
  const differing = differences(execution, news);
  if (differing.length > 0) {
    throw new Error(
      `adopt: change request ${id} differs from the program in ${differing.join(", ")}, which AWS cannot change: make ` +
        "the program agree with it, or drop `adopt` to have a new one submitted",
    );
  }
  context.progress(`adopting ${id}`);
  const token = readMark(tags, owner)?.token ?? "adopted";
  if (releasedKey(owner) in tags) await api.tags(id).remove([releasedKey(owner)]);
  await api.tags(id).add({ [markKey(owner)]: markValue({ fingerprint: fingerprintOf(table, news), token }, owner) });
  const truth: Props = { ...outsOf(api.region, execution, news), account: caller, ...tagOuts(tags, news) };
  return keeping(id, truth, async () => {
    if (!isEnded(execution.AutomationExecutionStatus)) await api.tags(id).change(truth.tagsAll, news.tagsAll);
    return { id, outs: { ...truth, tags: news.tags, tagsAll: news.tagsAll } };
  });
}

/**
 * Properties in which the program says something else than AWS. What AWS adds or does not tell is passed over, and a
 * document's name may be an ARN on one side.
 */
function differences(execution: AutomationExecution, news: Props): string[] {
  const live = readBack(table, { ...execution } as Props);
  return ["documentName", "runbooks", "parameters", "changeRequestName", "scheduledTime"].filter(
    (name) => !covers(name, live[name], news[name]),
  );
}

/** Members whose own members are named by users. */
const MAPS = ["parameters", "targetMaps"];

function covers(name: string, live: unknown, wanted: unknown): boolean {
  if (wanted === undefined || wanted === null || name === "documentVersion") return true; // `$DEFAULT` is a number to AWS
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(live) && live.length === wanted.length && wanted.every((each, i) => covers(name, live[i], each))
    );
  }
  if (typeof wanted === "object") {
    return Object.entries(wanted).every(([key, each]) =>
      covers(MAPS.includes(name) ? name : key, (live as Props | undefined)?.[key], each),
    );
  }
  if (typeof wanted !== "string" || typeof live !== "string") return live === wanted;
  if (name === "scheduledTime") return new Date(live).getTime() === new Date(wanted).getTime();
  return live === wanted || (name === "documentName" && nameOf(live) === nameOf(wanted));
}

const nameOf = (document: string): string => (document.startsWith("arn:") ? document.split("/").at(-1)! : document);
