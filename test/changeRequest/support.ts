import fc from "fast-check";
import type { EmulatorOptions } from "../../emulator";
import { changeRequest } from "../../provider/changeRequest/handler";
import { properties } from "../../provider/changeRequest/properties";
import type { Props } from "../../provider/core/handler";
import { createFreeze, createTemplate, execution, level, signal, stop } from "../emulator/changeRequests";
import { arbitraryOf } from "../support/arbitraryOf";
import { simulatedFor } from "../support/simulated";

/** The smallest request, which whoever works in the test's account may approve. */
export const required: Props = {
  documentName: "AWS-HelloWorldChangeTemplate",
  runbooks: [{ documentName: "AWS-HelloWorld" }],
  parameters: { Approver: ["reviewers"], ApproverType: ["IamGroup"] },
};

/** Every property that a request can have. */
export const whole: Props = {
  ...required,
  documentVersion: "1",
  runbooks: [
    {
      documentName: "AWS-HelloWorld",
      documentVersion: "$DEFAULT",
      parameters: { AutomationAssumeRole: ["arn:aws:iam::111122223333:role/operator"] },
      maxConcurrency: "10%",
      maxErrors: "0",
      targetLocations: [
        {
          accounts: ["111122223333", "ou-ab12-cdefgh34"],
          regions: ["eu-west-1"],
          targetLocationMaxConcurrency: "1",
          targetLocationMaxErrors: "0",
          executionRoleName: "AWS-SystemsManager-AutomationExecutionRole",
          targetLocationAlarmConfiguration: { ignorePollAlarmFailure: true, alarms: [{ name: "Too many errors" }] },
          includeChildOrganizationUnits: true,
          excludeAccounts: ["444455556666"],
          targetsMaxConcurrency: "1",
          targetsMaxErrors: "0",
        },
      ],
    },
  ],
  changeRequestName: "Resize the orders database",
  changeDetails: "# Why\n\nIt is **full**.",
  scheduledTime: "2099-12-01T09:00:00Z",
  scheduledEndTime: "2099-12-01T11:00:00+01:00",
  autoApprove: true,
  triggers: ["db.t3.large", { nested: [1, true, null] }],
  tags: { team: "orders", cost: "ops" },
  onDelete: "leave",
};

export const DAY = 24 * 60 * 60 * 1000;

/** For the tests of the surrounding `describe` an emulator, and for each of them an account with an empty state. */
export function simulated(options: EmulatorOptions = {}) {
  const world = simulatedFor(changeRequest, options);
  beforeEach(() => {
    Object.assign(world.aws.changeManager, {
      groups: { reviewers: [world.account] },
      checkedCalendars: [],
      cancellingSeconds: 0,
      runbook: () => ({}),
    });
  });
  return Object.assign(world, {
    /** The state forgets the request, as when the engine was killed before it wrote. */
    lose(name = "a") {
      const id = world.idOf(name);
      world.engine.state.delete(name);
      return id;
    },
    warnings: () => world.engine.messages.filter((text) => text.includes(": warning: ")),
    async tagsOf(id: string = world.idOf()) {
      const { TagList = [] } = await world.ssm().listTagsForResource({ ResourceType: "Automation", ResourceId: id });
      return Object.fromEntries(TagList.map(({ Key, Value }) => [Key, Value])) as Record<string, string>;
    },
    /** All requests of the account, oldest first, with their status. */
    async requests(region?: string) {
      const filter = { Key: "AutomationSubtype" as const, Values: ["ChangeRequest"] };
      const { AutomationExecutionMetadataList = [] } = await world
        .ssm(region)
        .describeAutomationExecutions({ Filters: [filter], MaxResults: 50 });
      return AutomationExecutionMetadataList.toReversed().map(
        ({ AutomationExecutionId: id = "", AutomationExecutionStatus: status }) => ({ id, status }),
      );
    },
    async status(id: string = world.idOf()) {
      return (await execution(world.ssm(), id)).AutomationExecutionStatus;
    },
    /** What a person says. */
    async decide(decision: "Approve" | "Reject", id: string = world.idOf(), comment?: string) {
      await signal(world.ssm(), id, decision, comment);
    },
    /** A template that lets everything be asked for; answers its name. */
    template: (content: object = {}) =>
      createTemplate(world.ssm(), {
        autoApprovable: true,
        parameters: {
          Approver: { type: "String", default: "reviewers" },
          ApproverType: { type: "String", default: "IamGroup" },
        },
        mainSteps: [level("approve", [{ approver: "{{ Approver }}", type: "{{ ApproverType }}" }], { seconds: 3600 })],
        ...content,
      }),
    /** Operations that change something, in their order. */
    writes: () => world.calls().filter((operation) => !/^(Get|List|Describe)/.test(operation)),
  });
}

export type World = ReturnType<typeof simulated>;

/** Brings the request `a`, which nobody has approved yet, into one of its states. */
export const ways: Record<string, (world: World) => Promise<void>> = {
  async PendingApproval() {},
  async PendingChangeCalendarOverride(world) {
    const now = world.aws.clock.now().getTime();
    const freeze = await createFreeze(world.ssm(), new Date(now - DAY), new Date(now + DAY));
    world.aws.changeManager.checkedCalendars = [freeze];
    await world.decide("Approve");
  },
  async RunbookInProgress(world) {
    world.aws.changeManager.runbook = () => ({ seconds: 7200 });
    await world.decide("Approve");
  },
  async Cancelling(world) {
    await ways.RunbookInProgress!(world);
    world.aws.changeManager.cancellingSeconds = 3600;
    await stop(world.ssm(), world.idOf());
  },
  async CompletedWithSuccess(world) {
    await world.decide("Approve");
  },
  async CompletedWithFailure(world) {
    world.aws.changeManager.runbook = () => ({ outcome: "Failed", failureMessage: "The volume is busy." });
    await world.decide("Approve");
  },
  async Rejected(world) {
    await world.decide("Reject", world.idOf(), "not on a Friday");
  },
  async TimedOut(world) {
    world.aws.clock.advance(3_601_000);
  },
  async Failed(world) {
    world.aws.changeManager.checkedCalendars = ["Missing-Calendar"];
    await world.decide("Approve");
  },
  async Cancelled(world) {
    await stop(world.ssm(), world.idOf());
  },
};

/** The states after which nothing happens any more. */
export const ENDS = ["CompletedWithSuccess", "CompletedWithFailure", "Rejected", "TimedOut", "Failed", "Cancelled"];

/** Inputs of a request with any of its properties, all of them valid. */
export const someInputs: fc.Arbitrary<Props> = (() => {
  const { documentName, runbooks, region, adopt, ...optional } = properties;
  const all = Object.entries({ documentName, runbooks, ...optional }).map(([name, row]) => [name, arbitraryOf(row)]);
  return fc
    .record<Props>(Object.fromEntries(all), { requiredKeys: ["documentName", "runbooks"], noNullPrototype: true })
    .map((inputs) => ({ ...inputs, runbooks: (inputs.runbooks as Props[]).map(fitting) }));
})();

/** A runbook whose targets go with a parameter that takes them, and not with target maps. */
export function fitting({ targets, targetMaps, targetParameterName, ...runbook }: Props): Props {
  if (targets === undefined && targetParameterName === undefined) {
    return { ...runbook, ...(targetMaps !== undefined && { targetMaps }) };
  }
  return { ...runbook, targets: targets ?? [target], targetParameterName: targetParameterName ?? "InstanceId" };
}

const target = { key: "ParameterValues", values: ["i-1"] };
