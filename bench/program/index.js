const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const pulumi = require("@pulumi/pulumi");

/** The floor: a dynamic resource that does nothing. Its type and its name are as long as those of an OpsItem. */
class Nothing extends pulumi.CustomResource {
  constructor(name, args) {
    const provider = 'exports.handler=()=>require(require.resolve("./nothing",{paths:[process.cwd()]}))';
    super("pulumi-nodejs:dynamic/no-ops:Resource", name, { ...args, __provider: provider });
  }
}

const { kind, items, args } = JSON.parse(readFileSync(join(__dirname, "declared.json"), "utf8"));
const ops = require("pulumi-aws-ops");
const kinds = {
  opsItem: ops.OpsItem,
  changeRequest: ops.ChangeRequest,
  changeGate: ops.ChangeGate,
  incidentRecord: ops.IncidentRecord,
  nothing: Nothing,
};
const Kind = kinds[kind];
for (let n = 1; n <= items; n++) new Kind(`item-${String(n).padStart(4, "0")}`, args);
