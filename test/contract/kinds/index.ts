import type { Kind } from "../kind";
import { changeGate } from "./changeGate";
import { changeRequest } from "./changeRequest";
import { incidentRecord } from "./incidentRecord";
import { opsItem } from "./opsItem";
import { opsItemRelatedItem } from "./opsItemRelatedItem";

/** A row for each entry of `provider/runtime.ts`, under its name. */
export const kinds: Record<string, Kind> = { opsItem, changeRequest, changeGate, opsItemRelatedItem, incidentRecord };
