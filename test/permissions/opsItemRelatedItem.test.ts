import type { Props } from "../../provider/core/handler";
import { document, simulated } from "../opsItemRelatedItem/support";
import { callsWhatIsListed, inTurn, refused, steps } from "./support";

describe("docs/permissions.md, of", () => {
  const world = simulated();
  const { up, refresh, destroy, get, lost, asAnother } = steps(world);
  const declared = () => document;
  const adopting: Props = {};
  const foreign = async () => {
    Object.assign(adopting, document, { adopt: await world.foreign() });
  };
  const hidden = () => void world.aws.faults.hideNew("AssociateOpsItemRelatedItem");
  const revealed = () => world.aws.faults.clear();
  const gone = () => world.ssm().deleteOpsItem({ OpsItemId: String(document.opsItemId) });

  callsWhatIsListed("OpsItemRelatedItem", () => world.aws, {
    create: {
      "for the first time": { take: up(declared) },
      "after an interruption": { given: lost(declared), take: up(declared) },
      "where AWS shows it late": { given: hidden, take: refused(up(declared)) },
      "by adoption": { given: foreign, take: up(() => adopting) },
      "by adoption where its OpsItem is gone": { given: inTurn(foreign, gone), take: refused(up(() => adopting)) },
    },
    read: {
      "at any time": { given: up(declared), take: refresh },
      "not managed": { given: up(declared), take: get(() => world.idOf()) },
      "where its OpsItem is gone": { given: inTurn(up(declared), gone), take: refresh },
    },
    update: {
      "that ends a creation": { given: inTurn(hidden, refused(up(declared)), revealed), take: up(declared) },
      "where its OpsItem is gone": { given: inTurn(hidden, refused(up(declared)), gone), take: refused(up(declared)) },
    },
    delete: {
      "at any time": { given: up(declared), take: destroy },
      "with the credentials of another account": { given: up(declared), take: asAnother(destroy) },
    },
  });
});
