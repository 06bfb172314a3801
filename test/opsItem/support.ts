import fc from "fast-check";
import type { EmulatorOptions } from "../../emulator";
import type { Props } from "../../provider/core/handler";
import { opsItem } from "../../provider/opsItem/handler";
import { simulatedFor } from "../support/simulated";

export const required = { title: "Disk is filling up", description: "Above 80 %.", source: "orders" };

/** Every property that an item of one's own account can have. */
export const whole: Props = {
  ...required,
  opsItemType: "/aws/issue",
  operationalData: {
    disk: { value: "/dev/xvda", type: "SearchableString" },
    "/aws/resources": { value: '[{"arn":"arn:aws:rds:eu-west-1:111122223333:db:orders"}]', type: "String" },
  },
  notifications: [{ arn: "arn:aws:sns:eu-west-1:111122223333:ops" }],
  priority: 2,
  relatedOpsItems: [{ opsItemId: "oi-0123456789ab" }],
  category: "Availability",
  severity: "2",
  plannedStartTime: "2026-12-01T10:00:00+01:00",
  plannedEndTime: "2026-12-01T10:00:00Z",
  actualStartTime: "2026-12-01T09:00:00.500Z",
  actualEndTime: "2026-12-01T11:00:00Z",
  status: "InProgress",
  tags: { team: "orders", cost: "ops" },
};

/** For the tests of the surrounding `describe` an emulator, and for each of them an account with an empty state. */
export function simulated(options: EmulatorOptions = {}) {
  const world = simulatedFor(opsItem, options);
  // Assigned and not spread: what it holds is new in every test.
  return Object.assign(world, {
    /** The item as AWS has it, with its tags. */
    async live(id: string = world.idOf()) {
      const { OpsItem } = await world.ssm().getOpsItem({ OpsItemId: id });
      const { TagList = [] } = await world.ssm().listTagsForResource({ ResourceType: "OpsItem", ResourceId: id });
      return { ...OpsItem, Tags: Object.fromEntries(TagList.map(({ Key, Value }) => [Key, Value])) };
    },
    items: async () => (await world.ssm().describeOpsItems({})).OpsItemSummaries ?? [],
  });
}

const line = (minLength: number, maxLength: number) =>
  fc
    .string({ unit: "grapheme", minLength, maxLength })
    .map((value) => value.replace(/[\n\r\u2028\u2029\u0085]/g, ""))
    .filter((value) => /\S/.test(value) && [...value].length <= maxLength && value.isWellFormed());

const instant = fc
  .date({ min: new Date("2000-01-01T00:00:00Z"), max: new Date("2099-01-01T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString());

const record = <T>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(members, { noNullPrototype: true });

const entry = record({ value: line(1, 30), type: fc.constantFrom("String", "SearchableString") });

/** Inputs of an item with any of its properties, all of them valid. */
export const someInputs: fc.Arbitrary<Props> = fc.record(
  {
    title: line(1, 40),
    description: line(1, 40),
    source: line(1, 20).filter((value) => !/aws|amazon|amzn/i.test(value)),
    opsItemType: fc.constantFrom("/aws/issue", "/aws/insight", "/aws/changerequest"),
    operationalData: fc.dictionary(
      line(1, 20).filter((key) => !/^\/?(aws|amazon|amzn|ssm)/i.test(key) && key !== "__proto__"),
      entry,
      { maxKeys: 4, noNullPrototype: true },
    ),
    notifications: fc.array(record({ arn: fc.stringMatching(/^arn:aws:sns:eu-west-1:\d{12}:[a-z]{1,8}$/) }), {
      maxLength: 3,
    }),
    priority: fc.integer({ min: 1, max: 5 }),
    relatedOpsItems: fc.array(record({ opsItemId: fc.stringMatching(/^oi-[0-9a-f]{12}$/) }), { maxLength: 10 }),
    category: line(1, 20),
    severity: line(1, 20),
    plannedStartTime: instant,
    plannedEndTime: instant,
    actualStartTime: instant,
    actualEndTime: instant,
    status: fc.constantFrom("Open", "InProgress", "Resolved"),
    tags: fc.dictionary(
      fc.stringMatching(/^[a-zA-Z0-9 _.:/=+@-]{1,20}$/).filter((key) => !key.startsWith("aws:")),
      fc.stringMatching(/^[a-zA-Z0-9 _.:/=+@-]{0,20}$/),
      { maxKeys: 5, noNullPrototype: true },
    ),
  },
  { requiredKeys: ["title", "description", "source"], noNullPrototype: true },
);
