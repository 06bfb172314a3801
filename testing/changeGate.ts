import { executionUrl } from "../provider/automation/reference";
import type { ChangeGate, ChangeGateArgs } from "../provider/changeGate/changeGate";
import { changeGate as handler } from "../provider/changeGate/handler";
import { parseReference } from "../provider/core/common";
import { executionIdOf, itemIdOf } from "./ids";
import { type Kind, MADE_AT } from "./kind";

/** A gate is open; to have one that stays shut, let its state be an error. */
export const changeGate: Kind<ChangeGate, ChangeGateArgs> = {
  handler,
  newId: (digest) => `gate-${digest.slice(0, 20)}`,
  existing: () => ({ changeRequest: "" }),
  told: ({ changeRequest, until = "approved" }, { region, account }) => {
    const request = parseReference(changeRequest);
    return {
      region,
      status: STATUSES[until],
      passedTime: MADE_AT,
      opsItemId: itemIdOf(request.id),
      account: request.account ?? account,
      consoleUrl: executionUrl(region, executionIdOf(request.id)),
    };
  },
};

const STATUSES = { approved: "Approved", started: "RunbookInProgress", completed: "CompletedWithSuccess" };
