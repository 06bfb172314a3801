import type { Condition, Filter } from "@aws-sdk/client-ssm-incidents";
import type { Checked } from "../operation";
import { invalid } from "./errors";

/** What a filter key makes of a condition: a question to an object, or nothing if the condition is none for the key. */
type Row<One> = (condition: Condition) => ((one: One) => boolean) | undefined;

/** Filters as a question to an object: all of them must match, each by any of its values. Throws if one makes no sense. */
export function filtersOf<One>(filters: Checked<Filter>[] = [], rows: Record<string, Row<One>>): (one: One) => boolean {
  const questions = filters.map(({ key, condition }) => {
    const row = Object.hasOwn(rows, key) ? rows[key] : undefined;
    if (!row) throw invalid(`Filter key '${key}' is not one of ${Object.keys(rows).join(", ")}.`);
    const question = row(condition as Condition);
    if (!question) throw invalid(`Filter key '${key}' does not support this condition.`);
    return question;
  });
  return (one) => questions.every((matches) => matches(one));
}

export function time<One>(read: (one: One) => Date): Row<One> {
  return ({ before, after }) => {
    if (before) return (one) => read(one) < before;
    return after && ((one) => read(one) > after);
  };
}

export function texts<One>(read: (one: One) => (string | undefined)[]): Row<One> {
  return ({ equals }) => {
    const wanted = equals?.stringValues;
    return wanted && ((one) => read(one).some((text) => text !== undefined && wanted.includes(text)));
  };
}

export function whole<One>(read: (one: One) => number): Row<One> {
  return ({ equals }) => {
    const wanted = equals?.integerValues;
    return wanted && ((one) => wanted.includes(read(one)));
  };
}
