import type {
  ListOpsItemRelatedItemsRequest as Request,
  ListOpsItemRelatedItemsResponse as Response,
} from "@aws-sdk/client-ssm";
import type { Checked, Context, Operation } from "../operation";
import { page } from "../paging";
import { invalidParameter } from "./errors";
import { liveOpsItems, type RelatedItemRecord } from "./record";

/**
 * Without an OpsItemId, the related items of all OpsItems of the account and region.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListOpsItemRelatedItems.html
 */
export const listOpsItemRelatedItems: Operation<Request, Response> = (input, context) => {
  const { OpsItemId, Filters = [], MaxResults, NextToken } = input;
  const { entries, NextToken: next } = page({
    all: relatedItems(input, context).filter((record) => Filters.every((filter) => matches(record, filter))),
    sequence: (record) => record.sequence,
    order: "ascending",
    question: { OpsItemId, Filters },
    maxResults: MaxResults,
    nextToken: NextToken,
    invalidToken: () => invalidParameter("NextToken", "The specified token is not valid."),
  });
  return { Summaries: entries.map(({ summary }) => summary), NextToken: next };
};

function relatedItems({ OpsItemId }: Checked<Request>, { place, world }: Context): RelatedItemRecord[] {
  const visible = liveOpsItems(place, world).filter((record) => record.isVisible());
  const meant = visible.filter(({ item }) => OpsItemId === undefined || item.OpsItemId === OpsItemId);
  if (OpsItemId !== undefined && meant.length === 0) {
    throw invalidParameter("OpsItemId", `OpsItem with OpsItemId ${OpsItemId} does not exist.`);
  }
  return meant.flatMap((record) => [...record.relatedItems.values()]).filter((item) => item.isVisible());
}

type Filter = NonNullable<Checked<Request>["Filters"]>[number];

function matches({ summary }: RelatedItemRecord, { Key, Values }: Filter): boolean {
  return Values.includes(summary[Key] ?? "");
}
