// @ts-check
const { join } = require("node:path");
const { setUp, withTemporaryFolder } = require("./setup");

// The AWS SDK that looks into the emulator would warn, in the middle of the story, of a Node that is still supported.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** `npm run demo`: all set-up, then the demonstration, which is a program in TypeScript. */
async function main() {
  await withTemporaryFolder(async (folder) => {
    const { engine, tarball } = await setUp(folder);
    require("ts-node").register({ transpileOnly: true, project: join(__dirname, "../tsconfig.json") });
    const { demo } = require("./demo/demo");
    await demo({ engine, tarball, folder });
  });
}

main().then(
  () => process.exit(),
  (error) => {
    console.error(`\n${error instanceof Error ? error.message : error}`);
    process.exit(1);
  },
);
