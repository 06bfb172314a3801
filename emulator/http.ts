import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Answered } from "./front";
import type { HttpRequest } from "./protocols/protocol";

/** Clients keep connections for long; one that the server closes first loses a request, or repeats it. */
const keepAliveMs = 75_000;

/** A server that gives every whole request to `take` and writes what comes back. */
export function createHttpServer(take: (request: HttpRequest) => Promise<Answered>): Server {
  const server = createServer((request, response) => {
    serve(request, response, take).catch(() => request.socket.destroy());
  });
  server.keepAliveTimeout = keepAliveMs;
  server.headersTimeout = keepAliveMs + 5_000;
  return server;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  take: (request: HttpRequest) => Promise<Answered>,
): Promise<void> {
  const body = await bodyOf(request);
  const { method = "POST", url = "/" } = request;
  const headers = request.headers as HttpRequest["headers"];
  const { requestId, answer, seen } = await take({ method, url, headers, body });
  if (!answer || response.destroyed) {
    request.socket.destroy();
    return;
  }
  const content = answer.contentType && {
    "content-type": answer.contentType,
    "content-length": Buffer.byteLength(answer.body),
  };
  response.writeHead(answer.status, { ...answer.headers, ...content, "x-amzn-RequestId": requestId });
  response.end(answer.body);
  if (seen.outcome) seen.outcome.delivered = true;
}

/** Rejects when the client goes away before the end. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
