import { decide } from "../../cli/commands/decide";
import { decideOptions } from "../../cli/commands/decideOptions";
import { createTemplate, level, opsItemOf, start } from "../emulator/changeRequests";
import { create, emulated, region } from "../emulator/support";
import { callsWhatIsListed, refused } from "./support";

describe("docs/permissions.md, of", () => {
  const aws = emulated();
  const environment = { ...process.env };
  let id = "";
  let item = "";

  before(() => {
    for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
    Object.assign(process.env, { AWS_REGION: region, AWS_SECRET_ACCESS_KEY: "any" });
  });
  after(() => {
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
  });
  beforeEach(async () => {
    const bob = aws.ssm("bob");
    const DocumentName = await createTemplate(bob, { mainSteps: [level("approve", ["alice"])] });
    id = await start(bob, { DocumentName });
    item = String((await opsItemOf(bob, id)).OpsItemId);
  });

  const decided = (user: string, verdict: "Approve" | "Reject", reference: () => string) => () => {
    process.env.AWS_ACCESS_KEY_ID = user;
    const clock = { now: () => 0, sleep: async () => {} };
    const options = decideOptions([reference(), "--endpoint", aws.emulator.url]);
    return decide(verdict, options, clock, () => {});
  };

  callsWhatIsListed("`pulumi-aws-ops approve` and `reject`", () => aws.emulator, {
    decide: {
      "of a request": { take: decided("alice", "Approve", () => id) },
      "of a request by its OpsItem": { take: decided("alice", "Reject", () => item) },
      "by somebody who may not": { take: refused(decided("bob", "Approve", () => id)) },
      "of another OpsItem": {
        given: async () => {
          item = await create(aws.ssm("bob"));
        },
        take: refused(decided("alice", "Approve", () => item)),
      },
    },
  });
});
