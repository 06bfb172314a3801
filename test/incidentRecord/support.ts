import {
  DeleteIncidentRecordCommand,
  ListIncidentRecordsCommand,
  ListTagsForResourceCommand,
  ListTimelineEventsCommand,
  type RelatedItemsUpdate,
  type SSMIncidentsClient,
  type StartIncidentInput,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateRelatedItemsCommand,
} from "@aws-sdk/client-ssm-incidents";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { EmulatorOptions, InitialResponsePlan } from "../../emulator";
import type { Props } from "../../provider/core/handler";
import { ownerOf } from "../../provider/core/identity";
import { markKey, markValue, releasedKey } from "../../provider/core/mark";
import { incidentRecord } from "../../provider/incidentRecord/handler";
import type { Item } from "../../provider/incidentRecord/relatedItems";
import { fingerprint } from "../../provider/incidentRecord/requests";
import { itemsOf, recordOf, start, timelineOf, update } from "../emulator/incidents";
import { simulatedFor } from "../support/simulated";
import type { UpOptions } from "../support/simulatedEngine";

export const topic = (name: string) => `arn:aws:sns:eu-west-1:111122223333:${name}`;

/** Response plans that every account has: with nothing, with everything, and with a deduplication string. */
const responsePlans: InitialResponsePlan[] = [
  { name: "drill" },
  { name: "other" },
  {
    name: "staffed",
    incidentTemplate: {
      title: "Orders are down",
      impact: 2,
      summary: "The plan's.",
      notificationTargets: [{ snsTopicArn: topic("plan") }],
      incidentTags: { from: "plan" },
    },
    chatChannel: { chatbotSns: [topic("plan")] },
  },
  { name: "merging", incidentTemplate: { dedupeString: "orders" } },
];

export const incidentManager = { replicationSet: ["eu-west-1", "us-east-1"], responsePlans };

export const planArn = (name: string, account = "111122223333") =>
  `arn:aws:ssm-incidents::${account}:response-plan/${name}`;

/** The smallest incident, of no account in particular. */
export const required: Props = { responsePlanArn: planArn("drill") };

export const link = (url: string, title?: string): Item => ({
  identifier: { type: "OTHER", value: { url } },
  ...(title !== undefined && { title }),
});

/** Every other property that an incident can have, and every form of a related item. */
export const whole: Props = {
  title: "Drill: the orders database does not come back",
  impact: 5,
  triggerDetails: {
    source: "drills",
    timestamp: "2029-12-31T23:59:00+01:00",
    triggerArn: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:disk",
    rawData: '{"quarter":1}',
  },
  relatedItems: [
    { identifier: { type: "INVOLVED_RESOURCE", value: { arn: "arn:aws:rds:eu-west-1:111122223333:db:orders" } } },
    link("https://example.com/runbook", "How to restore"),
    { identifier: { type: "METRIC", value: { metricDefinition: '{"metrics":[]}' } }, title: "Free space" },
    {
      identifier: {
        type: "TASK",
        value: { pagerDutyIncidentDetail: { id: "Q1", autoResolve: true, secretId: "pagerduty" } },
      },
    },
  ],
  triggers: ["2030-Q1", { nested: [1, true, null] }],
  summary: "A drill.\n\nNote **how long** it takes.",
  chatChannel: { chatbotSns: [topic("one"), topic("two")] },
  notificationTargets: [{ snsTopicArn: topic("one") }, { snsTopicArn: topic("two") }],
  status: "OPEN",
  tags: { team: "orders", cost: "ops" },
  reconcile: false,
  onDelete: "delete",
};

const MERGED = "SSM Incident Trigger";

export const DAY = 24 * 60 * 60 * 1000;

