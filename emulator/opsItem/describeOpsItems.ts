import type { DescribeOpsItemsRequest, DescribeOpsItemsResponse, OpsItemSummary } from "@aws-sdk/client-ssm";
import { AwsError } from "../errors";
import type { Checked, Context, Operation } from "../operation";
import { page } from "../paging";
import type { Place } from "../world";
import { opsItemFilter } from "./filters";
import { liveOpsItems, type OpsItemRecord } from "./record";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeOpsItems.html */
export const describeOpsItems: Operation<DescribeOpsItemsRequest, DescribeOpsItemsResponse> = (input, context) => {
  const { OpsItemFilters = [], MaxResults, NextToken } = input;
  const { world } = context;
  const matches = OpsItemFilters.map(opsItemFilter);
  const places = placesFor(OpsItemFilters, context);
  const seen = places.flatMap((place) => liveOpsItems(place, world)).filter((record) => record.isVisible());
  const { entries, NextToken: next } = page({
    all: seen.filter((record) => matches.every((match) => match(record))),
    sequence: (record) => record.sequence,
    order: world.answers.describeOrder === "newestFirst" ? "descending" : "ascending",
    question: OpsItemFilters,
    maxResults: MaxResults,
    nextToken: NextToken,
    invalidToken: () => new AwsError("ValidationException", "The specified token is not valid."),
  });
  return { OpsItemSummaries: entries.map(summary), NextToken: next };
};

/** The caller's own account, unless AccountId names others and the caller may look there. */
function placesFor(filters: Checked<DescribeOpsItemsRequest["OpsItemFilters"]> = [], context: Context): Place[] {
  const { place, world } = context;
  const named = filters.filter(({ Key }) => Key === "AccountId").flatMap(({ Values }) => Values);
  if (named.length === 0 || !world.delegatedAdministrator) return [place];
  return world.placesIn(place.region).filter(({ account }) => named.includes(account));
}

/** What a list tells of an OpsItem: not everything, and of its operational data only what is searchable. */
function summary({ item }: OpsItemRecord): OpsItemSummary {
  const data = Object.entries(item.OperationalData ?? {}).filter(([, { Type }]) => Type === "SearchableString");
  return { ...item, OperationalData: data.length > 0 ? Object.fromEntries(data) : undefined };
}
