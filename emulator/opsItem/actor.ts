import { partitionOf } from "../callers";
import type { Context } from "../operation";

/** The ARN that CreatedBy and LastModifiedBy carry. */
export function actor({ caller, place, world }: Context): string {
  if (world.answers.createdBy === "caller") return caller.arn;
  return `arn:${partitionOf(place.region)}:iam::${caller.account}:root`;
}
