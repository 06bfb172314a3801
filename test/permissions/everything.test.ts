import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ops from "../../provider";
import { permissions } from "../../tools/permissions";

/** The names by which IAM knows the services, by the interfaces of their operations. */
const SERVICES: Record<string, string> = { Ssm: "ssm", SsmIncidents: "ssm-incidents", Sts: "sts" };

/** Everything that handlers can call. */
function callable(): string[] {
  const source = readFileSync(join(__dirname, "../../provider/core/clients.ts"), "utf8");
  const interfaces = [...source.matchAll(/export interface (\w+)Operations \{\n(.*?)\n\}/gs)];
  assert.deepEqual(interfaces.map(([, service = ""]) => service).sort(), Object.keys(SERVICES).sort());
  return interfaces.flatMap(([, service = "", operations = ""]) =>
    [...operations.matchAll(/^ {2}(\w+): /gm)].map(([, operation]) => `${SERVICES[service]}:${operation}`),
  );
}

describe("docs/permissions.md, of everything,", () => {
  it("lists every operation that can be called, and no other as one that is", () => {
    const called = Object.values(permissions).flatMap(({ actions }) =>
      Object.entries(actions).flatMap(([action, { calledIn = [] }]) => (calledIn.length > 0 ? [action] : [])),
    );
    assert.deepEqual([...new Set(called)].sort(), callable().sort());
  });

  it("has a table for every resource", () => {
    const { Provider, ...resources } = ops;
    const missing = Object.keys(resources).filter((name) => !Object.hasOwn(permissions, name));
    assert.deepEqual(missing, []);
  });
});
