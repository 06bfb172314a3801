import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { engineAddress, engineGone } from "../../../provider/hosts/dynamic/engine";

describe("engineGone", () => {
  let server: Server;
  let connections: Socket[];
  beforeEach(async () => {
    connections = [];
    server = createServer((socket) => {
      connections.push(socket);
      socket.on("error", () => {});
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterEach(() => stop());

  const address = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    server.close();
    for (const socket of connections) socket.destroy();
  };
  const aborted = (signal: AbortSignal) =>
    signal.aborted
      ? Promise.resolve()
      : new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));

  it("is aborted when the engine's process ends", async () => {
    const signal = engineGone(address());
    await once(server, "connection");
    assert.equal(signal.aborted, false);
    stop();
    await aborted(signal);
    assert.throws(() => signal.throwIfAborted(), /^Error: the engine has gone: nothing more is started$/);
  });

  for (const [how, close] of [
    ["closes", (socket?: Socket) => socket?.end()],
    ["resets", (socket?: Socket) => socket?.resetAndDestroy()],
  ] as const) {
    it(`is not aborted when the engine only ${how} the connection and still listens`, async () => {
      const signal = engineGone(address());
      await once(server, "connection");
      for (let again = 0; again < 3; again++) {
        const connected = once(server, "connection");
        close(connections.at(-1));
        await connected;
        assert.equal(signal.aborted, false);
      }
      stop();
      await aborted(signal);
    });
  }

  it("is aborted at once where nobody listens", async () => {
    const nowhere = address();
    stop();
    await aborted(engineGone(nowhere));
  });

  it("is never aborted without an engine", () => assert.equal(engineGone(undefined).aborted, false));
});

describe("engineAddress", () => {
  const argument = process.argv[2];
  afterEach(() => {
    if (argument === undefined) process.argv.splice(2, 1);
    else process.argv[2] = argument;
  });
  for (const [given, address] of [
    ["127.0.0.1:4711", "127.0.0.1:4711"],
    ["localhost:1", "localhost:1"],
    ["--watch", undefined],
    ["test/a.test.ts", undefined],
    ["", undefined],
  ] as const) {
    it(`takes "${given}" for ${address ?? "none"}`, () => {
      process.argv[2] = given;
      assert.equal(engineAddress(), address);
    });
  }
});
