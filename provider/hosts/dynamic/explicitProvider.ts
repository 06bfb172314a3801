import * as pulumi from "@pulumi/pulumi";
import { PACKAGE } from "./names";

/** A role that is assumed with the credentials that come before it. */
export interface AssumeRoleArgs {
  /** ARN of the role. */
  roleArn: pulumi.Input<string>;
  /** Name of the session. Default: `pulumi-aws-ops`. */
  sessionName?: pulumi.Input<string>;
  externalId?: pulumi.Input<string>;
  /** 900 to 43,200. Default: AWS's, 3,600. */
  durationSeconds?: pulumi.Input<number>;
  /** The same as text, as `@pulumi/aws` takes it: `1h30m`. */
  duration?: pulumi.Input<string>;
  /** JSON of a policy that narrows the role's permissions further. */
  policy?: pulumi.Input<string>;
  policyArns?: pulumi.Input<pulumi.Input<string>[]>;
  sourceIdentity?: pulumi.Input<string>;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  transitiveTagKeys?: pulumi.Input<pulumi.Input<string>[]>;
}

/** Settings of a provider. What is left out is not taken from the stack's configuration, but from the environment. */
export interface ProviderArgs {
  /** Region of AWS. A change replaces the resources that have no `region` of their own. */
  region?: pulumi.Input<string>;
  /** A profile of the shared configuration files. */
  profile?: pulumi.Input<string>;
  /** Access key; goes with `secretKey`. */
  accessKey?: pulumi.Input<string>;
  /** Secret key. Kept encrypted in the state whether or not it is given as a secret. */
  secretKey?: pulumi.Input<string>;
  /** Session token. Kept encrypted in the state whether or not it is given as a secret. */
  token?: pulumi.Input<string>;
  /** One role to assume. */
  assumeRole?: pulumi.Input<AssumeRoleArgs>;
  /** Roles to assume one after the other. */
  assumeRoles?: pulumi.Input<pulumi.Input<AssumeRoleArgs>[]>;
  /** Service (`ssm`, `sts`) to URL, as in `[{ ssm: "http://127.0.0.1:4600" }]`. */
  endpoints?: pulumi.Input<pulumi.Input<Record<string, pulumi.Input<string>>>[]>;
  /** Tries after the first one of each call. Default: 9. */
  maxRetries?: pulumi.Input<number>;
  /** Tags for every resource. */
  defaultTags?: pulumi.Input<{ tags?: pulumi.Input<Record<string, pulumi.Input<string>>> }>;
  /** Accounts that alone may be worked in, and such that must not. */
  allowedAccountIds?: pulumi.Input<pulumi.Input<string>[]>;
  forbiddenAccountIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Tells apart two sets of stacks of the same names in one account. 1 to 64 letters, digits, `.`, `-` or `_`. */
  namespace?: pulumi.Input<string>;
  /** `off` leaves all limits to AWS. Default: `on`. */
  validation?: pulumi.Input<"on" | "off">;
}

const OURS: readonly (keyof ProviderArgs)[] = ["namespace", "validation"];
const SECRET: readonly (keyof ProviderArgs)[] = ["secretKey", "token"];

/**
 * Region, credentials and settings for some resources of a stack, given to them as `provider`, or to a component as
 * `providers`. It inherits nothing of the stack's `aws:` configuration, as `aws.Provider` does not either, and serves
 * every dynamic resource that it is given to, also those of other packages.
 *
 * @example
 * const frankfurt = new ops.Provider("frankfurt", { region: "eu-central-1", profile: "operations" });
 * new ops.OpsItem("follow-up", { title, description, source }, { provider: frankfurt });
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    const config: Record<string, pulumi.Output<string>> = {};
    for (const [key, value] of Object.entries(args) as [keyof ProviderArgs, unknown][]) {
      if (value === undefined) continue;
      const text = pulumi.output(value).apply((known) => (typeof known === "string" ? known : JSON.stringify(known)));
      config[`${OURS.includes(key) ? "aws-ops" : "aws"}:${key}`] = SECRET.includes(key) ? pulumi.secret(text) : text;
    }
    super(PACKAGE, name, config, opts);
  }
}
