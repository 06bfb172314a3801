import { LOST_FOR_AT_MOST_MS } from "../core/claim";
import { parseReference } from "../core/common";
import { type Context, keeping, type Made, type Props } from "../core/handler";
import { patiently } from "../core/patiently";
import { isSamePrincipal } from "../core/principal";
import { toAws } from "../core/properties/toAws";
import { type Association, AssociationApi } from "./api";
import { isAnothers, take } from "./holders";
import { idOf, parseId } from "./id";
import { differences, outsOf } from "./outs";
import { table } from "./properties";

/** Makes the association, or continues with the one that an earlier try has made: AWS takes no second one. */
export async function createOnce(news: Props, context: Context): Promise<Made> {
  const api = new AssociationApi(context, String(news.region));
  const { account, arn } = await context.clients.caller(api.region);
  const place = { region: api.region, account };
  const AssociationId = await api.associateUnlessThere(toAws(table, news));
  if (AssociationId === undefined) {
    const found = await whatIsThere(api, news, context);
    assertLost(found, news, arn, context);
    const id = take(idOf(found), context);
    context.warn(`an earlier run has made ${id} for this resource: continuing with it`);
    return { id, outs: outsOf(found, news, place) };
  }
  const id = take(idOf({ OpsItemId: String(news.opsItemId), AssociationId }), context);
  const truth = { ...news, associationId: AssociationId, ...place };
  return keeping(id, truth, async () => ({ id, outs: outsOf(await shown(api, id, context), news, place) }));
}

/** The association as AWS shows it, which may take a moment. */
export async function shown(api: AssociationApi, id: string, context: Context): Promise<Association> {
  const found = await patiently(() => api.get(parseId(id)), context);
  if (found) return found;
  throw new Error(
    `association ${id} was made, but AWS does not show it yet: run \`pulumi up\` again; if it was removed, ` +
      "run `pulumi refresh` before",
  );
}

async function whatIsThere(api: AssociationApi, { opsItemId, resourceUri }: Props, context: Context) {
  const found = await patiently(() => api.with(String(opsItemId), String(resourceUri)), context);
  if (found) return found;
  throw new Error(
    `OpsItem ${opsItemId} is associated with resourceUri already, but AWS does not show it yet: run \`pulumi up\` again later`,
  );
}

/**
 * Nothing can be written on an association to say whose it is. One that is there may be taken up only if everything tells
 * that an interrupted run has left it: what Incident Manager or somebody else has made must not be removed by a destroy.
 */
function assertLost(found: Association, news: Props, caller: string, context: Context): void {
  const id = idOf(found);
  const there = `OpsItem ${found.OpsItemId} is associated with resourceUri already, by ${id}`;
  if (isAnothers(id, context)) throw new Error(`${there}, which another resource has: ${ONCE}`);
  const differing = differences(found, news);
  if (differing.length > 0) throw new Error(`${there}, which ${differs(differing)}, or remove it`);
  const age = context.clock.now() - (found.CreatedTime?.getTime() ?? 0);
  const made = found.CreatedBy?.Arn;
  const why = !isSamePrincipal(made, caller)
    ? `was made by ${made}`
    : age > LOST_FOR_AT_MOST_MS
      ? "was made more than a day ago"
      : context.holderInState(id) && "was kept when this resource was replaced";
  if (!why) return;
  throw new Error(
    `${there}, which ${why}, so it is not what an interrupted run has left: take it over with adopt: "${id}", or ` +
      "remove it, and run `pulumi up` again",
  );
}

const ONCE = "declare it once, and give a resource that was renamed an alias of its old name";

const differs = (names: string[]) =>
  `differs from the program in ${names.join(", ")}, which AWS cannot change: make the program agree with it`;

/** Takes over an existing association, which must be as declared. */
export async function adopt(news: Props, context: Context): Promise<Made> {
  const api = new AssociationApi(context, String(news.region));
  const { id } = parseReference(String(news.adopt));
  const { account } = await context.clients.caller(api.region);
  const found = await api.get(parseId(id));
  if (!found) {
    throw new Error(
      `adopt: there is no association ${id} in ${api.region} of account ${account}: name another one, or drop \`adopt\` ` +
        "to have one made",
    );
  }
  if (isAnothers(id, context)) throw new Error(`adopt: another resource has association ${id}: ${ONCE}`);
  const differing = differences(found, news);
  if (differing.length > 0) throw new Error(`adopt: association ${id} ${differs(differing)}`);
  context.progress(`adopting ${take(id, context)}`);
  return { id, outs: outsOf(found, news, { region: api.region, account }) };
}
