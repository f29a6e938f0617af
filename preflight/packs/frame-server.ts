import { createServer, type Socket } from "node:net";
import { writeCompiledCode } from "../compiled-code";
import { type Frame, FrameReader, FrameWriter, greeting, methods, ok } from "./frames";
import { RequestReader } from "./requests";

/** Statuses of gRPC that a server answers with itself. */
const unknown = 2;
const unimplemented = 12;

type Done = (error: unknown, response?: unknown) => void;
type Handler = (call: { request: unknown }, done: Done) => unknown;

/** How the protocol says that a call's messages are read and written. */
interface MethodDefinition {
  requestDeserialize(bytes: Buffer): unknown;
  responseSerialize(message: unknown): Buffer;
}

/** The server that a policy pack makes, answering in frames. It takes what `grpc.Server` takes, as far as packs use it. */
class FrameServer {
  private readonly definitions: Record<string, MethodDefinition> = {};
  private readonly handlers: Record<string, Handler> = {};
  private readonly requests = new RequestReader((bytes) => this.definitions.analyze?.requestDeserialize(bytes));
  private readonly server = createServer((socket) => this.serve(socket));

  addService(definitions: Record<string, MethodDefinition>, handlers: Record<string, Handler>): void {
    Object.assign(this.definitions, definitions);
    Object.assign(this.handlers, handlers);
  }

  /** @param address host and port; 0 is any that is free */
  bindAsync(address: string, _credentials: unknown, done: (error: Error | null, port: number) => void): void {
    const [host, port] = address.split(":");
    this.server.once("error", (error) => done(error, 0));
    this.server.listen(Number(port), host, () => {
      const bound = this.server.address();
      done(null, bound !== null && typeof bound === "object" ? bound.port : 0);
      setImmediate(writeCompiledCode);
    });
  }

  /** Earlier versions of the policy SDK call it once they are bound. */
  start(): void {}

  /** Takes no more connections. */
  close(): void {
    this.server.close();
  }

  private serve(socket: Socket): void {
    socket.setNoDelay(true);
    // Whoever asked is gone: there is nobody to tell.
    socket.on("error", () => socket.destroy());
    socket.write(greeting);
    const writer = new FrameWriter(socket);
    const reader = new FrameReader((frame) => this.answer(frame, writer));
    socket.on("data", (chunk: Buffer) => reader.add(chunk));
  }

  private answer({ id, tag, body }: Frame, writer: FrameWriter): void {
    const reply = (status: number, bytes: Uint8Array): void => writer.send({ id, tag: status, body: bytes });
    const method = methods[tag];
    const definition = method && this.definitions[method];
    const handler = method && this.handlers[method];
    if (!definition || !handler) {
      reply(unimplemented, Buffer.from(`the pack has no ${method ?? `call ${tag}`}`));
      return;
    }
    const request = this.requests.read(method, body, (bytes) => definition.requestDeserialize(bytes));
    handler({ request }, (error, response) => {
      if (error) {
        reply(unknown, Buffer.from(error instanceof Error ? error.message : String(error)));
      } else {
        reply(ok, definition.responseSerialize(response));
      }
    });
  }
}

/** The parts of `@grpc/grpc-js` that the server of the policy SDK uses. */
export const serverOnly = {
  Server: FrameServer,
  ServerCredentials: { createInsecure: () => undefined },
  // A pack is asked and asks nobody.
  makeGenericClientConstructor: () =>
    class {
      constructor() {
        throw new Error("a policy pack can't call another one");
      }
    },
};
