/** Whether two ARNs are of the same user or role: every session of a role has a name of its own. */
export const isSamePrincipal = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && withoutSession(one) === withoutSession(other);

const withoutSession = (arn: string): string => arn.replace(/^(arn:[^:]+:sts::\d+:assumed-role\/[^/]+)\/.*$/, "$1");
