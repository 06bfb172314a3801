import { isAChangeRequest } from "../automation/reference";
import { MILESTONES } from "../automation/states";
import { commonRows, ownerRow } from "../core/common";
import { type Properties, type PropertyTable, text, whole } from "../core/properties/rows";
import type { ChangeGateArgs } from "./changeGate";

/** Longer than any approval may take. */
const LONGEST_SECONDS = 30 * 24 * 60 * 60;

const waits = { change: "waits again" };

/** Everything about each property of a gate. AWS knows nothing of it: all of them are ours. */
export const properties = {
  changeRequest: text({
    required: true,
    local: true,
    length: [1, 2048],
    ownRules: [isAChangeRequest],
    said: waits,
    doc: "The change request that is waited for: its id, its ARN, or the id of its OpsItem.",
  }),
  until: text({
    local: true,
    choices: MILESTONES,
    said: { ...waits, removed: "its default" },
    doc: "What is waited for; `approved` by default.",
  }),
  timeoutSeconds: whole({
    local: true,
    range: [0, LONGEST_SECONDS],
    said: { change: "concerns the next wait", removed: "its default" },
    doc: "How long; 3,600 by default. 0 looks once.",
  }),
  region: {
    ...commonRows.region,
    createOnly: false,
    said: { ...waits, removed: "stays, unless `aws:region` names another" },
    doc: "Region of the change request. By default `aws:region`, then that of the environment.",
  },
} satisfies Properties<ChangeGateArgs>;

export const table: PropertyTable = { ...properties, owner: ownerRow };
