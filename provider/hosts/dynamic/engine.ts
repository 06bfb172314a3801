import { setMaxListeners } from "node:events";
import { connect } from "node:net";

/** The engine's address, as the host was started with it; undefined in tests. */
export const engineAddress = (): string | undefined => {
  const address = process.argv[2];
  return address && /^[\w.-]+:\d+$/.test(address) ? address : undefined;
};

/**
 * A signal that is aborted when the engine has died. Killed, the CLI leaves this process behind, which would go on
 * to start what the next run starts too. An open connection tells at once: the system closes it with the process.
 */
export function engineGone(address: string | undefined): AbortSignal {
  const gone = new AbortController();
  setMaxListeners(0, gone.signal); // every call under way listens to it
  if (address === undefined) return gone.signal;
  const [host = "127.0.0.1", port] = address.split(":");
  const watch = () => {
    let refused = false;
    const socket = connect({ host, port: Number(port) });
    socket.unref();
    socket.on("error", ({ code }: NodeJS.ErrnoException) => {
      refused = code === "ECONNREFUSED"; // "close" follows
    });
    socket.on("close", () => {
      // The engine itself ends connections that say nothing; only one that is refused means that nobody listens.
      if (refused) gone.abort(new Error("the engine has gone: nothing more is started"));
      else setTimeout(watch, 100).unref();
    });
    socket.resume();
  };
  watch();
  return gone.signal;
}
