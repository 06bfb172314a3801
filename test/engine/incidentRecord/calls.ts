/** A call about an incident, without its ARN. */
export type Call = [operation: string, input: object];

export const updated = (input: object): Call[] => [["UpdateIncidentRecord", input]];

export const added = (...items: object[]): Call[] =>
  items.map((itemToAdd) => ["UpdateRelatedItems", { relatedItemsUpdate: { itemToAdd } }]);

export const removed = (...items: { identifier: object }[]): Call[] =>
  items.map(({ identifier }) => ["UpdateRelatedItems", { relatedItemsUpdate: { itemToRemove: identifier } }]);

export const isWrite = ([operation]: Call): boolean => !/^(Get|List)/.test(operation);
