import type { DocumentKeyValuesFilter } from "@aws-sdk/client-ssm";
import { AwsError } from "../errors";
import type { Answers } from "../openQuestions";
import type { Checked } from "../operation";
import { platformTypes } from "./description";
import { amazon, type DocumentRecord, versionOf } from "./record";

type Match = (record: DocumentRecord, value: string, answers: Answers) => boolean;

/** Documents that are shared, publicly or by third parties, do not exist here. */
const owners: Record<string, (record: DocumentRecord) => boolean> = {
  All: () => true,
  Amazon: ({ owner }) => owner === amazon,
  Self: ({ owner }) => owner !== amazon,
  Private: ({ owner }) => owner !== amazon,
};

/** Every key but `tag:…`. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DocumentKeyValuesFilter.html */
const keys: Record<string, Match> = {
  Name: ({ name }, value, answers) =>
    answers.documentNameFilter === "beginning" ? name.startsWith(value) : name === value,
  Owner: (record, value) => Object.hasOwn(owners, value) && owners[value]?.(record) === true,
  DocumentType: ({ type }, value) => type === value,
  PlatformTypes: (record, value) => platformTypes(record)?.some((platform) => platform === value) === true,
  TargetType: (record, value) => versionOf(record)?.targetType === value,
};

const tagKey = "tag:";

/** One filter as a question to a record: any of its values may match. */
export function documentFilter(
  { Key = "", Values = [] }: Checked<DocumentKeyValuesFilter>,
  answers: Answers,
): (record: DocumentRecord) => boolean {
  const match = matchOf(Key);
  return (record) => Values.some((value) => match(record, value, answers));
}

function matchOf(key: string): Match {
  if (key.startsWith(tagKey)) return ({ tags }, value) => tags.get(key.slice(tagKey.length)) === value;
  const match = Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (!match) throw new AwsError("InvalidFilterKey");
  return match;
}
