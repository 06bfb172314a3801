import { FREE, type Part, type Permission, permissions } from "./permissions";

/** The parts of `docs/permissions.md` and of the README that are made from the data. */

/** A table for each part: which action in which phase. */
export const permissionTables = (): string =>
  Object.entries(permissions)
    .map(([name, part]) => `### ${name}\n\n${tableOf(part)}`)
    .join("\n\n");

function tableOf({ phases, actions }: Part): string {
  const keys = Object.keys(phases);
  const rows = Object.entries(actions).map(([action, permission]) => [
    `\`${action}\``,
    ...keys.map((phase) => markOf(permission, phase)),
    whenOf(action, permission),
  ]);
  const lines = [["action", ...Object.values(phases), "when"], ["---", ...keys.map(() => ":---:"), "---"], ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const markOf = ({ calledIn, askedIn }: Permission, phase: string): string =>
  calledIn?.includes(phase) ? "●" : askedIn?.includes(phase) ? "○" : "";

const whenOf = (action: string, { when }: Permission): string =>
  action === FREE ? "needs no permission" : (when ?? "");

/** A line for each part: its actions, those in brackets that are never called. */
export function actionsTable(): string {
  const lines = Object.entries(permissions).map(([name, { actions }]) => {
    const told = Object.entries(actions).filter(([action]) => action !== FREE);
    const shown = told.map(([action, { calledIn }]) => (calledIn ? `\`${action}\`` : `(\`${action}\`)`));
    return `| ${name} | ${shown.join(", ")} |`;
  });
  return ["| for | actions |", "| --- | --- |", ...lines].join("\n");
}

/** A policy that allows all of it, a statement for each part. */
export function policy(): string {
  const Statement = Object.entries(permissions).flatMap(([name, { actions }]) => statementsOf(sidOf(name), actions));
  return `\`\`\`json\n${JSON.stringify({ Version: "2012-10-17", Statement }, null, 2)}\n\`\`\``;
}

const sidOf = (name: string): string => (/^\w+$/.test(name) ? name : "Decide");

/** Actions that can be narrowed to the same are together in one. */
function statementsOf(sid: string, actions: Part["actions"]): object[] {
  const needed = Object.entries(actions).filter(([action]) => action !== FREE);
  const narrowed = ([, { policy = {} }]: [string, Permission]) => JSON.stringify(policy);
  return [...new Set(needed.map(narrowed))].map((each, index) => {
    const Action = needed.filter((action) => narrowed(action) === each).map(([action]) => action);
    return { Sid: `${sid}${index || ""}`, Effect: "Allow", Action, Resource: "*", ...JSON.parse(each) };
  });
}
