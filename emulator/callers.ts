import { createHash, randomInt } from "node:crypto";

/** Who calls, in the words of GetCallerIdentity. */
export interface Caller {
  account: string;
  arn: string;
  userId: string;
}

export const defaultAccount = "123456789012";

/**
 * Access keys and whose they are. A key of twelve digits is the account itself, one that AssumeRole gave out belongs to
 * its role, and every other one to the default account. Each key is a user of its own.
 */
export class Callers {
  private readonly sessions = new Map<string, Caller>();

  of(accessKeyId: string, region: string): Caller {
    return this.sessions.get(accessKeyId) ?? user(accessKeyId, region);
  }

  /** A new access key for a session of a role. */
  addSession(caller: Caller): string {
    const accessKeyId = `ASIA${letters(16)}`;
    this.sessions.set(accessKeyId, caller);
    return accessKeyId;
  }
}

/** The partition that a region lies in, as ARNs begin with it. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** A unique id as IAM has them, always the same for the same name: `AIDA…` for users, `AROA…` for roles. */
export function uniqueId(prefix: "AIDA" | "AROA", name: string): string {
  return prefix + createHash("sha256").update(name).digest("hex").slice(0, 17).toUpperCase();
}

function user(accessKeyId: string, region: string): Caller {
  const account = /^\d{12}$/.test(accessKeyId) ? accessKeyId : defaultAccount;
  const arn = `arn:${partitionOf(region)}:iam::${account}:user/${accessKeyId}`;
  return { account, arn, userId: uniqueId("AIDA", arn) };
}

function letters(count: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join("");
}
