import type {
  UpdateRelatedItemsInput as Input,
  ItemIdentifier,
  UpdateRelatedItemsOutput as Output,
} from "@aws-sdk/client-ssm-incidents";
import { conflict, notFound } from "../incidentManager/errors";
import { oncePerToken } from "../incidentManager/tokens";
import type { Context } from "../operation";
import { tellUpdate } from "../timelineEvent/automatic";
import { incidentToWrite } from "./find";
import type { Incident } from "./record";
import { checkItems, findItem, type NewItem, newRelatedItem } from "./relatedItems";

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_UpdateRelatedItems.html */
export const updateRelatedItems = oncePerToken<Input, Output>("UpdateRelatedItems", (input, context) => {
  const incident = incidentToWrite(input.incidentRecordArn, context);
  const { itemToAdd, itemToRemove } = input.relatedItemsUpdate;
  const isChanged = itemToAdd ? add(itemToAdd, incident, context) : remove(itemToRemove, incident, context);
  if (!isChanged) return {};
  const { caller, now, world } = context;
  incident.record = { ...incident.record, lastModifiedTime: now, lastModifiedBy: caller.arn };
  tellUpdate(incident, caller.arn, { relatedItems: input.relatedItemsUpdate }, now, world);
  return {};
});

/** Whether there is a new item; an incident has each only once. */
function add(given: NewItem, incident: Incident, context: Context): boolean {
  const { answers } = context.world;
  checkItems([given], incident.relatedItems.length, context);
  const present = findItem(incident, given.identifier);
  if (present && answers.relatedItemTwice === "ConflictException") {
    throw conflict("INCIDENT_RECORD", incident.record.arn, "The incident has this related item already.");
  }
  if (!present) incident.relatedItems.push(newRelatedItem(given, context.world));
  return !present;
}

/** Whether there was such an item. */
function remove(identifier: ItemIdentifier, incident: Incident, { world }: Context): boolean {
  const present = findItem(incident, identifier);
  if (!present && world.answers.relatedItemAbsent === "ResourceNotFoundException") {
    throw notFound("INCIDENT_RECORD", incident.record.arn);
  }
  incident.relatedItems = incident.relatedItems.filter((item) => item !== present);
  return present !== undefined;
}
