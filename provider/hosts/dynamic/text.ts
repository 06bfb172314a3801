/** The entry that states require, for ever. */
export const RUNTIME = "pulumi-aws-ops/runtime";

/**
 * What Pulumi keeps in the state as the "provider" of a resource: one constant line that names this package, so that
 * its present release serves every resource ever made, also in `refresh` and `destroy`. It looks beside the program
 * first, then where `@pulumi/pulumi` lies, which strict layouts of node_modules need. Frozen by a test: a change of it
 * is a migration.
 */
export const providerText = (entry: string): string =>
  `exports.handler=()=>{let p="${RUNTIME}";try{p=require.resolve(p,{paths:[process.cwd(),require.main.path]})}` +
  `catch{throw Error("pulumi-aws-ops is not installed: run npm install in the folder of Pulumi.yaml")}return require(p).${entry}}`;
