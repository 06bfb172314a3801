import * as pulumi from "@pulumi/pulumi";

/** True or nothing: AWS tells what it was given under names of its own, by which the engine would not know it as secret. */
export async function anySecret(...values: unknown[]): Promise<true | undefined> {
  const secrets = await Promise.all(values.map((value) => pulumi.isSecret(pulumi.output(value))));
  return secrets.some(Boolean) || undefined;
}
