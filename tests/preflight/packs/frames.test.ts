import { strict as assert } from "node:assert";
import { createServer, type Server } from "node:net";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { AnalyzerInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import { type Channel, openChannel } from "../../../preflight/packs/channel";
import { serverOnly } from "../../../preflight/packs/frame-server";
import { encodeFrame, type Frame, FrameReader, greeting } from "../../../preflight/packs/frames";

const handlers = {
  getAnalyzerInfo: (_call: unknown, done: (error: Error | null, info?: AnalyzerInfo) => void) => {
    const info = new AnalyzerInfo();
    info.setName("a pack");
    done(null, info);
  },
  analyze: (_call: unknown, done: (error: Error | null) => void) => done(new Error("policy 'x' threw:\nbadly")),
};

describe("frames between preflight and policy packs", () => {
  it("come out whole, whatever the pieces that they arrive in", () => {
    const sent = [0, 1, 300, 70_000].map((length, id) => ({ id, tag: id % 3, body: Buffer.alloc(length, id) }));
    const bytes = Buffer.concat(sent.map(encodeFrame));
    for (const size of [1, 2, 7, 4096, bytes.length]) {
      const received: Frame[] = [];
      const reader = new FrameReader((frame) => received.push(frame));
      for (let start = 0; start < bytes.length; start += size) reader.add(bytes.subarray(start, start + size));
      assert.deepEqual(
        received.map(({ id, tag, body }) => ({ id, tag, body: Buffer.from(body) })),
        sent,
        `pieces of ${size} bytes`,
      );
    }
  });
});

describe("connections to policy packs", () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });
  const never = (): typeof grpc => assert.fail("it asked for gRPC");

  async function channelTo(port: number, library: () => typeof grpc): Promise<Channel> {
    const channel = await openChannel(port, library);
    closing.push(() => channel.close());
    return channel;
  }

  function frameServer(): Promise<number> {
    const server = new serverOnly.Server();
    server.addService({ ...AnalyzerService }, handlers);
    closing.push(() => server.close());
    return new Promise((resolve) => server.bindAsync("127.0.0.1:0", undefined, (_error, port) => resolve(port)));
  }

  function grpcServer(): Promise<number> {
    const server = new grpc.Server();
    server.addService(AnalyzerService, handlers);
    closing.push(() => server.forceShutdown());
    return new Promise((resolve) =>
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (_error, port) => resolve(port)),
    );
  }

  for (const [kind, start, library] of [
    ["frames", frameServer, never],
    ["gRPC", grpcServer, () => grpc],
  ] as const) {
    it(`are of ${kind} where the pack answers so: its messages, its errors and what it lacks`, async () => {
      const channel = await channelTo(await start(), library);
      const info = AnalyzerInfo.deserializeBinary(await channel.call("getAnalyzerInfo", new Uint8Array()));
      assert.equal(info.getName(), "a pack");
      await assert.rejects(channel.call("analyze", new Uint8Array()), {
        name: "Error",
        code: 2,
        message: "policy 'x' threw:\nbadly",
      });
      await assert.rejects(channel.call("remediate", new Uint8Array()), { code: 12 });
    });
  }

  it("tell calls that wait, and later ones, that the pack is gone", async () => {
    const server: Server = createServer((socket) => {
      socket.write(greeting);
      socket.once("data", () => socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(() => server.close());
    const address = server.address();
    assert(address !== null && typeof address === "object");
    const channel = await channelTo(address.port, never);
    await assert.rejects(channel.call("analyze", new Uint8Array()), { code: 14 });
    await assert.rejects(channel.call("analyze", new Uint8Array()), { code: 14 });
  });
});
