import { engineAddress } from "./engine";

/** Says something to the user on the row of one resource. */
export interface Messages {
  /** Shown on the resource's row while it is at work. */
  progress(urn: string, text: string): void;
  /** Stays below the run as a warning. */
  warn(urn: string, text: string): void;
}

const SEVERITY = { info: 1, warning: 2 } as const;

interface EngineClient {
  log(request: object, done: (error: unknown) => void): void;
}

/** Pulumi's own way to the engine is internal: if anything about it fails, nothing is said and nothing else happens. */
export function engineMessages(): Messages {
  let client: EngineClient | undefined;
  const log = (urn: string, severity: number, text: string, ephemeral: boolean) => {
    const address = engineAddress();
    if (!address) return;
    try {
      const from = (name: string) =>
        require(require.resolve(name, { paths: [require.main?.path ?? "", process.cwd()] }));
      const grpc = from("@grpc/grpc-js");
      client ??= new (from("@pulumi/pulumi/proto/engine_grpc_pb").EngineClient)(
        address,
        grpc.credentials.createInsecure(),
      ) as EngineClient;
      const request = new (from("@pulumi/pulumi/proto/engine_pb").LogRequest)();
      request.setUrn(urn);
      request.setSeverity(severity);
      request.setMessage(text);
      request.setEphemeral(ephemeral);
      client.log(request, () => {});
    } catch {
      // as said above
    }
  };
  return {
    progress: (urn, text) => log(urn, SEVERITY.info, text, true),
    warn: (urn, text) => log(urn, SEVERITY.warning, text, false),
  };
}
