import { fork } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "./paths";
import type { Ports } from "./stub-servers";

/** The running process of the stub servers. One serves any number of previews, one after the other or at once. */
export interface Stubs {
  pid: number;
  ports: Ports;
  stop(): void;
}

/**
 * Starts the language host and the stub providers.
 * @param awsx whether to start the stub `awsx` provider too, which is one more process. @default true
 */
export async function startStubs({ awsx = true }: { awsx?: boolean } = {}): Promise<Stubs> {
  const child = fork(join(__dirname, "stub-servers.ts"), awsx ? ["--awsx"] : [], {
    execArgv: ["--require", "tsx/cjs"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ports = await new Promise<Ports>((resolve, reject) => {
    child.once("message", (message: Ports) => resolve(message));
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`The stub servers exited with ${code} before they gave their ports.`)),
    );
  });
  // It is there for as long as this process is: it does not keep it running.
  child.unref();
  child.channel?.unref();
  return { pid: child.pid ?? 0, ports, stop: () => child.disconnect() };
}

/** `PULUMI_DEBUG_PROVIDERS`: the stub stands in for every provider package whose SDK is installed. */
export function debugProviders({ provider, awsx }: Ports): string {
  const installed = readdirSync(join(REPOSITORY, "node_modules/@pulumi")).filter(
    (name) => !/^(?:pulumi|policy|awsx)$/.test(name),
  );
  const attached = [...new Set([...installed, "random", "kubernetes", "docker", "tls", "command"])];
  return [...attached.map((name) => `${name}:${provider}`), ...(awsx === undefined ? [] : [`awsx:${awsx}`])].join(",");
}
