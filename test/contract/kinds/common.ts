import { many } from "../../support/tables";
import type { Examples, Refused } from "../kind";

/** Patterns of rows that kinds have in common. */
export const commonPatterns: Record<string, Examples> = {
  "letters, digits, spaces and _.:/=+-@": { taken: ["ü 1_.:/=+-@"], refused: ["a!", "a\nb"] },
  "the name of a region, such as eu-west-1": { taken: ["eu-west-1", "us-gov-west-1"], refused: ["Ireland", "eu-west"] },
};

/** What AWS's model does not say of tags. `why`: why AWS takes more than we do. */
export const refusedTags = (atMost: number, why?: string): Refused[] => [
  [
    { tags: Object.fromEntries(many(atMost + 1, (index) => [`k${index}`, "v"]) as [string, string][]) },
    `tags: must have at most ${atMost} keys, not ${atMost + 1}`,
    why,
  ],
  [{ tags: { "aws:a": "v" } }, 'tags["aws:a"]: the key must not begin with aws:'],
];
