/**
 * The processes' entry that serves what the engine asks for: programs (language host) and resources (stub provider). It
 * tells its ports as a message to its parent and ends when its parent does. It is a process of its own so that neither
 * gRPC nor a provider's work falls into the process that measures.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { serve } from "./grpc";
import { languageHost } from "./language-host";
import { stubProvider } from "./stub-provider";

/** Ports on loopback. */
export interface Ports {
  language: number;
  provider: number;
  awsx?: number;
}

async function start(withAwsx: boolean): Promise<Ports> {
  const awsx = withAwsx ? startAwsx() : undefined;
  const language = await serve(LanguageRuntimeService, languageHost());
  const provider = await serve(ResourceProviderService, stubProvider());
  return { language: language.port, provider: provider.port, awsx: await awsx };
}

function startAwsx(): Promise<number> {
  const child: ChildProcess = spawn(process.execPath, ["--require", "tsx/cjs", join(__dirname, "awsx-provider.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString("utf8");
      const port = /^(\d+)\n/m.exec(output)?.[1];
      if (port !== undefined) {
        resolve(Number(port));
      }
    });
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`The awsx stub exited with ${code} before it gave a port.`)));
  });
}

process.once("disconnect", () => process.exit(0));
void start(process.argv.includes("--awsx")).then(
  (ports) => process.send?.(ports),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
