import assert from "node:assert/strict";
import * as ssm from "@aws-sdk/client-ssm";
import * as incidents from "@aws-sdk/client-ssm-incidents";
import * as sts from "@aws-sdk/client-sts";
import { models, type ServiceModel } from "../../emulator/model";
import { services } from "../../emulator/services";

/** What the SDK exports under `X$`: operations are `[9, …, input, output]`, structures `[3, …, members, …, required]`. */
type Schema = [kind: number, namespace: string, name: string, traits: unknown, ...rest: unknown[]];
type Structure = [number, string, string, unknown, members: string[], types: unknown[], requiredCount?: number];

const clients: Record<keyof typeof models, object> = { ssm, "ssm-incidents": incidents, sts };

for (const [name, model] of Object.entries(models) as [keyof typeof models, ServiceModel][]) {
  const schemas = Object.values(clients[name]).filter((one): one is Schema => Array.isArray(one) && one.length >= 4);
  const schemaOf = (shape: string) => schemas.find((schema) => schema[2] === shape);

  describe(`the model of ${name}`, () => {
    it("is served whole, and nothing beside it", () => {
      assert.deepEqual(Object.keys(services[name]?.operations ?? {}).sort(), Object.keys(model.operations).sort());
    });

    for (const [operation, { input, output }] of Object.entries(model.operations)) {
      it(`agrees with the SDK on the input and output of ${operation}`, () => {
        const [, , , , sdkInput, sdkOutput] = schemaOf(operation) ?? [];
        for (const [member, thunk] of [
          [input, sdkInput],
          [output, sdkOutput],
        ] as const) {
          if (member) assert.equal(shapeName(thunk), member.shape);
        }
      });
    }

    for (const [shape, { type, members = {}, required = [] }] of Object.entries(model.shapes)) {
      if (type !== "structure") continue;
      it(`agrees with the SDK on the members of ${shape}`, () => {
        const [, , , , sdkMembers, , requiredCount = 0] = schemaOf(shape) as Structure;
        assert.deepEqual([...sdkMembers].sort(), Object.keys(members).sort());
        assert.deepEqual(sdkMembers.slice(0, requiredCount).sort(), [...required].sort());
      });
    }
  });
}

function shapeName(thunk: unknown): string {
  const schema = typeof thunk === "function" ? thunk() : thunk;
  return (schema as Schema)[2];
}
