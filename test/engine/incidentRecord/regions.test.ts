import assert from "node:assert/strict";
import { stepsOf } from "../../support/engine";
import type { DeclaredResource, Value } from "../programs/declared/declared";
import { account, IncidentWorld, incident, planArn, region } from "./support";

const [frankfurt, oregon] = ["eu-central-1", "us-west-2"];
const another = "333333333333";

describe("an incident in the regions of a replication set", function () {
  this.timeout("10m");
  let world: IncidentWorld;
  let ids: Record<string, string>;

  /** The regions in which each is called. The tags of all that are open are looked at wherever one is started. */
  const where = () => Object.fromEntries(Object.entries(ids).map(([name, arn]) => [name, regionsOf(arn)]));
  const regionsOf = (arn: string) => [
    ...new Set(
      world.aws.requests.flatMap(({ input, region, operation }) =>
        operation !== "ListTagsForResource" && JSON.stringify(input).includes(arn) ? [region] : [],
      ),
    ),
  ];
  const declare = (more: Record<string, Record<string, Value>> = {}, ...others: DeclaredResource[]) =>
    world.declared.declare({
      providers: { frankfurt: world.providerOf(another, frankfurt) },
      resources: [
        incident({ title: "here", ...more.here }, { name: "here" }),
        incident({ title: "there", region: frankfurt, ...more.there }, { name: "there" }),
        incident({ responsePlanArn: planArn("drill", another) }, { name: "provided", provider: "frankfurt" }),
        ...others,
      ],
    });

  before(async () => {
    const incidentManager = { replicationSet: [region, frankfurt], responsePlans: [{ name: "drill" }] };
    world = await IncidentWorld.open("incident-regions", { incidentManager });
    declare();
    await world.stack.up();
    ids = await world.ids();
  });
  after(() => world.close());
  beforeEach(() => world.aws.requests.clear());

  it("is started where the resource, its provider or the environment says", async () => {
    assert.equal(new Set(Object.values(ids)).size, 3);
    await world.stack.refresh();
    assert.deepEqual(where(), { here: [region], there: [frankfurt], provided: [frankfurt] });
    for (const [name, [in_]] of Object.entries(where())) {
      const { outputs } = await world.stack.resource(name);
      assert.equal(outputs.region, in_);
      assert.equal(outputs.account, name === "provided" ? another : account);
      assert.match(String(outputs.consoleUrl), new RegExp(`^https://${in_}\\.console`));
    }
  });

  it("stays the same when its region changes, and calls go there", async () => {
    declare({ here: { region: frankfurt, title: "moved" }, there: { region } });
    const result = await world.stack.up();
    assert.deepEqual(result.summary, { update: 2, same: 3 });
    assert.deepEqual(
      stepsOf(result, "there").map(({ op, changed }) => [op, changed]),
      [["update", ["region"]]],
    );
    assert.deepEqual(where(), { here: [frankfurt], there: [region], provided: [] });
    assert.deepEqual(await world.ids(), ids);
    assert.equal((await world.record(ids.here ?? "")).title, "moved");
    assert.equal((await world.stack.resource("here")).outputs.region, frankfurt);
    assert.deepEqual((await world.stack.up()).summary, { same: 5 });
  });

  it("stays where it is when only the environment names another region", async () => {
    declare({ here: { title: "moved" }, there: {} });
    await world.stack.up({ aws: { ...world.stack.aws, region: oregon } });
    assert.equal((await world.stack.resource("here")).outputs.region, frankfurt);
    assert.equal((await world.stack.resource("there")).outputs.region, frankfurt);
    assert.deepEqual(where().here, []);
  });

  it("is left as it is when the region is none of the set, which is an error", async () => {
    const before = await world.stack.resource("here");
    declare({ here: { region: oregon, title: "lost" } }, incident({ region: oregon }, { name: "new" }));
    await world.stack.preview();
    const { diagnostics } = await world.stack.up({ fails: true, flags: ["--continue-on-error"] });
    const errorOf = (of: string) => diagnostics.find(({ name }) => name === of)?.message ?? "";
    assert.match(
      errorOf("here"),
      /region: there is no incident arn:.* in us-west-2: it must be a region of the replication/,
    );
    assert.match(
      errorOf("new"),
      /StartIncident failed: ResourceNotFoundException.*with a replication set.* in this region/,
    );
    assert.equal((await world.record(ids.here ?? "")).title, "moved");
    const { outputs } = await world.stack.resource("here");
    assert.deepEqual(outputs, before.outputs);
    assert.deepEqual(await world.ids(), ids);
  });

  it("is taken along by `aws:region`", async () => {
    declare();
    await world.stack.config.set("aws:region", region);
    await world.stack.up();
    assert.equal((await world.stack.resource("here")).outputs.region, region);
    assert.deepEqual(where(), { here: [region], there: [], provided: [] });
    assert.deepEqual(await world.ids(), ids);
  });

  it("is let go where it is called", async () => {
    await world.stack.destroy();
    assert.deepEqual(where(), { here: [region], there: [frankfurt], provided: [frankfurt] });
    assert.equal(world.aws.requests.of("UpdateIncidentRecord").length, 3);
  });
});
