import type { OpsItemDataValue, OpsItemNotification, RelatedOpsItem } from "@aws-sdk/client-ssm";
import type { AwsError } from "../errors";
import type { Context } from "../operation";
import { invalidParameter, limitExceeded } from "./errors";
import { automationsIn, dedupStringIn, resourcesIn, wellFormed } from "./operationalData";

/** The members of CreateOpsItem and UpdateOpsItem that AWS's pages have rules about, beyond the model's limits. */
interface Ruled {
  Source?: string;
  OperationalData?: Record<string, OpsItemDataValue>;
  Notifications?: OpsItemNotification[];
  RelatedOpsItems?: RelatedOpsItem[];
}

type Rule = (input: Ruled, context: Context) => AwsError | undefined;

const maxDataBytes = 20 * 1024;
const maxDedupCharacters = 512;
const amazonsNames = ["amazon", "aws", "amzn"];
const reservedPrefixes = [...amazonsNames, "ssm"].flatMap((name) => [name, `/${name}`]);

const counted = [
  { what: "related resources", limit: 100, count: ({ OperationalData }: Ruled) => resourcesIn(OperationalData).length },
  {
    what: "associated runbooks",
    limit: 10,
    count: ({ OperationalData }: Ruled) => automationsIn(OperationalData).length,
  },
  { what: "related OpsItems", limit: 10, count: ({ RelatedOpsItems }: Ruled) => RelatedOpsItems?.length ?? 0 },
];

const rules: Rule[] = [
  ({ Source }, { world }) => {
    const source = Source?.toLowerCase() ?? "";
    const isTaken = (name: string) =>
      world.answers.sourceRule === "anywhere" ? source.includes(name) : source.startsWith(name);
    if (!amazonsNames.some(isTaken)) return undefined;
    return invalidParameter("Source", `Source '${Source}' can't contain the following strings: aws, amazon, amzn.`);
  },

  ({ OperationalData = {} }, { world }) => {
    const isReserved = (key: string) => {
      const spelled = world.answers.reservedKeys === "anyCase" ? key.toLowerCase() : key;
      return !Object.hasOwn(wellFormed, key) && reservedPrefixes.some((prefix) => spelled.startsWith(prefix));
    };
    const reserved = Object.keys(OperationalData).find(isReserved);
    if (reserved === undefined) return undefined;
    const prefixes = reservedPrefixes.join(", ");
    const message = `Operational data key '${reserved}' can't begin with the following: ${prefixes}.`;
    return invalidParameter("OperationalData", message);
  },

  ({ OperationalData = {} }) => {
    const malformed = Object.entries(OperationalData).find(
      ([key, value]) => Object.hasOwn(wellFormed, key) && !wellFormed[key]?.(value),
    );
    if (!malformed) return undefined;
    return invalidParameter(
      "OperationalData",
      `The value of operational data key '${malformed[0]}' is not valid JSON for it.`,
    );
  },

  ({ OperationalData = {} }, { world }) => {
    const isOversized = ({ Value = "" }: OpsItemDataValue) => Buffer.byteLength(Value) > maxDataBytes;
    const oversized = Object.entries(OperationalData).find(([, value]) => isOversized(value));
    if (!oversized) return undefined;
    const message = `The value of operational data key '${oversized[0]}' is larger than ${maxDataBytes} bytes.`;
    return world.answers.oversizedData === "OpsItemLimitExceededException"
      ? limitExceeded("OperationalData", maxDataBytes, "ValueSize", message)
      : invalidParameter("OperationalData", message);
  },

  ({ OperationalData }) => {
    const characters = [...(dedupStringIn(OperationalData) ?? "")].length;
    if (characters <= maxDedupCharacters) return undefined;
    return invalidParameter(
      "OperationalData",
      `The deduplication string is longer than ${maxDedupCharacters} characters.`,
    );
  },

  (input) => {
    const exceeded = counted.find(({ count, limit }) => count(input) > limit);
    if (!exceeded) return undefined;
    const { what, limit } = exceeded;
    return limitExceeded("OpsItem", limit, what, `An OpsItem can have at most ${limit} ${what}.`);
  },

  ({ Notifications = [] }, { place }) => {
    const topic = new RegExp(`^arn:aws[a-zA-Z-]*:sns:${place.region}:\\d{12}:.+$`);
    const foreign = Notifications.find(({ Arn }) => !topic.test(Arn ?? ""));
    if (!foreign) return undefined;
    return invalidParameter("Notifications", `'${foreign.Arn}' is not an SNS topic in Region ${place.region}.`);
  },
];

/** Throws the error of the first rule that an input breaks. */
export function checkRules(input: Ruled, context: Context): void {
  for (const rule of rules) {
    const error = rule(input, context);
    if (error) throw error;
  }
}
