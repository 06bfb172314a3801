import type { Tag } from "@aws-sdk/client-ssm";
import { AwsError } from "../errors";
import type { Checked } from "../operation";

const usualMaximum = 50;

/** Tags with others added; equal keys are overwritten. Throws, and changes nothing, when a rule is broken. */
export function addTags(
  present: ReadonlyMap<string, string>,
  added: Checked<Tag>[],
  maximum = usualMaximum,
): Map<string, string> {
  const reserved = added.find(({ Key }) => Key.toLowerCase().startsWith("aws:"));
  if (reserved) {
    throw new AwsError("ValidationException", `Tag key '${reserved.Key}' can't begin with aws:, which is reserved.`);
  }
  const tags = new Map([...present, ...added.map(({ Key, Value }) => [Key, Value] as const)]);
  if (tags.size > maximum) throw new AwsError("TooManyTagsError");
  return tags;
}
