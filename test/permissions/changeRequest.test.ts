import type { Props } from "../../provider/core/handler";
import { required, simulated } from "../changeRequest/support";
import { start } from "../emulator/changeRequests";
import { callsWhatIsListed, inTurn, refused, steps } from "./support";

describe("docs/permissions.md, of", () => {
  const world = simulated();
  const { up, refresh, destroy, get, lost, renamed, asAnother } = steps(world);
  const whole: Props = { ...required, tags: Object.fromEntries([..."abcdef"].map((key) => [key, "1"])) };
  const adopting = { ...whole, adopt: "" };
  const foreign = async () => {
    const Parameters = required.parameters as Record<string, string[]>;
    adopting.adopt = await start(world.ssm(), { DocumentName: String(required.documentName), Parameters });
  };
  const released = async () => {
    await world.engine.up("a", { ...whole, onDelete: "leave" });
    adopting.adopt = world.idOf();
    await world.engine.destroy("a");
  };
  /** AWS shows nothing of what is submitted. */
  const hidden = () => void world.aws.faults.hideNew("StartChangeRequestExecution");
  const revealed = () => world.aws.faults.clear();
  const hasNoExecution = () =>
    world.aws.faults.error("GetAutomationExecution", "AutomationExecutionNotFoundException", { count: Infinity });

  callsWhatIsListed("ChangeRequest", () => world.aws, {
    create: {
      "with more tags than it takes": { take: up(whole) },
      "after an interruption": { given: lost(whole), take: up({ ...whole, tags: { more: "x" } }) },
      "after an interruption, edited": { given: lost(whole), take: up({ ...whole, changeRequestName: "x" }) },
      "where AWS shows it late": { given: hidden, take: refused(up(whole)) },
      "by adoption": { given: foreign, take: up(adopting) },
      "by adoption of its OpsItem": {
        given: inTurn(foreign, async () => {
          const { AutomationExecution } = await world
            .ssm()
            .getAutomationExecution({ AutomationExecutionId: adopting.adopt });
          adopting.adopt = String(AutomationExecution?.OpsItemId);
        }),
        take: up(adopting),
      },
      "by adoption of what was let go": { given: released, take: up(adopting) },
    },
    read: {
      "with everything": { given: up(whole), take: refresh },
      "not managed, by its OpsItem": { given: up(whole), take: get(() => world.outputs().opsItemId) },
      "where AWS has forgotten it": { given: inTurn(up(whole), hasNoExecution), take: refresh },
    },
    update: {
      "of its tags": { given: up(whole), take: up({ ...whole, tags: { a: "2" } }) },
      "of its name": { given: up(whole), take: renamed(whole) },
      "that ends a creation": { given: inTurn(hidden, refused(up(whole)), revealed), take: up(whole) },
      "where it is gone": { given: up(whole), take: asAnother(up({ ...whole, tags: { a: "2" } })) },
    },
    delete: {
      "which cancels it": { given: up(whole), take: destroy },
      "where it is gone": { given: up(whole), take: asAnother(destroy) },
    },
  });
});
