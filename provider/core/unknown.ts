/**
 * How Pulumi spells a value that is not known before the deployment. It stands in place of whole values, at any depth
 * of the inputs, in preview and, for resources whose dependencies change, in the first checks of an update.
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const isUnknown = (value: unknown): boolean => value === UNKNOWN;

/** Whether any part of the value is unknown. */
export function hasUnknown(value: unknown): boolean {
  if (value === null || typeof value !== "object") return isUnknown(value);
  return Object.values(value).some(hasUnknown);
}
