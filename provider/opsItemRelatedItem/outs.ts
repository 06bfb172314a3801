import type { Props } from "../core/handler";
import { readBack } from "../core/properties/readBack";
import { same } from "../core/properties/same";
import type { Association } from "./api";
import { table } from "./properties";

/** What follows from where it is. */
export interface Place {
  region: string;
  account: unknown;
}

/** All outputs of an association: its properties, and what only AWS knows. */
export function outsOf(association: Association, declared: Props | undefined, { region, account }: Place): Props {
  return {
    ...readBack(table, { ...association }, declared),
    associationId: association.AssociationId,
    createdBy: association.CreatedBy?.Arn,
    createdTime: association.CreatedTime,
    lastModifiedBy: association.LastModifiedBy?.Arn,
    lastModifiedTime: association.LastModifiedTime,
    region,
    account,
  };
}

/** Properties in which the association differs from the program; AWS can change none of them. */
export function differences(association: Association, news: Props): string[] {
  const live = readBack(table, { ...association });
  const sent = Object.entries(table).filter(([, row]) => !row.local);
  return sent.flatMap(([name, row]) => (same(row, live[name], news[name]) ? [] : [name]));
}
