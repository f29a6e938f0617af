import { createConnection } from "node:net";
import { type Disposable, freePorts, requireFile, ServerProcess, temporaryDirectory } from "./process";

/** A real Redis that keeps nothing over a restart. */
export interface RedisServer extends Disposable {
  readonly url: string;
  readonly process: ServerProcess;
}

/** @throws MissingServerError where Redis is not installed */
export async function startRedis(): Promise<RedisServer> {
  const command = requireFile("/usr/bin/redis-server", "redis-server");
  const [port = 0] = await freePorts(1);
  const directory = await temporaryDirectory("redis");
  const settings = { port, bind: "127.0.0.1", dir: directory.path, save: "", appendonly: "no" };
  const args = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, String(value)]);
  const process = new ServerProcess({ name: "redis", command, args, ready: () => pongs(port) }, directory.path);
  await process.start();
  const dispose = async () => {
    process.signal("SIGCONT");
    await process.stop();
    await directory.remove();
  };
  return { url: `redis://127.0.0.1:${port}`, process, dispose };
}

function pongs(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: "127.0.0.1", port }, () => socket.write("PING\r\n"));
    const end = (served: boolean) => {
      socket.destroy();
      resolve(served);
    };
    socket.once("data", (data) => end(data.toString().startsWith("+PONG")));
    socket.once("error", () => end(false));
    socket.setTimeout(500, () => end(false));
  });
}
