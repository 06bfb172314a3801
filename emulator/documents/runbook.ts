import type { Runbook } from "./content";
import type { ContentNode } from "./contentNode";
import { checkReferences, declaredParameters } from "./parameters";
import { mainSteps } from "./steps";

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-documents.html */
export function readRunbook(root: ContentNode): Runbook {
  const parameters = declaredParameters(root);
  for (const part of ["assumeRole", "mainSteps"]) checkReferences(root.member(part), parameters);
  return { kind: "runbook", parameters, steps: mainSteps(root).map(runbookStep) };
}

function runbookStep(step: ContentNode): { name: string; action: string } {
  const action = step.member("action");
  if (!/^aws:\w+$/.test(action.text())) throw action.mustBe("an action such as aws:sleep");
  return { name: step.member("name").text(), action: action.text() };
}
