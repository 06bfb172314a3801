import { parseArgs } from "node:util";
import { isExecutionId, isOpsItemId } from "../../provider/automation/reference";
import { commonRows, parseReference } from "../../provider/core/common";
import { parsed, UsageError } from "./command";

/** What the command line says of a decision. */
export interface DecideOptions {
  /** Of an execution or of an OpsItem. */
  id: string;
  /** Of the ARN, where one is given. */
  account?: string;
  comment?: string;
  region?: string;
  profile?: string;
  endpoint?: string;
}

export const OPTIONS = '<id> [--comment "…"] [--region …] [--profile …] [--endpoint http://…]';

export function decideOptions(args: string[]): DecideOptions {
  const { values, positionals } = parse(args);
  if (positionals.length !== 1) {
    throw new UsageError(`give the id of one change request${positionals.length > 1 ? ", not of several" : ""}`);
  }
  for (const [name, value] of Object.entries(values)) assertValid(name as keyof typeof values, value);
  const { id, account, region } = parseReference(positionals[0]!);
  if (!isOpsItemId(id) && !isExecutionId(id)) {
    throw new UsageError(
      `"${id}" is not the id of a change request: give that of its execution (36 characters) or of its OpsItem ` +
        "(oi-…), alone, as an ARN, or with region/ before it",
    );
  }
  if (region && values.region && region !== values.region) {
    throw new UsageError(`--region: the request is in ${region}, not in ${values.region}: leave it out`);
  }
  return { ...values, id, ...(account && { account }), ...(region && { region }) };
}

const RULES: Record<keyof ReturnType<typeof parse>["values"], { holds(value: string): boolean; must: string }> = {
  comment: {
    holds: (value) => value !== "" && [...value].length <= 512,
    must: "must be 1 to 512 characters long",
  },
  region: {
    holds: (value) => commonRows.region.pattern!.matches.test(value),
    must: `must be ${commonRows.region.pattern!.means}`,
  },
  profile: { holds: (value) => value !== "", must: "must be the name of a profile" },
  endpoint: {
    holds: (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
    must: "must be a URL, such as http://127.0.0.1:4600",
  },
};

function assertValid(name: keyof typeof RULES, value: string | undefined): void {
  const { holds, must } = RULES[name];
  if (value !== undefined && !holds(value)) throw new UsageError(`--${name}: ${must}`);
}

function parse(args: string[]) {
  const text = { type: "string" } as const;
  const options = { comment: text, region: text, profile: text, endpoint: text };
  return parsed(() => parseArgs({ args, options, allowPositionals: true }));
}
