import type * as ops from "../provider";
import { changeGate } from "./changeGate";
import { changeRequest } from "./changeRequest";
import { incidentRecord } from "./incidentRecord";
import type { Kind } from "./kind";
import { opsItem } from "./opsItem";
import { opsItemRelatedItem } from "./opsItemRelatedItem";

type Classes = Omit<typeof ops, "Provider">;

/** Every resource of this package, by the name of its type. */
export type Resources = { [Name in keyof Classes]: InstanceType<Classes[Name]> };

type ArgsOf<Class> = Class extends new (name: string, args: infer Args, ...rest: never[]) => unknown ? Args : never;

/** By name, so that the compiler refuses a list that forgets one. */
export const kinds: { [Name in keyof Classes]: Kind<Resources[Name], ArgsOf<Classes[Name]>> } = {
  OpsItem: opsItem,
  ChangeRequest: changeRequest,
  ChangeGate: changeGate,
  OpsItemRelatedItem: opsItemRelatedItem,
  IncidentRecord: incidentRecord,
};
