/**
 * The entry of an executable `pulumi-language-nodejs`, which starts plugins that a PulumiPlugin.yaml says are of Node, as
 * Pulumi's own does: by `@pulumi/pulumi/cmd/run-plugin`, found from the plugin's folder.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ServerWritableStream } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { type RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import { serve } from "./grpc";
import { languageHost } from "./language-host";

function runPlugin(call: ServerWritableStream<RunPluginRequest, RunPluginResponse>): void {
  const { request } = call;
  const folder = request.getInfo()?.getProgramDirectory() ?? "";
  const entry = createRequire(join(folder, "index.js")).resolve("@pulumi/pulumi/cmd/run-plugin");
  const env = request.getEnvList().map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]);
  const child = spawn(process.execPath, [entry, folder, ...request.getArgsList()], {
    cwd: request.getPwd(),
    env: Object.fromEntries(env),
  });
  child.stdout.on("data", (chunk: Buffer) => call.write(new RunPluginResponse().setStdout(chunk)));
  child.stderr.on("data", (chunk: Buffer) => call.write(new RunPluginResponse().setStderr(chunk)));
  child.once("error", (error) => call.destroy(error));
  child.once("close", (code) => {
    call.write(new RunPluginResponse().setExitcode(code ?? 1));
    call.end();
  });
  call.on("cancelled", () => child.kill());
}

void serve(LanguageRuntimeService, { ...languageHost(), runPlugin }).then(({ port }) => console.log(port));
