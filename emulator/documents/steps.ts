import type { ContentNode } from "./contentNode";
import { invalidContent } from "./errors";

const namePattern = /^\w{1,128}$/;

/** The steps of a document, with names that are good and differ. */
export function mainSteps(root: ContentNode, most?: number): ContentNode[] {
  const steps = root.member("mainSteps").list(1, most);
  const seen = new Set<string>();
  for (const step of steps) {
    const name = step.member("name").text();
    if (!namePattern.test(name)) throw step.member("name").mustBe("1 to 128 letters, digits and underscores");
    if (seen.has(name)) throw invalidContent(`Step name "${name}" is not unique.`);
    seen.add(name);
  }
  return steps;
}
