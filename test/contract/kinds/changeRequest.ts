import { ChangeRequest } from "../../../provider/changeRequest/changeRequest";
import { changeRequest as handler } from "../../../provider/changeRequest/handler";
import type { Props } from "../../../provider/core/handler";
import { DAY, fitting, required, simulated, whole } from "../../changeRequest/support";
import { status, stop } from "../../emulator/changeRequests";
import { states } from "../../states/changeRequest";
import type { Kind, Refused } from "../kind";
import { refusedTags } from "./common";

const ID = "01234567-89ab-cdef-0123-456789abcdef";
const ownTags = "two are our own, the second only once the request is let go";
const targets = [{ key: "ParameterValues", values: ["i-1"] }];
const targeted = { documentName: "AWS-HelloWorld", targetParameterName: "InstanceId", targets };
const byRunbook = "AWS judges it with the runbook, and says so in other words";
const mapped = { documentName: "AWS-HelloWorld", targetMaps: [{ InstanceId: ["i-1", "i-2"] }] };

export const changeRequest: Kind<ReturnType<typeof simulated>> = {
  resource: ChangeRequest,
  handler,
  simulated,
  given: async (world) => ({ template: await world.template(), other: await world.template() }),

  inputs: {
    whole: ({ template }) => ({ ...whole, documentName: template, onDelete: "cancel" }),
    minimal: ({ template }) => ({ ...required, documentName: template }),
    "a region": () => ({ ...required, region: "eu-west-1" }),
  },
  others: ({ other }) => ({
    documentName: other,
    documentVersion: "$LATEST",
    runbooks: [{ documentName: "AWS-HelloWorld" }],
    parameters: { Approver: ["reviewers"] },
    changeRequestName: "Other",
    changeDetails: "Other",
    scheduledTime: "2099-12-02T09:00:00Z",
    scheduledEndTime: "2099-12-03T09:00:00Z",
    autoApprove: false,
    triggers: ["db.t3.xlarge"],
    tags: { team: "orders", more: "x" },
    onDelete: "leave",
    region: "us-east-1",
  }),
  replacing: [
    ...["documentName", "documentVersion", "runbooks", "parameters", "changeRequestName", "changeDetails"],
    ...["scheduledTime", "scheduledEndTime", "autoApprove", "triggers", "region"],
  ],
  untold: ["documentVersion", "changeDetails", "scheduledEndTime", "autoApprove", "triggers", "onDelete"],

  status: (aws, { automationExecutionId }) => status(aws.ssm(), String(automationExecutionId)).catch(() => undefined),
  leaves: [
    [{}, "Cancelled"],
    [{ onDelete: "cancel" }, "Cancelled"],
    [{ onDelete: "cancelRunning" }, "Cancelled"],
    [{ onDelete: "leave" }, "PendingApproval"],
  ],
  unknownId: ID,
  gone: {
    /** AWS forgets what has ended, and somebody has deleted its OpsItem. */
    async how(world, { automationExecutionId, opsItemId }) {
      await stop(world.ssm(), String(automationExecutionId));
      world.aws.clock.advance(31 * DAY);
      await world.ssm().deleteOpsItem({ OpsItemId: String(opsItemId) });
    },
    refresh: "same",
    warns: "AWS does not know change request id any more: it is kept in the state, and no new one is submitted",
    updates: { tags: "update" },
  },
  account: "change request id",
  isMarked: true,

  states,

  model: {
    service: "ssm",
    operations: ["StartChangeRequestExecution"],
    ours: ["ClientToken", "Tags"],
    differences: {
      "runbooks[].targets[].key pattern": "the model's names of resource groups are of the same signs in any case",
      "runbooks[].targetLocations[].targets[].key pattern": "the same",
    },
  },
  patterns: {
    "3 to 128 letters, digits and _-.:/, a name or an ARN": {
      taken: ["abc", "a".repeat(128), "AWS-x_y.z:/", "arn:aws:ssm:eu-west-1:111122223333:document/Resize"],
      refused: ["", "ab", "a".repeat(129), "a b c", "äöü", "abc\n"],
    },
    "a number from 1 on, $LATEST or $DEFAULT": {
      taken: ["1", "10", "$LATEST", "$DEFAULT"],
      refused: ["", "0", "01", "latest", "1.0", "$Latest", "1\n"],
    },
    'a whole number from 1 on, or a percentage from "1%" to "100%"': {
      taken: ["1", "1%", "10%", "99%", "100%"],
      refused: ["0", "01", "0%", "101%", "-1", "1.5", "all", "1\n"],
    },
    'a whole number from 0 on, or a percentage from "0%" to "100%"': {
      taken: ["0", "1", "0%", "10%", "99%", "100%"],
      refused: ["01", "00%", "101%", "-1", "all"],
    },
    "letters, digits and +=,.@/-_": { taken: ["path/Role_1+=,.@-x"], refused: ["a role", "rôle"] },
    "an account id of 12 digits, or the id of an organizational unit": {
      taken: ["111122223333", "ou-ab12-cdefgh34", `ou-${"a".repeat(32)}-${"b".repeat(32)}`],
      refused: [
        ...["11112222333", "1111222233334", "ou-abc-cdefgh34", "ou-ab12-cdefgh3", `ou-abcd-${"b".repeat(33)}`],
        "OU-ab12-cdefgh34",
      ],
    },
    "letters, digits, spaces and _.:/=-@": {
      taken: ["tag:Stage", "resource-groups:ResourceTypeFilters", "resource-groups:Name", "é 1_.:/=-@"],
      refused: ["tag!", "a+b"],
    },
  },
  awsTakes: { "tags size": ownTags },
  rules: {
    taken: [
      ...[targeted, mapped, { ...mapped, targetParameterName: "InstanceId" }].map((one) => ({ runbooks: [one] })),
      ...[
        ...[ID, ID.toUpperCase(), `eu-west-1/${ID}`, "oi-0123456789ab", "eu-west-1/oi-0123456789ab"],
        `arn:aws:ssm:eu-west-1:111122223333:automation-execution/${ID}`,
      ].map((adopt) => ({ adopt })),
      { tags: { "pulumi-aws-ops": "x" } },
    ],
    refused: [
      ...refusedTags(48, ownTags),
      [
        { runbooks: [{ ...targeted, ...mapped }] },
        "runbooks[0].targetMaps: must not be given together with targets",
        byRunbook,
      ],
      [
        { runbooks: [{ ...targeted, targetParameterName: undefined }] },
        "runbooks[0].targetParameterName: is required with targets",
        byRunbook,
      ],
      [
        { runbooks: [{ ...targeted, targets: undefined }] },
        "runbooks[0].targets: are required with targetParameterName",
        byRunbook,
      ],
      ...["oi-0123456789abc", "Resize", `${ID}0`, `https://x/${ID}`].map(
        (adopt): Refused => [
          { adopt },
          'adopt: must be the id of a change request (of its automation execution), its ARN, or the id of its OpsItem, with "region/" before it where needed',
        ],
      ),
      [
        { tags: { "pulumi-aws-ops:x": "y" } },
        'tags["pulumi-aws-ops:x"]: keys that begin with pulumi-aws-ops: are kept by this package',
        "we note there whose the request is",
      ],
    ],
  },
  fitting: (args) => ({ ...args, runbooks: (args.runbooks as Props[]).map(fitting) }),
};
