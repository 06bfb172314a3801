import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { providerText, RUNTIME } from "../../../provider/hosts/dynamic/text";

/*
 * FROZEN. This text is in every state ever written: a change of it is a migration, and what it requires must stay
 * there for ever.
 */
const FROZEN =
  'exports.handler=()=>{let p="pulumi-aws-ops/runtime";try{p=require.resolve(p,{paths:[process.cwd(),require.main.path]})}' +
  'catch{throw Error("pulumi-aws-ops is not installed: run npm install in the folder of Pulumi.yaml")}return require(p).opsItem}';

describe("the text in the state", () => {
  it("is the frozen one, byte for byte", () => assert.equal(providerText("opsItem"), FROZEN));
  it("requires the frozen entry", () => assert.equal(RUNTIME, "pulumi-aws-ops/runtime"));

  describe("as the dynamic host loads it", function () {
    this.timeout("10s");
    let root: string;
    beforeEach(() => {
      root = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-aws-ops-text-")));
    });
    afterEach(() => rmSync(root, { recursive: true }));

    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    const install = (folder: string, entry = "opsItem") => {
      const at = `${folder}/node_modules/pulumi-aws-ops`;
      write(
        `${at}/package.json`,
        JSON.stringify({ name: "pulumi-aws-ops", exports: { "./runtime": "./dist/runtime.js" } }),
      );
      write(`${at}/dist/runtime.js`, `exports.${entry} = "served from ${folder}";`);
    };
    /** The host's main file lies in Pulumi's package; it runs in the program's folder. */
    const load = (text = FROZEN) => {
      const loader = require.resolve("require-from-string");
      const host = "host/node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js";
      write(
        host,
        `const load = require(${JSON.stringify(loader)});
        try { console.log(load(${JSON.stringify(text)}).handler()); } catch (error) { console.log("error: " + error.message); }`,
      );
      mkdirSync(join(root, "program"), { recursive: true });
      return execFileSync(process.execPath, [join(root, host)], {
        cwd: join(root, "program"),
        encoding: "utf8",
      }).trim();
    };

    it("finds the package beside the program", () => {
      install("program");
      assert.equal(load(), "served from program");
    });
    it("finds it above the program", () => {
      install(".");
      assert.equal(load(), "served from .");
    });
    it("finds it beside Pulumi's package, where the program's folder has none", () => {
      install("host");
      assert.equal(load(), "served from host");
    });
    it("prefers the program's", () => {
      install("program");
      install("host");
      assert.equal(load(), "served from program");
    });
    it("says what to do where there is none", () => {
      assert.equal(load(), "error: pulumi-aws-ops is not installed: run npm install in the folder of Pulumi.yaml");
    });
    it("gives on what is wrong inside the package", () => {
      install("program");
      write("program/node_modules/pulumi-aws-ops/dist/runtime.js", 'throw new Error("broken")');
      assert.equal(load(), "error: broken");
    });
    it("gives each kind of resource its own", () => {
      install("program", "changeRequest");
      assert.equal(load(providerText("changeRequest")), "served from program");
    });
  });
});

describe("the runtime entry", () => {
  it("has what the text takes, for ever", () => {
    const runtime: Record<string, object> = require("../../../provider/runtime");
    for (const entry of ["opsItem", "changeRequest", "changeGate"]) {
      for (const method of ["configure", "check", "diff", "create", "read", "update", "delete"]) {
        assert.equal(typeof (runtime[entry] as Record<string, unknown>)[method], "function", `${entry}.${method}`);
      }
    }
  });
});
