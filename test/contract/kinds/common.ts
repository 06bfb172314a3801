import type { Examples } from "../kind";

const signs: Examples = {
  taken: ["ü 1_.:/=+-@"],
  refused: ["a!", "a\nb"],
};

/** Patterns of rows that kinds have in common. */
export const commonPatterns: Record<string, Examples> = {
  "letters, digits, spaces and _.:/=+-@": signs,
  "the name of a region, such as eu-west-1": { taken: ["eu-west-1", "us-gov-west-1"], refused: ["Ireland", "eu-west"] },
};
