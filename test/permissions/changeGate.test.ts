import { changeGate } from "../../provider/changeGate/handler";
import type { Props } from "../../provider/core/handler";
import { createTemplate, level, opsItemOf, signal, start } from "../emulator/changeRequests";
import { simulatedFor } from "../support/simulated";
import { callsWhatIsListed, refused, steps } from "./support";

describe("docs/permissions.md, of", () => {
  const world = simulatedFor(changeGate);
  const { refresh, destroy } = steps(world);
  const gate: Props = {};
  const approved = async () => {
    const DocumentName = await createTemplate(world.ssm(), { mainSteps: [level("approve", [world.account])] });
    gate.changeRequest = await start(world.ssm(), { DocumentName });
    await signal(world.ssm(), String(gate.changeRequest), "Approve");
  };
  const byItem = async () => {
    await approved();
    gate.changeRequest = (await opsItemOf(world.ssm(), String(gate.changeRequest))).OpsItemId;
  };
  const up = () => world.engine.up("a", gate);
  const passed = async () => {
    await approved();
    await up();
  };
  const nowhere = { changeRequest: "01234567-89ab-cdef-0123-456789abcdef" };

  callsWhatIsListed("ChangeGate", () => world.aws, {
    create: {
      "by the request": { given: approved, take: up },
      "by its OpsItem": { given: byItem, take: up },
      "where there is none": { take: refused(() => world.engine.up("a", nowhere)) },
    },
    read: { "at any time": { given: passed, take: refresh } },
    update: {
      "for another request": {
        given: async () => {
          await passed();
          await byItem();
        },
        take: up,
      },
      "where there is none": { given: passed, take: refused(() => world.engine.up("a", nowhere)) },
    },
    delete: { "at any time": { given: passed, take: destroy } },
  });
});
