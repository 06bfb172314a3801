import type { Props } from "../../provider/core/handler";
import { link, simulated, whole } from "../incidentRecord/support";
import { callsWhatIsListed, inTurn, refused, steps } from "./support";

describe("docs/permissions.md, of", () => {
  const world = simulated();
  const { up, refresh, destroy, get, lost, renamed, asAnother } = steps(world);
  const declared =
    (more: Props = {}) =>
    () =>
      world.declared({ ...whole, ...more });
  const other = declared({ title: "x", relatedItems: [link("https://example.com/x")], tags: { more: "x" } });
  const adopting = (more: Props = {}) => declared({ triggerDetails: undefined, adopt: arn, ...more })();
  let arn = "";
  const foreign = async () => {
    arn = await world.foreign();
  };
  const released = async () => {
    await up(declared({ onDelete: "resolve" }))();
    arn = world.idOf();
    await destroy();
  };
  const merging = declared({ responsePlanArn: undefined });
  const plain = declared({ triggerDetails: undefined });
  const lostBeforeItsTag = async () => {
    await up(plain)();
    await world.untag(Object.keys(world.marksOf("a", plain())));
    world.engine.state.clear();
  };
  const gone = () => world.remove();
  const hidden = () => void world.aws.faults.hideNew("StartIncident");
  const revealed = () => world.aws.faults.clear();

  callsWhatIsListed("IncidentRecord", () => world.aws, {
    create: {
      "with everything": { take: up(declared()) },
      "after an interruption": { given: lost(declared()), take: up(other) },
      "after an interruption before its tag": { given: lostBeforeItsTag, take: up(plain) },
      "after an interruption, edited": {
        given: lost(declared()),
        take: up(declared({ triggers: ["2030-Q2"], onDelete: "resolve" })),
      },
      "after an interruption, edited, to be deleted": {
        given: lost(declared()),
        take: up(declared({ triggers: ["2030-Q2"], onDelete: "delete" })),
      },
      "where AWS merges it": {
        given: () => world.foreign({ responsePlanArn: world.plan("merging") }),
        take: refused(up(() => ({ ...merging(), responsePlanArn: world.plan("merging") }))),
      },
      "where AWS shows it late": { given: hidden, take: refused(up(declared())) },
      "by adoption": { given: foreign, take: up(adopting) },
      "by adoption of what was let go": { given: released, take: up(adopting) },
    },
    read: {
      "with everything": { given: up(declared()), take: refresh },
      "not managed": { given: up(declared()), take: get(() => world.idOf()) },
      "where it is gone": { given: inTurn(up(declared()), gone), take: refresh },
    },
    update: {
      "of everything": { given: up(declared()), take: up(other) },
      "of its name": { given: up(declared()), take: renamed(declared()) },
      "of its region": { given: up(declared()), take: up(declared({ region: "us-east-1" })) },
      "that ends a creation": { given: inTurn(hidden, refused(up(declared())), revealed), take: up(declared()) },
      "where it is gone": { given: inTurn(up(declared()), gone), take: up(other) },
    },
    delete: {
      "which resolves it": { given: up(declared({ onDelete: "resolve" })), take: destroy },
      "which deletes it": { given: up(declared({ onDelete: "delete" })), take: destroy },
      "with the credentials of another account": { given: up(declared()), take: asAnother(destroy) },
    },
  });
});
