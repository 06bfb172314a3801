import { ChangeGate } from "../../../provider/changeGate/changeGate";
import { changeGate as handler } from "../../../provider/changeGate/handler";
import { signal, start, status } from "../../emulator/changeRequests";
import { states } from "../../states/changeGate";
import { simulatedFor } from "../../support/simulated";
import type { Kind, Refused, World } from "../kind";

const ID = "01234567-89ab-cdef-0123-456789abcdef";
const DAY = 24 * 60 * 60 * 1000;

/** A request that the test's account has approved, and that has ended well. */
async function passed(world: World, region?: string): Promise<string> {
  const ssm = world.ssm(region);
  const input = { DocumentName: "AWS-HelloWorldChangeTemplate", Parameters: { Approver: [world.account] } };
  const id = await start(ssm, input);
  await signal(ssm, id, "Approve");
  return id;
}

export const changeGate: Kind = {
  resource: ChangeGate,
  handler,
  simulated: (options) => simulatedFor(handler, options),
  given: async (world) => ({
    request: await passed(world),
    other: await passed(world),
    elsewhere: await passed(world, "us-east-1"),
  }),

  inputs: {
    whole: ({ request }) => ({ changeRequest: request, until: "started", timeoutSeconds: 60, region: "eu-west-1" }),
    minimal: ({ request }) => ({ changeRequest: request }),
  },
  others: ({ other }) => ({ changeRequest: other, until: "completed", timeoutSeconds: 5, region: "us-east-1" }),
  alongside: ({ elsewhere }) => ({ region: { changeRequest: elsewhere } }),
  replacing: [],
  untold: ["until", "timeoutSeconds"],

  /** A gate exists only in the state: what AWS has is its request, which no gate touches. */
  status: (aws, { changeRequest }) => status(aws.ssm(), String(changeRequest)).catch(() => undefined),
  leaves: [[{}, "CompletedWithSuccess"]],
  unknownId: { because: "a gate is never read but from its state" },
  gone: {
    /** AWS forgets the request. */
    how: async (world) => world.aws.clock.advance(31 * DAY),
    refresh: "same",
    updates: { timeoutSeconds: "update" },
  },
  account: { because: "what a gate has seen it has seen: it asks AWS nothing more" },
  isMarked: false,

  states,

  model: { because: "AWS knows no gates" },
  rules: {
    taken: [
      ...[ID, "oi-0123456789ab", `eu-west-1/${ID}`],
      `arn:aws:ssm:eu-west-1:111122223333:automation-execution/${ID}`,
    ].map((changeRequest) => ({ changeRequest })),
    refused: [
      ...["foo", "oi-xyz", `${ID}0`].map(
        (changeRequest): Refused => [
          { changeRequest },
          "changeRequest: must be the id of a change request (of its automation execution), its ARN, or the id of its " +
            'OpsItem, with "region/" before it where needed',
        ],
      ),
      [
        { changeRequest: `us-east-1/${ID}` },
        "changeRequest: names a request in us-east-1: say the same as region, or leave region out",
      ],
    ],
  },
};
