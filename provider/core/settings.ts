/**
 * What a stack's configuration (or an explicit provider) says, under the keys of `@pulumi/aws`. Every value is a
 * string, objects and lists as JSON text. Read at once and without waiting: the engine may call before `configure`
 * has ended.
 */
export interface Settings {
  /** From `aws:region` alone: only a region that somebody wrote down may replace a resource. */
  region?: string;
  profile?: string;
  accessKey?: string;
  secretKey?: string;
  token?: string;
  /** Taken one after the other, the first with the credentials above. */
  assumeRoles: AssumeRole[];
  /** Service name as in `ssm`, `ssmincidents`, `sts` to URL. */
  endpoints: Record<string, string>;
  /** Tries after the first one. */
  maxRetries?: number;
  defaultTags: Record<string, string>;
  allowedAccountIds: string[];
  forbiddenAccountIds: string[];
  /** Tells apart two sets of stacks of the same names in one account. */
  namespace?: string;
  /** Whether AWS's limits are checked before anything is sent. */
  validation: boolean;
}

export interface AssumeRole {
  roleArn: string;
  sessionName?: string;
  externalId?: string;
  durationSeconds?: number;
  policy?: string;
  policyArns?: string[];
  sourceIdentity?: string;
  tags?: Record<string, string>;
  transitiveTagKeys?: string[];
}

/** Reads one key of a configuration; undefined or an empty text when it is not set. */
export type ReadConfig = (key: string) => string | undefined;

/** All that is wrong with a configuration. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

export function readSettings(read: ReadConfig): Settings {
  const problems: string[] = [];
  const get = <T>(key: string, parse: (value: string) => T): T | undefined => {
    const value = read(key);
    if (value === undefined || value === "") return undefined;
    try {
      return parse(value);
    } catch (error) {
      problems.push(`${key} ${(error as Error).message}`);
      return undefined;
    }
  };
  const settings: Settings = {
    region: get("aws:region", string),
    profile: get("aws:profile", string),
    accessKey: get("aws:accessKey", string),
    secretKey: get("aws:secretKey", string),
    token: get("aws:token", string),
    assumeRoles: get("aws:assumeRoles", rolesOf) ?? get("aws:assumeRole", rolesOf) ?? [],
    endpoints: get("aws:endpoints", endpointsOf) ?? {},
    maxRetries: get("aws:maxRetries", countOf),
    defaultTags: get("aws:defaultTags", defaultTagsOf) ?? {},
    allowedAccountIds: get("aws:allowedAccountIds", accountIdsOf) ?? [],
    forbiddenAccountIds: get("aws:forbiddenAccountIds", accountIdsOf) ?? [],
    namespace: get("aws-ops:namespace", namespaceOf),
    validation: get("aws-ops:validation", switchOf) ?? true,
  };
  for (const key of UNSUPPORTED) {
    if (read(key)) problems.push(`${key} is not supported: without it other credentials would be used than it means`);
  }
  if ((settings.accessKey === undefined) !== (settings.secretKey === undefined)) {
    problems.push("aws:accessKey and aws:secretKey must be set together");
  }
  if (problems.length > 0) throw new SettingsError(`configuration: ${problems.join("; ")}`);
  return settings;
}

/** Keys of `@pulumi/aws` that choose credentials, and that must not be passed over in silence. */
const UNSUPPORTED = ["aws:assumeRoleWithWebIdentity", "aws:sharedConfigFiles", "aws:sharedCredentialsFiles"];

/** What must not be shown even where AWS quotes it. */
export const secretsOf = (settings: Settings): string[] =>
  [settings.secretKey, settings.token].filter((secret): secret is string => secret !== undefined);

const string = (value: string) => value;

function json(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    throw new Error("must be JSON; set it with `pulumi config set --path`");
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function rolesOf(value: string): AssumeRole[] {
  const read = json(value);
  return (Array.isArray(read) ? read : [read]).map((role) => {
    if (!isObject(role) || typeof role.roleArn !== "string")
      throw new Error("must be an object with a roleArn, or a list of those");
    const { duration, ...rest } = role;
    return {
      ...(rest as unknown as AssumeRole),
      ...(typeof duration === "string" && { durationSeconds: secondsOf(duration) }),
    };
  });
}

/** `1h30m`, as `@pulumi/aws` takes it. */
function secondsOf(duration: string): number {
  const parts = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration);
  if (!parts || duration === "") throw new Error("has a duration that is not of the form 1h30m");
  const [, hours = 0, minutes = 0, seconds = 0] = parts;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

function endpointsOf(value: string): Record<string, string> {
  const read = json(value);
  const endpoints: Record<string, string> = Object.assign({}, ...(Array.isArray(read) ? read : [read]));
  for (const [service, url] of Object.entries(endpoints)) {
    if (typeof url !== "string" || !URL.canParse(url)) throw new Error(`has no valid URL for ${service}`);
  }
  return endpoints;
}

function defaultTagsOf(value: string): Record<string, string> {
  const read = json(value);
  // Tags written one level too high would otherwise be ignored without a word.
  const { tags = {}, ...others } = isObject(read) ? read : { tags: read };
  // `pulumi config set --path` makes numbers and truth values of texts that look so.
  const isText = (tag: unknown) => ["string", "number", "boolean"].includes(typeof tag);
  if (!isObject(tags) || !Object.values(tags).every(isText) || Object.keys(others).length > 0) {
    throw new Error("must have the form {tags: {key: value}} with strings as values");
  }
  return Object.fromEntries(Object.entries(tags).map(([key, tag]) => [key, String(tag)]));
}

function accountIdsOf(value: string): string[] {
  const read = json(value);
  const ids = (Array.isArray(read) ? read : [read]).map(String);
  if (!ids.every((id) => /^\d{12}$/.test(id))) throw new Error("must be a list of account ids of 12 digits");
  return ids;
}

function countOf(value: string): number {
  if (!/^\d{1,3}$/.test(value)) throw new Error("must be a whole number from 0 to 999");
  return Number(value);
}

function namespaceOf(value: string): string {
  if (!/^[\w.-]{1,64}$/.test(value)) throw new Error("must be 1 to 64 letters, digits, dots, hyphens or underscores");
  return value;
}

function switchOf(value: string): boolean {
  if (value === "off" || value === "false") return false;
  if (value === "on" || value === "true") return true;
  throw new Error("must be on or off");
}
