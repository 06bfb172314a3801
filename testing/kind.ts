import type * as pulumi from "@pulumi/pulumi";
import type { Handler, Props } from "../provider/core/handler";

/** The outputs of a resource as a program gets them. */
export type State<Resource> = {
  [Name in Exclude<keyof Resource, keyof pulumi.CustomResource>]: Resource[Name] extends pulumi.Output<infer Value>
    ? Value
    : never;
};

/** The outputs that are inputs, as the provider completes them. */
export type Inputs<Resource, Args> = {
  [Name in keyof Args as Name extends keyof State<Resource> ? Name : never]: State<Resource>[Name &
    keyof State<Resource>];
} & { tagsAll?: Record<string, string> };

/** All other outputs, and those inputs that AWS fills in: the compiler refuses an answer that forgets one. */
type Told<Resource, Args> = {
  [Name in keyof State<Resource> as Inputs<Resource, Args> extends { [name in Name]?: State<Resource>[Name] }
    ? never
    : Name]: State<Resource>[Name];
};

/** How the objects of one type of resource look right after they were made. */
export interface Kind<Resource, Args> {
  handler: Handler;
  /** The id of a new one; the digest (64 hexadecimal digits) is its resource's own. */
  newId(digest: string, inputs: Inputs<Resource, Args>): string;
  /** The id in what names an existing one, where that is not what stands behind the slash of an ARN. */
  idIn?(reference: string): string | undefined;
  /** What is said of one that is only read. */
  existing(id: string): Inputs<Resource, Args>;
  told(inputs: Inputs<Resource, Args>, object: MockObject): Told<Resource, Args>;
  /** Keeps secret what tells of secret inputs under another name. */
  withSecrets?(outs: Props): Props;
}

/** Any of them, as their common reader sees them. */
export interface AnyKind {
  handler: Handler;
  newId(digest: string, inputs: Props): string;
  idIn?(reference: string): string | undefined;
  existing(id: string): object;
  told(inputs: Props, object: MockObject): object;
  withSecrets?(outs: Props): Props;
}

export interface MockObject {
  id: string;
  region: string;
  account: string;
}

/** When everything is made. */
export const MADE_AT = "2026-01-01T00:00:00.000Z";

/** Who makes everything. */
export const deployerOf = (account: string): string => `arn:aws:iam::${account}:user/deployer`;
