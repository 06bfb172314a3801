import type { AutomationExecution } from "@aws-sdk/client-ssm";
import { AutomationApi } from "../automation/api";
import { executionIdOf, executionUrl } from "../automation/reference";
import { hasPassed, isChangeRequest, isKnown, MILESTONES, type Milestone, phaseOf } from "../automation/states";
import { course, ending, standing, whoCan } from "../automation/words";
import { accountOfArn } from "../core/awsPartition";
import { checkInputs } from "../core/checkInputs";
import { parseReference } from "../core/common";
import type { Context, Handler, Props } from "../core/handler";
import { patiently } from "../core/patiently";
import { diff } from "../core/properties/diff";
import { isUnknown } from "../core/unknown";
import { waitUntil } from "../core/waitUntil";
import { table } from "./properties";

const DEFAULT_SECONDS = 3_600;

/**
 * A gate exists only in the state, and only once it was passed. It is never replaced, not even when its request is:
 * Pulumi deletes a resource that is to be replaced before its successor, and with it what depends on it.
 */
export const changeGate: Handler = {
  kind: "ChangeGate",
  properties: table,
  keepsUntilReplaced: true,

  async check(olds, news, context) {
    const named = typeof news.changeRequest === "string" ? parseReference(news.changeRequest).region : undefined;
    const { inputs, failures } = await checkInputs(table, olds, { ...news, region: news.region ?? named }, context);
    const isElsewhere = named !== undefined && !isUnknown(news.region) && inputs.region !== named;
    const reason = `names a request in ${named}: say the same as region, or leave region out`;
    return { inputs, failures: [...failures, ...(isElsewhere ? [{ path: "changeRequest", reason }] : [])] };
  },

  diff: (_id, oldInputs, _oldOutputs, news) => diff(table, oldInputs, news),

  create: async (news, context) => ({ id: `gate-${context.owner.mark}`, outs: await passed(news, context) }),

  // What it has seen it has seen.
  read: async (id, outputs) => ({ id, outs: { ...outputs } }),

  async update(id, olds, outputs, news, context) {
    const changed = diff(table, olds, news).map(({ property }) => property);
    const isOther = changed.includes("changeRequest") || changed.includes("region");
    const waits = isOther || (changed.includes("until") && rank(untilOf(news)) > rank(untilOf(olds)));
    const reported = Object.fromEntries(Object.entries(outputs).filter(([name]) => !Object.hasOwn(table, name)));
    return { id, outs: waits ? await passed(news, context) : { ...reported, ...news } };
  },

  async delete() {},
};

const untilOf = ({ until }: Props): Milestone => (until as Milestone | undefined) ?? "approved";
const rank = (milestone: Milestone): number => MILESTONES.indexOf(milestone);

/** Waits until the request has come so far; the outputs are how it stood then. */
async function passed(news: Props, context: Context): Promise<Props> {
  const region = String(news.region);
  const api = new AutomationApi(context, region);
  const named = parseReference(String(news.changeRequest)).id;
  const id = (await executionIdOf(api, named)) ?? (await notThere(named, region, context));
  const url = executionUrl(region, id);
  const until = untilOf(news);
  const seconds = (news.timeoutSeconds as number | undefined) ?? DEFAULT_SECONDS;
  const execution = await waitUntil<AutomationExecution>(
    {
      look: async () => (await patiently(() => api.get(id), context)) ?? (await notThere(id, region, context)),
      isOver: (seen) => assertHopeful(id, seen, url) ?? hasPassed(seen, until),
      told: (seen) => `${standing(seen)}; ${url}`,
      timeoutMs: seconds * 1000,
      tooLong: (seen) => tooLong(seen, { id, until, seconds, region, url }),
    },
    context,
  );
  context.progress(`open: ${course(execution)}`);
  return {
    ...news,
    status: execution.AutomationExecutionStatus,
    passedTime: new Date(context.clock.now()),
    opsItemId: execution.OpsItemId,
    account: execution.ExecutedBy && accountOfArn(execution.ExecutedBy),
    consoleUrl: url,
  };
}

/** Throws when the request has ended otherwise than by completing, or is none. */
function assertHopeful(id: string, execution: AutomationExecution, url: string): undefined {
  const { AutomationExecutionStatus: status } = execution;
  if (!isChangeRequest(execution)) throw new Error(`changeRequest: ${id} is an automation, but no change request`);
  if (!isKnown(status))
    throw new Error(`change request ${id} has the status ${status}, which this release does not know; see ${url}`);
  const phase = phaseOf(execution);
  if (phase === "stopping" || (phase === "ended" && !hasPassed(execution, "completed"))) {
    throw new Error(
      `change request ${id} ${ending(execution)}: what is behind the gate was not touched. To submit a new request, ` +
        `change its inputs or \`triggers\` and run \`pulumi up\` again; see ${url}`,
    );
  }
  return undefined;
}

async function notThere(id: string, region: string, context: Context): Promise<never> {
  const account = await context.clients.callerAccount(region);
  throw new Error(
    `changeRequest: there is no change request ${id} in ${region} of account ${account}. Either id, region or ` +
      "credentials are wrong, or AWS has forgotten it, as it does after 30 days: then change `triggers` of the request " +
      "to submit a new one",
  );
}

interface WaitedFor {
  id: string;
  until: Milestone;
  seconds: number;
  region: string;
  url: string;
}

function tooLong(seen: AutomationExecution, { id, until, seconds, region, url }: WaitedFor): Error {
  const after = seconds === 0 ? "" : ` after ${seconds} s`;
  const isUndecided = phaseOf(seen) === "waiting" && !hasPassed(seen, "approved");
  const how = isUndecided
    ? `${whoCan(seen)} at ${url} or with \`pulumi-aws-ops approve ${region}/${id}\`, then`
    : `see ${url}, then`;
  return new Error(
    `change request ${id} was not ${until}${after}: ${standing(seen)}. Nothing was cancelled: ${how} run \`pulumi up\` again`,
  );
}
