import { childPath } from "../../../provider/core/properties/path";
import { opsItem as handler } from "../../../provider/opsItem/handler";
import { OpsItem } from "../../../provider/opsItem/opsItem";
import { required, simulated, whole } from "../../opsItem/support";
import { states } from "../../states/opsItem";
import { many } from "../../support/tables";
import type { Kind, Refused } from "../kind";
import { refusedTags } from "./common";

const OTHER_ACCOUNT = "444455556666";

const jsonList = (count: number, of: (index: number) => object) => JSON.stringify(many(count, of));
const topicIn = (region: string) => ({ arn: `arn:aws:sns:${region}:111122223333:ops` });
const dataOf = (key: string, value: string) => ({ operationalData: { [key]: { value } } });
const dedupOf = (dedupString: string) => dataOf("/aws/dedup", JSON.stringify({ dedupString }));
const refusedData = (key: string, values: readonly string[], reason: string): Refused[] =>
  values.map((value) => [dataOf(key, value), `operationalData["${key}"].value: ${reason}`]);

const notReserved =
  "must not begin with amazon, aws, amzn, ssm, /amazon, /aws, /amzn or /ssm, except /aws/resources, /aws/automations or /aws/dedup";
const isGone = "OpsItem id is gone: run `pulumi refresh`, then `pulumi up` to make it again";
const dedupForm = 'must be JSON of the form {"dedupString": "…"} with 1 to 512 characters';

