import { readdirSync, readFileSync } from "node:fs";
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Socket } from "node:net";
import type { Session } from "../../local/session";
import { resourceOf } from "./stack";

/** What may become of a call. */
export const Fault = {
  /** Refused for too many calls, in the words of the service; nothing is done. */
  Throttled: "throttled",
  /** Refused with 500; nothing is done. */
  Failed: "failed",
  /** The connection breaks before anything is done. */
  Broken: "broken",
  /** It is done, and the connection breaks before the answer is heard. */
  AnswerLost: "answer lost",
} as const;
export type Fault = (typeof Fault)[keyof typeof Fault];

/** A call of AWS. */
export interface Call {
  /** As in signatures: `dynamodb`, `s3`, `sns`, `states`, `events`. */
  readonly service: string;
  /** Name of the API's action; of S3, which names none in a call, the HTTP method. */
  readonly operation: string;
  readonly body: string;
}

export interface FaultyEndpointOptions {
  /** Which fault a call meets; none where it answers undefined. */
  fault?: (call: Call) => Fault | undefined;
  /** Told of a call that is done, before whoever made it hears of it. */
  done?: (call: Call) => void;
}

const agent = new Agent({ keepAlive: true });

/** Stands between functions and the emulator on loopback, and spoils some of their calls. */
export class FaultyEndpoint {
  /** Calls that came, by `service operation`. */
  readonly calls = new Map<string, number>();
  /** Faults that calls met. */
  readonly faults = new Map<Fault, number>();
  /** Calls let through from now on meet no fault. */
  healed = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(target: string, options: FaultyEndpointOptions): Promise<FaultyEndpoint> {
    const server = createServer();
    await new Promise<void>((resume) => server.listen(0, "127.0.0.1", resume));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port on 127.0.0.1");
    const endpoint = new FaultyEndpoint(server, `http://127.0.0.1:${address.port}`);
    server.on("connection", (socket) => {
      endpoint.sockets.add(socket);
      socket.on("close", () => endpoint.sockets.delete(socket));
    });
    server.on("request", (incoming, outgoing) => {
      endpoint.handle(target, options, incoming, outgoing).catch(() => incoming.socket.destroy());
    });
    return endpoint;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resume) => this.server.close(resume));
  }

  get spoilt(): number {
    return [...this.faults.values()].reduce((sum, count) => sum + count, 0);
  }

  private async handle(
    target: string,
    { fault, done }: FaultyEndpointOptions,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ): Promise<void> {
    const body = await bytesOf(incoming);
    const call = callOf(incoming, body);
    const name = `${call.service} ${call.operation}`;
    this.calls.set(name, (this.calls.get(name) ?? 0) + 1);
    const met = this.healed ? undefined : fault?.(call);
    if (met !== undefined) this.faults.set(met, (this.faults.get(met) ?? 0) + 1);
    if (met === Fault.Broken) return void incoming.socket.destroy();
    if (met === Fault.Throttled || met === Fault.Failed) {
      const { status, headers, text } = refusalOf(met, call);
      outgoing.writeHead(status, headers).end(text);
      return;
    }
    const answer = await forward(target, incoming, body);
    done?.(call);
    if (met === Fault.AnswerLost) return void incoming.socket.destroy();
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  }
}

/**
 * The same part of calls each time meets one of the faults, in turn.
 * @param part 0 to 1
 */
export function seeded(seed: number, part: number, faults: readonly Fault[]): () => Fault | undefined {
  let state = seed;
  let met = 0;
  return () => {
    // Numerical Recipes' linear congruential generator; its upper bits are the good ones.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 < part ? faults[met++ % faults.length] : undefined;
  };
}

/**
 * Ends a function's processes at once, in the middle of whatever they do. They are the children of the session's emulator.
 * @returns how many
 */
export function killFunction(session: Session, name: string): number {
  const FunctionName = resourceOf(session, "aws:lambda/function:Function", name).id;
  let killed = 0;
  for (const pid of childrenOf(session.state.emulator.pid)) {
    if (!environmentOf(pid).includes(`AWS_LAMBDA_FUNCTION_NAME=${FunctionName}`)) continue;
    process.kill(pid, "SIGKILL");
    killed += 1;
  }
  return killed;
}

/** Linux alone tells. */
function childrenOf(parent: number): number[] {
  return readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    // The name, in brackets, may have anything in it.
    const [, ppid] = textOf(`/proc/${entry}/stat`)
      .replace(/^.*\) /s, "")
      .split(" ");
    return Number(ppid) === parent ? [Number(entry)] : [];
  });
}

function environmentOf(pid: number): string[] {
  return textOf(`/proc/${pid}/environ`).split("\0");
}

/** Nothing of a process that has just ended. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

async function bytesOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function callOf({ headers, method = "" }: IncomingMessage, bytes: Buffer): Call {
  const body = bytes.toString("utf8");
  const [, service = ""] = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
  const target = headers["x-amz-target"];
  const operation =
    (typeof target === "string" ? target.split(".").pop() : new URLSearchParams(body).get("Action")) ?? method;
  return { service, operation, body };
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

function forward(target: string, { method, url = "/", headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resume, fail) => {
    const { "transfer-encoding": _, ...kept } = headers;
    const outgoing = request(
      new URL(url, target),
      { agent, method, headers: { ...kept, "content-length": body.length } },
      (incoming) => {
        const { statusCode: status = 500, headers: own } = incoming;
        bytesOf(incoming).then((bytes) => {
          const { "transfer-encoding": __, connection: ___, ...rest } = own;
          resume({ status, headers: { ...rest, "content-length": String(bytes.length) }, body: bytes });
        }, fail);
      },
    );
    outgoing.on("error", fail);
    outgoing.end(body);
  });
}

/** What services answer that want fewer calls, or that fail; names as in the SDK's clients. */
function refusalOf(fault: Fault, { service }: Call): { status: number; headers: Record<string, string>; text: string } {
  const failed = fault === Fault.Failed;
  if (service === "s3" || service === "sns") {
    const code = failed ? "InternalError" : service === "s3" ? "SlowDown" : "Throttling";
    const error = `<Error><Code>${code}</Code><Message>${fault}</Message></Error>`;
    const text = service === "s3" ? error : `<ErrorResponse>${error}<RequestId>none</RequestId></ErrorResponse>`;
    return { status: failed ? 500 : service === "s3" ? 503 : 400, headers: { "content-type": "text/xml" }, text };
  }
  const throttled = service === "dynamodb" ? "ProvisionedThroughputExceededException" : "ThrottlingException";
  const __type = failed ? "InternalServerError" : throttled;
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amzn-errortype": __type };
  return { status: failed ? 500 : 400, headers, text: JSON.stringify({ __type, message: fault }) };
}
