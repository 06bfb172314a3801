/** The property under which Pulumi keeps the provider's text. */
export const PROVIDER = "__provider";

/** The token of a resource type; part of every URN. */
export const typeToken = (kind: string): string => `pulumi-nodejs:dynamic/aws-ops:${kind}`;

/** Pulumi's name for the provider of all dynamic resources. */
export const PACKAGE = "pulumi-nodejs";
