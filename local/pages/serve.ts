import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { request as secureRequest } from "node:https";
import { runInNewContext } from "node:vm";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { ClientConfig } from "../provider/handler";
import { isMissing } from "../provider/handler";
import type { Behavior } from "./distribution";

/** What requests are answered with. */
export interface Serving {
  readonly behaviors: readonly Behavior[];
  client<T extends { destroy(): void }>(make: new (config: ClientConfig) => T): T;
  /** Where the page signs in: the emulator. */
  readonly signInUrl: string;
}

/** Path on the page's own origin at which the emulator's Cognito answers: browsers then ask for no CORS. */
export const SIGN_IN = "/.local/sign-in";

/** Answers one request as the distribution would. */
export async function serve(serving: Serving, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { pathname, search } = new URL(incoming.url ?? "/", "http://local");
  if (pathname === SIGN_IN) return forward(incoming, outgoing, serving.signInUrl, {});
  const behavior = serving.behaviors.find(({ matches }) => matches.test(pathname));
  const method = incoming.method ?? "GET";
  if (!behavior?.methods.includes(method)) {
    outgoing.writeHead(403, { ...behavior?.headers, "content-type": "text/plain" });
    outgoing.end("The distribution does not take this method here.\n");
    return;
  }
  const path = behavior.functions.reduce(rewritten, pathname);
  const { origin, headers } = behavior;
  if ("url" in origin) return forward(incoming, outgoing, `${origin.url}${path}${search}`, headers);
  await sendFile(serving, origin.bucket, decodeURIComponent(path.slice(1)), headers, outgoing, method === "HEAD");
}

/** The path that a CloudFront function makes of another one. */
function rewritten(uri: string, code: string): string {
  const event = JSON.stringify({ request: { method: "GET", uri, headers: {}, querystring: {}, cookies: {} } });
  const answer: unknown = runInNewContext(`${code}; handler(${event}).uri`, {}, { timeout: 1000 });
  return typeof answer === "string" ? answer : uri;
}

/** Hands a request on and its answer back. */
function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  url: string,
  added: Readonly<Record<string, string>>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const { host: _host, connection: _connection, ...headers } = incoming.headers;
    const send = url.startsWith("https:") ? secureRequest : request;
    const passed = send(url, { method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...added });
      answer.pipe(outgoing).on("finish", resolve).on("error", reject);
    });
    passed.on("error", reject);
    incoming.pipe(passed);
  });
}

async function sendFile(
  { client }: Serving,
  bucket: string,
  key: string,
  added: Readonly<Record<string, string>>,
  outgoing: ServerResponse,
  headOnly: boolean,
): Promise<void> {
  try {
    const file = await client(S3Client).send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const bytes = (await file.Body?.transformToByteArray()) ?? new Uint8Array();
    const contents = key === "config.json" ? withSignIn(bytes) : bytes;
    outgoing.writeHead(200, {
      ...added,
      "content-type": file.ContentType ?? "application/octet-stream",
      "content-length": contents.byteLength,
      ...(file.CacheControl !== undefined && { "cache-control": file.CacheControl }),
    });
    outgoing.end(headOnly ? undefined : contents);
  } catch (error) {
    if (!isMissing(error)) throw error;
    outgoing.writeHead(404, { ...added, "content-type": "text/plain" });
    outgoing.end(headOnly ? undefined : `There is no file ${key}.\n`);
  }
}

/** The page's configuration, with the emulator to sign in at instead of AWS. */
function withSignIn(bytes: Uint8Array): Uint8Array {
  try {
    const config: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    if (typeof config !== "object" || config === null || !("userPoolClientId" in config)) return bytes;
    return Buffer.from(JSON.stringify({ ...config, signInUrl: SIGN_IN }));
  } catch {
    return bytes;
  }
}