/** For the tests of the surrounding `describe` an emulator, and for each of them an account with plans and an empty state. */
export function simulated(options: EmulatorOptions = {}) {
  const world = simulatedFor(incidentRecord, { incidentManager, ...options });
  let sts: STSClient;
  before(() => {
    const credentials = { accessKeyId: "111122223333", secretAccessKey: "any" };
    sts = new STSClient({ endpoint: world.aws.url, region: "eu-west-1", credentials });
  });
  after(() => sts.destroy());
  const plan = (name = "drill") => planArn(name, world.account);
  const declared = (more: Props = {}): Props => ({ responsePlanArn: plan(), ...more });
  const client = (of?: string) => world.incidents("eu-west-1", of);

  /** All incidents of the account, oldest first. */
  async function list(): Promise<{ arn: string; status: string }[]> {
    const { incidentRecordSummaries = [] } = await client().send(new ListIncidentRecordsCommand({ maxResults: 100 }));
    return incidentRecordSummaries.map(({ arn = "", status = "" }) => ({ arn, status })).reverse();
  }
  async function tagsOf(resourceArn: string = world.idOf()): Promise<Record<string, string>> {
    return (await client().send(new ListTagsForResourceCommand({ resourceArn }))).tags ?? {};
  }

  return Object.assign(world, {
    plan,
    /** What a program says: the plan `drill`, and more. */
    declared,
    up: (more: Props = {}, name = "a", options: UpOptions = {}) => world.engine.up(name, declared(more), options),
    preview: (more: Props = {}, name = "a") => world.engine.preview(name, declared(more)),
    /** The state forgets the incident, as when the engine was killed before it wrote. */
    lose(name = "a") {
      const id = world.idOf(name);
      world.engine.state.delete(name);
      return id;
    },
    /** The resource gets another name in the program. */
    rename(from: string, to: string) {
      world.engine.state.set(to, world.engine.state.get(from)!);
      world.engine.state.delete(from);
    },
    warnings: () => world.engine.messages.filter((text) => text.includes(": warning: ")),
    starts: () => world.aws.requests.of("StartIncident").length,
    /** Operations that change something, in their order. */
    writes: () => world.calls().filter((operation) => !/^(Get|List|Describe)/.test(operation)),
    list,
    recordOf: (arn: string = world.idOf()) => recordOf(client(), arn),
    itemsOf: (arn: string = world.idOf()) => itemsOf(client(), arn),
    timelineOf: (arn: string = world.idOf()) => timelineOf(client(), arn),
    tagsOf,
    /** The tags that are not ours. */
    async ownTagsOf(arn: string = world.idOf()) {
      return Object.fromEntries(
        Object.entries(await tagsOf(arn)).filter(([key]) => !key.startsWith("pulumi-aws-ops:")),
      );
    },
    isReleased: async (arn: string) => Object.keys(await tagsOf(arn)).some((key) => key.endsWith("/released")),
    /** Of the fixed inputs, as the mark tells it. */
    async fingerprintOf(arn: string) {
      const [, mark] = Object.entries(await tagsOf(arn)).find(([key]) => /^pulumi-aws-ops:[^/]*$/.test(key)) ?? [];
      return mark?.split(" ")[0];
    },
    /** All of an incident that could change, but for what AWS itself notes of starts that it has merged. */
    async snapshot(arn: string) {
      const list = new ListTimelineEventsCommand({ incidentRecordArn: arn });
      const [record, items, tags, { eventSummaries = [] }] = await Promise.all([
        recordOf(client(), arn),
        itemsOf(client(), arn),
        tagsOf(arn),
        client().send(list),
      ]);
      return { record, items, tags, timeline: eventSummaries.filter(({ eventType }) => eventType !== MERGED) };
    },

    /** What somebody else does, by default with the credentials of who deploys. */
    async foreign(input: Partial<StartIncidentInput> = {}, by: SSMIncidentsClient = client()) {
      return start({ account: world.account, client: by, arnOf: () => "", plan: plan() }, input);
    },
    change: (changes: Props, arn: string = world.idOf()) => update(client(), { arn, ...changes }),
    changeItems: (relatedItemsUpdate: RelatedItemsUpdate, incidentRecordArn: string = world.idOf()) =>
      client().send(new UpdateRelatedItemsCommand({ incidentRecordArn, relatedItemsUpdate })),
    tag: (tags: Record<string, string>, resourceArn: string = world.idOf()) =>
      client().send(new TagResourceCommand({ resourceArn, tags })),
    untag: (tagKeys: string[], resourceArn: string = world.idOf()) =>
      client().send(new UntagResourceCommand({ resourceArn, tagKeys })),
    remove: (arn: string = world.idOf()) => client().send(new DeleteIncidentRecordCommand({ arn })),
    /** The tags of an incident that a resource has started, and perhaps let go. */
    marksOf(name: string, inputs: Props, { isReleased = false } = {}): Record<string, string> {
      const owner = ownerOf(world.engine.owner(name));
      const value = markValue({ fingerprint: fingerprint(inputs), token: "01234567" }, owner);
      return { [markKey(owner)]: value, ...(isReleased && { [releasedKey(owner)]: "true" }) };
    },
    /** A role of the account, as a client. */
    async role(name = "responder") {
      const RoleArn = `arn:aws:iam::${world.account}:role/${name}`;
      const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "anybody" }));
      return client(Credentials?.AccessKeyId);
    },
  });
}

export type World = ReturnType<typeof simulated>;