export const opsItem: Kind<ReturnType<typeof simulated>> = {
  resource: OpsItem,
  handler,
  simulated,

  inputs: {
    whole: () => ({ ...whole, onDelete: "resolve" }),
    minimal: () => required,
    "another account": () => ({ ...required, accountId: OTHER_ACCOUNT }),
    "a region": () => ({ ...required, region: "eu-west-1" }),
  },
  others: () => ({
    title: "Disk is full",
    description: "Above 95 %.",
    source: "billing",
    opsItemType: "/aws/insight",
    operationalData: {
      disk: { value: "/dev/xvdb", type: "SearchableString" },
      more: { value: "x", type: "String" },
    },
    notifications: [{ arn: "arn:aws:sns:eu-west-1:111122223333:other" }],
    priority: 1,
    relatedOpsItems: [],
    category: "Cost",
    severity: "1",
    plannedStartTime: "2026-12-02T10:00:00Z",
    plannedEndTime: "2026-12-02T11:00:00Z",
    actualStartTime: "2026-12-02T12:00:00Z",
    actualEndTime: "2026-12-02T13:00:00Z",
    accountId: "777788889999",
    status: "Resolved",
    tags: { team: "orders", more: "x" },
    onDelete: "delete",
    region: "eu-central-1",
  }),
  replacing: ["source", "opsItemType", "accountId", "region"],
  untold: ["accountId", "onDelete"],

  async status(aws, { opsItemId, accountId }) {
    const ssm = aws.ssm("eu-west-1", accountId as string | undefined);
    const { OpsItem } = await ssm.getOpsItem({ OpsItemId: String(opsItemId) }).catch(() => ({ OpsItem: undefined }));
    return OpsItem?.Status;
  },
  leaves: [
    [{}, undefined],
    [{ onDelete: "delete" }, undefined],
    [{ onDelete: "resolve" }, "Resolved"],
    [{ accountId: OTHER_ACCOUNT }, "Resolved"],
  ],
  reference: ({ opsItemArn }) => String(opsItemArn),
  unknownId: "oi-0123456789ab",
  gone: {
    how: (world, { opsItemId }) => world.ssm().deleteOpsItem({ OpsItemId: String(opsItemId) }),
    refresh: "gone",
    updates: { title: isGone, tags: isGone },
  },
  account: "OpsItem id",
  isMarked: true,

  states,

  model: {
    service: "ssm",
    operations: ["CreateOpsItem", "UpdateOpsItem"],
    ours: ["Tags", "OpsItemId", "OpsItemArn", "OperationalDataToDelete"],
    differences: {
      "operationalData{}.value required": "an entry without a value means nothing",
      "notifications[].arn required": "a notification without a topic means nothing",
      "notifications[].arn length": "the model has no limit; no ARN is longer",
      "relatedOpsItems[].opsItemId length": "the model has no limit; no id is longer",
      "relatedOpsItems length": "a quota, which the model does not know",
    },
  },
  patterns: {
    "an account id of 12 digits": {
      taken: ["111122223333"],
      refused: ["11112222333", "1111222233334", "11112222333a"],
    },
  },
  samples: { "notifications[]": () => topicIn("eu-west-1") },
  awsTakes: { "relatedOpsItems[].opsItemId length": "no id is so long, or empty" },
  askedBesides: {
    "notifications[].arn": "it is the ARN of a topic",
    status: "people set Open, InProgress and Resolved; the others are those of change requests",
  },
  rules: {
    taken: [
      ...["Open", "InProgress", "Resolved"].map((status) => ({ status })),
      { notifications: ["eu-west-1", "eu-west-1"].map(topicIn) },
      dataOf("/aws/resources", "[]"),
      dataOf(
        "/aws/resources",
        jsonList(100, (index) => ({ arn: `a${index}` })),
      ),
      dataOf(
        "/aws/automations",
        jsonList(10, () => ({ automationId: "a", automationType: "b" })),
      ),
      dedupOf("d".repeat(512)),
      dedupOf("😀".repeat(512)),
      { adopt: "oi-0123456789ab" },
      { adopt: "eu-west-1/oi-0123456789ab" },
      { adopt: "arn:aws:ssm:eu-west-1:111122223333:opsitem/oi-0123456789ab" },
    ],
    refused: [
      ...refusedTags(50),
      ...["aws", "my aws source", "amazon", "amzn-x"].map(
        (source): Refused => [{ source }, "source: must not contain aws, amazon or amzn"],
      ),
      ...["aws", "awsome", "amazon", "amzn1", "ssm-x", "/amazon", "/aws", "/aws/other", "/amzn", "/ssm/x"].map(
        (key): Refused => [dataOf(key, "x"), `${childPath("operationalData", key)}: the key ${notReserved}`],
      ),
      [
        dataOf("disk", `${"é".repeat(10_240)}!`),
        "operationalData.disk.value: must be at most 20480 bytes of UTF-8 long, not 20481",
      ],
      [
        { relatedOpsItems: many(11, () => ({ opsItemId: "oi-0123456789ab" })) },
        "relatedOpsItems: must have at most 10 elements, not 11",
      ],
      ...refusedData("/aws/resources", ["arn:a", '[{"id":"a"}]', "[null]"], 'must be JSON of the form [{"arn": "…"}]'),
      ...refusedData("/aws/resources", [jsonList(101, () => ({ arn: "a" }))], "must name at most 100, not 101"),
      ...refusedData(
        "/aws/automations",
        ["{}"],
        'must be JSON of the form [{"automationId": "…", "automationType": "…"}]',
      ),
      ...refusedData("/aws/automations", [jsonList(11, () => ({ automationId: "a" }))], "must name at most 10, not 11"),
      ...refusedData("/aws/dedup", ["d", "null", JSON.stringify({ dedupString: "d".repeat(513) })], dedupForm),
      [
        dedupOf(""),
        `operationalData["/aws/dedup"].value: ${dedupForm}`,
        "AWS takes it for none: the item would be protected by nothing",
      ],
      [
        dataOf("pulumi-aws-ops/owner", "x"),
        'operationalData["pulumi-aws-ops/owner"]: is kept by this package: choose another key',
        "we note there whose the item is",
      ],
      [
        { notifications: ["eu-west-1", "us-east-1"].map(topicIn) },
        "notifications[1].arn: must be a topic in the region of the item",
      ],
      [{ accountId: "" }, "accountId: must be an account id of 12 digits", "an empty one is not sent"],
      ...["oi-0123456789abc", "oi-0123456789AB", "disk", "https://x/oi-0123456789ab"].map(
        (adopt): Refused => [
          { adopt },
          'adopt: must be the id of an OpsItem, "oi-" and 12 hexadecimal digits, or its ARN, with "region/" before it where needed',
        ],
      ),
    ],
  },
};
