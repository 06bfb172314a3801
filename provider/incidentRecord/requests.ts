import { fingerprintOf } from "../core/fingerprint";
import type { Context, Props } from "../core/handler";
import { markKey, markValue } from "../core/mark";
import { diff } from "../core/properties/diff";
import { toAws, valueToAws } from "../core/properties/toAws";
import { properties, table } from "./properties";

const AT_START = ["responsePlanArn", "title", "impact", "triggerDetails", "relatedItems"] as const;
const LATER = ["title", "impact", "summary", "chatChannel", "notificationTargets", "status"] as const;

/** StartIncident: it takes few of the properties, the rest comes from the plan. */
export const startRequest = (news: Props, clientToken: string): Props => ({
  ...toAws(table, Object.fromEntries(AT_START.map((name) => [name, news[name]]))),
  clientToken,
});

/** UpdateIncidentRecord for what differs; what is gone from the program is cleared where AWS can clear it. */
export function updateRequest(news: Props, changed: ReadonlySet<string>): Props {
  const request: Props = {};
  for (const name of LATER) {
    if (!changed.has(name)) continue;
    const row = properties[name];
    if (news[name] !== undefined) request[name] = valueToAws(row, news[name]);
    else if ("cleared" in row) request[name] = row.cleared;
  }
  return request;
}

/** Names of the properties in which the program differs from something. */
export const differing = (from: Props, news: Props): Set<string> =>
  new Set(diff(table, from, news).map(({ property }) => property));

export const fingerprint = (news: Props): string => fingerprintOf(table, news);

/** What tags of incidents do not take. */
const OUTSIDE = /[^A-Za-z0-9 _=@:.+\-/]/g;

/** The tag that says whose an incident is. */
export const markOf = (mark: { fingerprint: string; token: string }, { owner }: Pick<Context, "owner">) => ({
  [markKey(owner)]: markValue(mark, owner, OUTSIDE),
});
