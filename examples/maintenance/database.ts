import { rmSync, writeFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";

/**
 * Stands for any resource of any package: a database that is no more than a file next to the program, so that the example
 * needs neither an account nor a plugin. In real life `new aws.rds.Instance(…)` of `@pulumi/aws` is in its place.
 */
export class Database extends pulumi.dynamic.Resource {
  declare readonly identifier: pulumi.Output<string>;
  declare readonly instanceClass: pulumi.Output<string>;
  declare readonly arn: pulumi.Output<string>;

  constructor(name: string, args: DatabaseArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args, arn: undefined }, opts, "example", "Database");
  }
}

export interface DatabaseArgs {
  identifier: pulumi.Input<string>;
  instanceClass: pulumi.Input<string>;
}

type Inputs = pulumi.Unwrap<DatabaseArgs>;

const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs & { arn: string }> = {
  async create(inputs) {
    return { id: inputs.identifier, outs: written(inputs) };
  },
  async update(_id, _olds, news) {
    return { outs: written(news) };
  },
  async delete(id) {
    rmSync(fileOf(id), { force: true });
  },
};

function written(inputs: Inputs) {
  const { identifier, instanceClass } = inputs;
  writeFileSync(fileOf(identifier), JSON.stringify({ identifier, instanceClass }));
  return { identifier, instanceClass, arn: `arn:aws:rds:eu-west-1:123456789012:db:${identifier}` };
}

const fileOf = (identifier: string) => `${identifier}.json`;
