import { connect, type Socket } from "node:net";
import { FrameReader, FrameWriter, greeting, type Method, methods, ok } from "./frames";

type Grpc = typeof import("@grpc/grpc-js");

/** What the Pulumi engine allows a message to be, in bytes; the packs' server takes the same. */
const maxMessageBytes = 400 * 1024 * 1024;
/** `UNAVAILABLE` of gRPC: the pack's process is gone. */
export const unavailable = 14;

/** A failed call, in the words of the pack. */
export class PackCallError extends Error {
  constructor(
    /** Status code of gRPC. */
    readonly code: number,
    details: string,
  ) {
    super(details);
  }
}

/** The connection to one policy pack. */
export interface Channel {
  /**
   * Makes a call with the bytes of its message, for those of the answer.
   * @throws PackCallError where the pack answers with an error, or is gone
   */
  call(method: Method, request: Uint8Array): Promise<Buffer>;
  close(): void;
}

/**
 * Connects to a pack on loopback, by whichever of the two it speaks.
 * @param grpc loads the library, where it is needed
 */
export function openChannel(port: number, grpc: () => Grpc): Promise<Channel> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const other = (): void => {
      socket.destroy();
      resolve(new GrpcChannel(port, grpc()));
    };
    socket.once("error", other);
    // Both servers speak first.
    socket.once("data", (chunk: Buffer) => {
      socket.removeListener("error", other);
      if (chunk.toString("latin1", 0, greeting.length) === greeting) {
        resolve(new FrameChannel(socket, chunk.subarray(greeting.length)));
      } else {
        other();
      }
    });
  });
}

interface Waiting {
  resolve(body: Buffer): void;
  reject(error: Error): void;
}

class FrameChannel implements Channel {
  private readonly waiting = new Map<number, Waiting>();
  private calls = 0;
  private closed = false;
  private readonly writer: FrameWriter;

  constructor(
    private readonly socket: Socket,
    early: Buffer,
  ) {
    this.writer = new FrameWriter(socket);
    const reader = new FrameReader(({ id, tag, body }) => {
      const call = this.waiting.get(id);
      this.waiting.delete(id);
      if (tag === ok) call?.resolve(body);
      else call?.reject(new PackCallError(tag, body.toString("utf8")));
    });
    reader.add(early);
    socket.on("data", (chunk: Buffer) => reader.add(chunk));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.end());
  }

  call(method: Method, request: Uint8Array): Promise<Buffer> {
    if (this.closed) return Promise.reject(gone());
    const id = ++this.calls;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.writer.send({ id, tag: methods.indexOf(method), body: request });
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private end(): void {
    this.closed = true;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of waiting) reject(gone());
  }
}

function gone(): PackCallError {
  return new PackCallError(unavailable, "the connection to the pack was lost");
}

/** For a pack whose server is not the policy SDK's own. */
class GrpcChannel implements Channel {
  private readonly client: InstanceType<Grpc["Client"]>;

  constructor(port: number, { Client, credentials }: Grpc) {
    this.client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
      "grpc.max_send_message_length": maxMessageBytes,
      "grpc.max_receive_message_length": maxMessageBytes,
      "grpc.enable_http_proxy": 0,
      "grpc.use_local_subchannel_pool": 1,
    });
  }

  call(method: Method, request: Uint8Array): Promise<Buffer> {
    const path = `/pulumirpc.Analyzer/${method.charAt(0).toUpperCase()}${method.slice(1)}`;
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(path, asBuffer, asIs, request, (error, body) => {
        if (error) reject(new PackCallError(error.code, error.details));
        else if (body === undefined) reject(new PackCallError(2, "it gave no answer"));
        else resolve(body);
      });
    });
  }

  close(): void {
    this.client.close();
  }
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function asIs(bytes: Buffer): Buffer {
  return bytes;
}
