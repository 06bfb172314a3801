import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../emulator";
import { type Deployment, someCredentials } from "../support/engine";
import { DeclaredStack } from "../support/engine/declaredStack";
import type { Declared } from "./programs/declared/declared";

const STATES = join(__dirname, "../states");
const releases = readdirSync(STATES, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

describe("a stack that an earlier build has made", function () {
  this.timeout("5m");
  let aws: Emulator;

  before(async () => {
    aws = await startEmulator();
  });
  after(() => aws.close());

  for (const release of releases)
    describe(`in ${release}`, () => {
      const read = <T>(file: string): T => JSON.parse(readFileSync(join(STATES, release, file), "utf8"));
      let declared: DeclaredStack;

      before(async () => {
        declared = await DeclaredStack.init(`upgrade-${release.replaceAll(".", "-")}`, {
          name: "upgrade",
          aws: { endpoint: aws.url, region: "eu-west-1", credentials: someCredentials },
          config: { "aws-ops:namespace": "blue", "aws:defaultTags": JSON.stringify({ tags: { stage: "dev" } }) },
        });
        // What is only read is read again at every `up`, and this AWS has none of it.
        const program = read<Declared>("declared.json");
        declared.declare({ ...program, resources: program.resources.filter(({ get }) => !get) });
        const state = read<Deployment>("stack.json");
        state.deployment.resources = state.deployment.resources.filter(({ external }) => !external);
        await declared.stack.import(state);
      });

      it(`plans nothing, and calls nothing`, async () => {
        const result = await declared.stack.up({ preview: true });
        assert.deepEqual(Object.keys(result.summary), ["same"], result.stdout);
        assert.deepEqual([...aws.requests], []);
      });

      it(`can be destroyed`, async () => {
        await declared.stack.destroy();
        assert.equal(aws.requests.of("DeleteOpsItem").length, 4, "one is resolved, the others are deleted");
      });

      after(() => declared.stack.pulumi(["stack", "rm", "--yes"])); // the next release's is called the same
    });
});
