import type { EmulatorOptions } from "../../emulator";
import { changeRequest } from "../../provider/changeRequest/handler";
import type { Props } from "../../provider/core/handler";
import { simulatedFor } from "../support/simulated";

/** The smallest request. Access key `alice` is the user who approves it. */
export const required: Props = {
  documentName: "AWS-HelloWorldChangeTemplate",
  runbooks: [{ documentName: "AWS-HelloWorld" }],
  parameters: { Approver: ["alice"] },
};

export const DAY = 24 * 60 * 60 * 1000;

/** For the tests of the surrounding `describe` an emulator, and for each of them an account with an empty state. */
export function simulated(options: EmulatorOptions = {}) {
  const world = simulatedFor(changeRequest, options);
  const tagsOf = async (id: string) => {
    const { TagList = [] } = await world.ssm().listTagsForResource({ ResourceType: "Automation", ResourceId: id });
    return Object.fromEntries(TagList.map(({ Key, Value }) => [Key, Value])) as Record<string, string>;
  };
  return Object.assign(world, {
    tagsOf,
    /** All requests of the account, oldest first, with their status. */
    async requests() {
      const filter = { Key: "AutomationSubtype" as const, Values: ["ChangeRequest"] };
      const { AutomationExecutionMetadataList = [] } = await world
        .ssm()
        .describeAutomationExecutions({ Filters: [filter], MaxResults: 50 });
      return AutomationExecutionMetadataList.toReversed().map(
        ({ AutomationExecutionId: id = "", AutomationExecutionStatus: status }) => ({ id, status }),
      );
    },
    async status(id: string = world.idOf()) {
      const { AutomationExecution } = await world.ssm().getAutomationExecution({ AutomationExecutionId: id });
      return AutomationExecution?.AutomationExecutionStatus;
    },
    /** What a person says. */
    async decide(decision: "Approve" | "Reject", id: string = world.idOf(), Comment?: string) {
      await world.ssm().sendAutomationSignal({
        AutomationExecutionId: id,
        SignalType: decision,
        ...(Comment && { Payload: { Comment: [Comment] } }),
      });
    },
  });
}
