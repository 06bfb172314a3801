import type { ListDocumentsRequest, ListDocumentsResult } from "@aws-sdk/client-ssm";
import { AwsError } from "../errors";
import type { Operation } from "../operation";
import { page } from "../paging";
import { identifier } from "./description";
import { documentFilter } from "./filters";
import { type DocumentRecord, type DocumentVersionRecord, versionOf } from "./record";

/**
 * The documents of the caller and of Amazon, each as its default version.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListDocuments.html
 */
export const listDocuments: Operation<ListDocumentsRequest, ListDocumentsResult> = (input, context) => {
  const { DocumentFilterList = [], Filters = [], MaxResults, NextToken } = input;
  const { place, world } = context;
  const older = DocumentFilterList.map(({ key, value }) => ({ Key: key, Values: [value] }));
  const matches = [...older, ...Filters].map((filter) => documentFilter(filter, world.answers));
  const seen = [...world.amazonDocuments.values(), ...place.documents.values()].filter((record) => record.isVisible());
  const { entries, NextToken: next } = page({
    all: seen.filter((record) => matches.every((match) => match(record))),
    sequence: (record) => record.sequence,
    order: "ascending",
    question: { DocumentFilterList, Filters },
    maxResults: MaxResults,
    nextToken: NextToken,
    invalidToken: () => new AwsError("InvalidNextToken", "The specified token is not valid."),
  });
  return { DocumentIdentifiers: entries.map((record) => identifier(record, defaultVersion(record))), NextToken: next };
};

function defaultVersion(record: DocumentRecord): DocumentVersionRecord {
  return versionOf(record) as DocumentVersionRecord;
}
