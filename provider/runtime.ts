/**
 * What the states of every release require, for ever: an entry for each resource. Nothing here may be renamed, and
 * every entry must serve whatever any release has written.
 */
import { changeGate as changeGateHandler } from "./changeGate/handler";
import { changeRequest as changeRequestHandler } from "./changeRequest/handler";
import { DynamicProvider } from "./hosts/dynamic/provider";
import { Session } from "./hosts/dynamic/session";
import { incidentRecord as incidentRecordHandler } from "./incidentRecord/handler";
import { opsItem as opsItemHandler } from "./opsItem/handler";
import { opsItemRelatedItem as opsItemRelatedItemHandler } from "./opsItemRelatedItem/handler";

const session = new Session();

export const opsItem = new DynamicProvider(opsItemHandler, session);
export const changeRequest = new DynamicProvider(changeRequestHandler, session);
export const changeGate = new DynamicProvider(changeGateHandler, session);
export const opsItemRelatedItem = new DynamicProvider(opsItemRelatedItemHandler, session);
export const incidentRecord = new DynamicProvider(incidentRecordHandler, session);
