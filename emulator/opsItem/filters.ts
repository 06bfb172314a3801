import type { OpsItem, OpsItemFilter, OpsItemFilterKey, OpsItemFilterOperator } from "@aws-sdk/client-ssm";
import { AwsError } from "../errors";
import type { Checked } from "../operation";
import { automationsIn, resourcesIn } from "./operationalData";
import type { OpsItemRecord } from "./record";

type Match = (record: OpsItemRecord, value: string) => boolean;

interface FilterRow {
  /** The operators that the key allows, and what each does with one value. */
  operators: Partial<Record<OpsItemFilterOperator, Match>>;
  /** Says what is wrong with a value. */
  refuses?(value: string, operator: OpsItemFilterOperator): string | undefined;
}

type Texts = (record: OpsItemRecord) => (string | undefined)[];

const titleLength = 100;

/** Every key of DescribeOpsItems. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_OpsItemFilter.html */
const table: Record<OpsItemFilterKey, FilterRow> = {
  CreatedTime: time((item) => item.CreatedTime),
  LastModifiedTime: time((item) => item.LastModifiedTime),
  ActualStartTime: time((item) => item.ActualStartTime),
  ActualEndTime: time((item) => item.ActualEndTime),
  PlannedStartTime: time((item) => item.PlannedStartTime),
  PlannedEndTime: time((item) => item.PlannedEndTime),
  Status: equal(({ item }) => [item.Status]),
  Priority: equal(({ item }) => [item.Priority?.toString()]),
  OpsItemId: equal(({ item }) => [item.OpsItemId]),
  OpsItemType: equal(({ item }) => [item.OpsItemType]),
  Category: equal(({ item }) => [item.Category]),
  Severity: equal(({ item }) => [item.Severity]),
  CreatedBy: equal(({ item }) => [item.CreatedBy]),
  AccountId: equal(({ account }) => [account]),
  Source: equalOrContains(({ item }) => [item.Source]),
  Title: {
    operators: {
      Equal: ({ item }, value) => firstCharacters(item.Title) === value,
      Contains: contains(({ item }) => [item.Title]),
    },
    refuses: (value, operator) => {
      const isTooLong = operator === "Equal" && [...value].length > titleLength;
      return isTooLong ? `must have at most ${titleLength} characters with operator 'Equal'` : undefined;
    },
  },
  OperationalDataKey: equal((record) => searchable(record).map(([key]) => key)),
  OperationalDataValue: equalOrContains((record) => searchable(record).map(([, value]) => value)),
  OperationalData: {
    operators: {
      Equal: (record, value) => {
        const pair = JSON.parse(value) as { key: string; value: string };
        return searchable(record).some(([key, text]) => key === pair.key && text === pair.value);
      },
    },
    refuses: (value) => (isPair(value) ? undefined : 'must be JSON of the form {"key":"…","value":"…"}'),
  },
  ResourceId: { operators: { Contains: contains(({ item }) => resourcesIn(item.OperationalData)) } },
  AutomationId: equal(({ item, facets }) => [...automationsIn(item.OperationalData), ...(facets.AutomationId ?? [])]),
  AccessRequestByRequesterArn: facet("AccessRequestByRequesterArn"),
  AccessRequestByRequesterId: facet("AccessRequestByRequesterId"),
  AccessRequestByApproverArn: facet("AccessRequestByApproverArn"),
  AccessRequestByApproverId: facet("AccessRequestByApproverId"),
  AccessRequestBySourceAccountId: facet("AccessRequestBySourceAccountId"),
  AccessRequestBySourceOpsItemId: facet("AccessRequestBySourceOpsItemId"),
  AccessRequestBySourceRegion: facet("AccessRequestBySourceRegion"),
  AccessRequestByIsReplica: facet("AccessRequestByIsReplica"),
  AccessRequestByTargetResourceId: facet("AccessRequestByTargetResourceId"),
  ChangeRequestByRequesterArn: facet("ChangeRequestByRequesterArn"),
  ChangeRequestByRequesterName: facet("ChangeRequestByRequesterName"),
  ChangeRequestByApproverArn: facet("ChangeRequestByApproverArn"),
  ChangeRequestByApproverName: facet("ChangeRequestByApproverName"),
  ChangeRequestByTemplate: facet("ChangeRequestByTemplate"),
  ChangeRequestByTargetsResourceGroup: facet("ChangeRequestByTargetsResourceGroup"),
  InsightByType: facet("InsightByType"),
};

/** One filter as a question to a record: any of its values may match. Throws if the filter makes no sense. */
export function opsItemFilter({ Key, Operator, Values }: Checked<OpsItemFilter>): (record: OpsItemRecord) => boolean {
  const { operators, refuses } = table[Key];
  const match = operators[Operator];
  if (!match) {
    const allowed = Object.keys(operators).join(", ");
    throw invalid(`Operator '${Operator}' is not supported for filter key '${Key}'; supported: ${allowed}`);
  }
  if (Values.length === 0) throw invalid(`Filter key '${Key}' must have a value`);
  for (const value of Values) {
    const reason = refuses?.(value, Operator);
    if (reason) throw invalid(`Value '${value}' of filter key '${Key}' ${reason}`);
  }
  return (record) => Values.some((value) => match(record, value));
}

function equal(texts: Texts): FilterRow {
  return { operators: { Equal: (record, value) => texts(record).includes(value) } };
}

function equalOrContains(texts: Texts): FilterRow {
  return { operators: { ...equal(texts).operators, Contains: contains(texts) } };
}

function contains(texts: Texts): Match {
  return (record, value) => texts(record).some((text) => text?.includes(value));
}

function time(read: (item: OpsItem) => Date | undefined): FilterRow {
  const compare = (isOnSide: (time: Date, value: Date) => boolean): Match => {
    return ({ item }, value) => {
      const found = read(item);
      return found !== undefined && isOnSide(found, new Date(value));
    };
  };
  return {
    operators: { GreaterThan: compare((one, other) => one > other), LessThan: compare((one, other) => one < other) },
    refuses: (value) => (Number.isNaN(Date.parse(value)) ? "must be a time in ISO 8601" : undefined),
  };
}

function facet(key: OpsItemFilterKey): FilterRow {
  return equal((record) => record.facets[key] ?? []);
}

function searchable({ item }: OpsItemRecord): [key: string, value: string | undefined][] {
  const data = Object.entries(item.OperationalData ?? {}).filter(([, { Type }]) => Type === "SearchableString");
  return data.map(([key, { Value }]) => [key, Value]);
}

function firstCharacters(text = ""): string {
  return [...text].slice(0, titleLength).join("");
}

function isPair(value: string): boolean {
  try {
    const { key, value: text } = JSON.parse(value);
    return typeof key === "string" && typeof text === "string";
  } catch {
    return false;
  }
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
