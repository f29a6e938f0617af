/**
 * What preflight and the policy packs that it starts say to each other in place of gRPC: the same messages of the Analyzer
 * protocol, each behind its length. HTTP/2 costs more than most policies, on both sides, for each of thousands of calls.
 */

import type { Socket } from "node:net";

/** What a pack says first to whoever connects; a server of gRPC says something else. */
export const greeting = "preflight frames 1\n";

/** The protocol's calls; a frame names one by its place. */
export const methods = [
  "handshake",
  "configureStack",
  "getAnalyzerInfo",
  "configure",
  "analyze",
  "analyzeStack",
  "remediate",
] as const;
export type Method = (typeof methods)[number];

/** A call, or the answer to it. */
export interface Frame {
  /** The call's number, by which its answer is known. */
  id: number;
  /** Of a call the place of its method, of an answer a status of gRPC. */
  tag: number;
  body: Buffer;
}

/** Status of gRPC for a call that went well. */
export const ok = 0;

const lengthBytes = 4;
const headBytes = 9;

/** The bytes of a frame: its length without these four, the number, the tag, the body. */
export function encodeFrame({ id, tag, body }: { id: number; tag: number; body: Uint8Array }): Buffer {
  const bytes = Buffer.allocUnsafe(headBytes + body.length);
  bytes.writeUInt32BE(headBytes - lengthBytes + body.length, 0);
  bytes.writeUInt32BE(id, lengthBytes);
  bytes.writeUInt8(tag, headBytes - 1);
  bytes.set(body, headBytes);
  return bytes;
}

/** Sends frames, those of one turn of the event loop together: a write of its own costs more than most frames. */
export class FrameWriter {
  private corked = false;

  constructor(private readonly socket: Socket) {}

  send(frame: { id: number; tag: number; body: Uint8Array }): void {
    if (!this.corked) {
      this.corked = true;
      this.socket.cork();
      setImmediate(() => {
        this.corked = false;
        this.socket.uncork();
      });
    }
    this.socket.write(encodeFrame(frame));
  }
}

/** Puts frames together of what arrives. */
export class FrameReader {
  private chunks: Buffer[] = [];
  private held = 0;

  /** @param onFrame given each frame that is whole */
  constructor(private readonly onFrame: (frame: Frame) => void) {}

  add(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.held += chunk.length;
    for (let length = this.length(); length !== undefined && this.held >= length; length = this.length()) {
      const all = this.whole();
      this.chunks = all.length > length ? [all.subarray(length)] : [];
      this.held -= length;
      this.onFrame({
        id: all.readUInt32BE(lengthBytes),
        tag: all.readUInt8(headBytes - 1),
        body: all.subarray(headBytes, length),
      });
    }
  }

  /** Bytes of the frame that is arriving, where so much of it is here. */
  private length(): number | undefined {
    if (this.held < lengthBytes) return undefined;
    const [first] = this.chunks;
    const start = first && first.length >= lengthBytes ? first : this.whole();
    return lengthBytes + start.readUInt32BE(0);
  }

  private whole(): Buffer {
    const [first] = this.chunks;
    const all = first && this.chunks.length === 1 ? first : Buffer.concat(this.chunks, this.held);
    this.chunks = [all];
    return all;
  }
}
