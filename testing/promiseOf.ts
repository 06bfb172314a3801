import type * as pulumi from "@pulumi/pulumi";

/** The value of an output, for tests to look at; rejects where its resource has failed. */
export const promiseOf = <Value>(output: pulumi.Output<Value>): Promise<Value> =>
  (output as pulumi.Output<Value> & { promise(): Promise<Value> }).promise();
