import type { Caller } from "../callers";
import type { ChangeManager } from "./changeManager";
import type { ApproverLine } from "./record";

type Match = (caller: Caller, name: string, settings: ChangeManager) => boolean;

/** The types of approvers, and whether a caller is the one of a name or ARN. */
const types: Record<string, Match> = {
  IamUser: isUser,
  IamRole: (caller, role) => isRole(caller, role),
  IamGroup: (caller, group, { groups }) => membersOf(groups, group).some((user) => isUser(caller, user)),
  SSOUser: isSsoUser,
  SSOGroup: (caller, group, settings) => {
    return membersOf(settings.ssoGroups, group).some((user) => isSsoUser(caller, user, settings));
  },
};

export const approverTypes = Object.keys(types);

/** The lines that name a caller. */
export function linesOf(caller: Caller, lines: ApproverLine[], settings: ChangeManager): ApproverLine[] {
  return lines.filter(({ approver, type }) => types[type]?.(caller, approver, settings));
}

/** Whether a caller may let a runbook run while a calendar is closed. */
export function isFreezeApprover(caller: Caller, settings: ChangeManager): boolean {
  return settings.freezeApprovers.some((name) => Object.values(types).some((match) => match(caller, name, settings)));
}

/** The last part of an ARN, or a name itself. */
export function nameIn(nameOrArn: string): string {
  return nameOrArn.startsWith("arn:") ? (nameOrArn.split("/").at(-1) as string) : nameOrArn;
}

function isUser({ arn }: Caller, user: string): boolean {
  return arn === user || (/:user\//.test(arn) && nameIn(arn) === user);
}

function isRole(caller: Caller, role: string): boolean {
  const session = sessionOf(caller);
  if (!session) return false;
  if (!role.startsWith("arn:")) return session.role === role;
  return role.split(":")[4] === caller.account && /:role\//.test(role) && nameIn(role) === session.role;
}

function isSsoUser(caller: Caller, user: string, { ssoUsers }: ChangeManager): boolean {
  const session = sessionOf(caller);
  const isSignedIn = session?.role.startsWith("AWSReservedSSO_") && session.name === user;
  return isSignedIn || membersOf(ssoUsers, user).some((member) => isUser(caller, member));
}

function sessionOf({ arn }: Caller): { role: string; name: string } | undefined {
  const [, role, name] = /:assumed-role\/([^/]+)\/(.+)$/.exec(arn) ?? [];
  return role && name ? { role, name } : undefined;
}

/** The members of a group, which the settings may call by name where a template gives the ARN. */
function membersOf(groups: Record<string, string[]>, group: string): string[] {
  const name = [group, nameIn(group)].find((one) => Object.hasOwn(groups, one));
  return name === undefined ? [] : (groups[name] as string[]);
}
