import { devNull } from "node:os";

/** The AWS that a run sees; what is left out does not exist for it. */
export interface Aws {
  /** Of an emulator. */
  endpoint?: string;
  region?: string;
  /** An access key id of twelve digits is the account in our emulator. */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** Credentials that the emulator takes for its default account. */
export const someCredentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-a-secret" };

/**
 * The environment of a user who has Pulumi and a local state, and nothing of ours: neither the AWS settings of who
 * runs the tests, nor what npm and the test runner set.
 */
export function hermetic(settings: {
  path: string;
  backend: string;
  home: string;
  temporary: string;
  aws: Aws;
}): NodeJS.ProcessEnv {
  const { path, backend, home, temporary, aws } = settings;
  const foreign = /^(AWS_|PULUMI_|npm_|TS_NODE_|NODE_OPTIONS$|INIT_CWD$|FORCE_COLOR$|PATH$)/i;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    PATH: path,
    ...Object.fromEntries(["TMPDIR", "TEMP", "TMP"].map((name) => [name, temporary])), // a killed engine leaves files
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_HOME: home,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DEBUG_COMMANDS: "true", // for --event-log
    PULUMI_NODEJS_TRANSPILE_ONLY: "true", // types are the business of `npm run check`
    ...awsEnvironment(aws),
  };
}

export function awsEnvironment({ endpoint, region, credentials }: Aws): NodeJS.ProcessEnv {
  return {
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    ...(endpoint && { AWS_ENDPOINT_URL: endpoint }),
    ...(region && { AWS_REGION: region }),
    ...(credentials && {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken }),
    }),
  };
}
