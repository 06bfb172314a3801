import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { simulated } from "./support";

/*
 * What a resource makes of the incident that AWS answers its start with: every kind of incident there can be. AWS answers
 * with one that was there before where it has merged the start with it, and where it has had the token before.
 */

/** An incident that AWS answers with, as it is when the provider looks at it. */
interface Answer {
  /** Whether it was among the open ones before the start. */
  openBefore: boolean;
  mark: "unmarked" | "ours" | "ours, let go" | "another's";
  status: "OPEN" | "RESOLVED" | "deleted";
  /** Whether the plan has a deduplication string. */
  merges: boolean;
  by: "us" | "somebody else";
}

type Outcome = "taken" | "passed over" | "refused";

/** The first rule that agrees says what comes of an answer, and the last member why. */
const rules: [when: Partial<Answer>, outcome: Outcome, why: string][] = [
  [{ status: "deleted" }, "passed over", "it has happened, and was deleted since"],
  [{ mark: "ours" }, "taken", "it carries the owner"],
  [{ merges: false, mark: "unmarked" }, "taken", "only this resource has the token"],
  [{ merges: false }, "passed over", "the token is that of an earlier incident"],
  [{ status: "OPEN", mark: "another's" }, "refused", "AWS would merge every start with it"],
  [{ status: "OPEN", mark: "ours, let go" }, "refused", "AWS would merge every start with it"],
  [{ status: "OPEN", openBefore: false, by: "us" }, "taken", "it is new"],
  [{ status: "OPEN" }, "refused", "it may be another's"],
  [{ mark: "another's" }, "passed over", "AWS has merged an earlier start with it"],
  [{ mark: "ours, let go" }, "passed over", "it was let go"],
  [{ by: "us" }, "refused", "it may have been started by this resource, or by another one"],
  [{}, "passed over", "AWS has merged an earlier start with it"],
];

function* answers(): Generator<Answer> {
  for (const merges of [false, true])
    for (const openBefore of [false, true])
      for (const status of ["OPEN", "RESOLVED", "deleted"] as const)
        for (const mark of ["unmarked", "ours", "ours, let go", "another's"] as const)
          for (const by of ["us", "somebody else"] as const) yield { openBefore, mark, status, merges, by };
}

const ruleFor = (answer: Answer) =>
  rules.find(([when]) => Object.entries(when).every(([name, value]) => answer[name as keyof Answer] === value))!;

const described = ({ openBefore, mark, status, merges, by }: Answer) =>
  `${status}, ${mark}, started by ${by}, ${openBefore ? "open" : "not among the open ones"} before the start, ` +
  `of a plan ${merges ? "with" : "without"} a deduplication string`;

describe("an incident that AWS answers a start with", () => {
  const world = simulated();

  /** Starts an incident, with that one for an answer to the first StartIncident. */
  async function startAnswered({ openBefore, mark, status, merges, by }: Answer) {
    const args: Props = { responsePlanArn: world.plan(merges ? "merging" : "drill"), title: "ours", summary: "Ours." };
    const starter = by === "us" ? undefined : await world.role();
    const begin = () => world.foreign({ responsePlanArn: `${args.responsePlanArn}`, title: "theirs" }, starter);
    const settle = async (arn: string) => {
      if (mark === "another's") await world.tag(world.marksOf("b", args), arn);
      else if (mark !== "unmarked") await world.tag(world.marksOf("a", args, { isReleased: mark !== "ours" }), arn);
      if (status === "deleted") await world.remove(arn);
      else if (status === "RESOLVED") await world.change({ status }, arn);
      return status === "deleted" ? undefined : world.snapshot(arn);
    };

    let arn = openBefore || status !== "OPEN" ? await begin() : "";
    const isSettled = !openBefore && arn !== "";
    let before = isSettled ? await settle(arn) : undefined;
    const told = { resourceType: "INCIDENT_RECORD", resourceIdentifier: arn };
    const isOurs = ({ title }: Props) => title === "ours";
    const start = world.aws.faults.hold("StartIncident", { where: isOurs });
    world.aws.faults.error("StartIncident", "ConflictException", { members: told, where: isOurs });
    const work = world.engine.up("a", args).then(
      () => undefined,
      (error: Error) => error,
    );
    await start.reached;
    arn ||= await begin();
    if (!isSettled) before = await settle(arn);
    told.resourceIdentifier = arn;
    start.release();
    return { arn, before, error: await work };
  }

  for (const answer of answers()) {
    const [, outcome, why] = ruleFor(answer);
    it(`is ${outcome} where it is ${described(answer)}: ${why}`, async () => {
      const { arn, before, error } = await startAnswered(answer);
      const those = async () => (await world.list()).map((each) => each.arn);
      const present = answer.status === "deleted" ? [] : [arn];
      if (outcome === "refused") {
        assert.match(`${error?.message}`, new RegExp(`^StartIncident: .* ${arn}.* adopt: "${arn}"`));
        assert.equal(world.engine.state.size, 0);
        assert.deepEqual(await those(), present);
      } else {
        assert.equal(error, undefined);
        const one = world.idOf();
        assert.equal(one === arn, outcome === "taken");
        assert.deepEqual(await those(), [...new Set([...present, one])]);
        const isPast = outcome === "taken" && answer.status === "RESOLVED";
        const { status, summary } = await world.recordOf();
        assert.deepEqual([status, summary], [isPast ? "RESOLVED" : "OPEN", "Ours."]);
        assert.equal(/which is resolved: change `triggers`/.test(world.warnings().join()), isPast);
      }
      if (outcome !== "taken" && answer.status !== "deleted") assert.deepEqual(await world.snapshot(arn), before);
    });
  }

  it("has rules of which each is needed", () => {
    const used = new Set([...answers()].map(ruleFor));
    assert.deepEqual(
      rules.filter((rule) => !used.has(rule)),
      [],
    );
  });
});
