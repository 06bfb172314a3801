import { required, simulated, whole } from "../opsItem/support";
import { callsWhatIsListed, inTurn, refused, steps } from "./support";

describe("docs/permissions.md, of", () => {
  const world = simulated();
  const { up, refresh, destroy, get, lost, failing, renamed } = steps(world);
  const other = { ...required, title: "x", tags: { more: "x" } };
  const elsewhere = { ...required, accountId: "444455556666" };
  const deleted = () => world.ssm().deleteOpsItem({ OpsItemId: world.idOf() });
  const adopting = { ...whole, adopt: "" };
  const foreign = async () => {
    const { OpsItemId } = await world.ssm().createOpsItem({ Title: "x", Description: "x", Source: "orders" });
    adopting.adopt = String(OpsItemId);
  };

  callsWhatIsListed("OpsItem", () => world.aws, {
    create: {
      "with everything": { take: up(whole) },
      "in another account": { take: up(elsewhere) },
      "after an interruption": { given: lost(whole), take: up({ ...whole, tags: { more: "x" } }) },
      "by adoption": { given: foreign, take: up(adopting) },
    },
    read: {
      "with everything": { given: up(whole), take: refresh },
      "not managed": { given: up(whole), take: get(() => world.idOf()) },
      "by its ARN": { given: up(whole), take: get(() => world.outputs().opsItemArn) },
      "in another account": { given: up(elsewhere), take: refresh },
      "where it is gone": { given: inTurn(up(whole), deleted), take: refresh },
    },
    update: {
      "of everything": { given: up(whole), take: up(other) },
      "of its name": { given: up(whole), take: renamed(whole) },
      "that ends a creation": { given: failing("GetOpsItem", up(required)), take: up(required) },
      "where it is gone": { given: inTurn(up(whole), deleted), take: refused(up(other)) },
    },
    delete: {
      "which deletes it": { given: up(whole), take: destroy },
      "which resolves it": { given: up({ ...whole, onDelete: "resolve" }), take: destroy },
      "where it is gone": { given: inTurn(up(whole), deleted), take: destroy },
    },
  });
});
