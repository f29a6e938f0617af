/** The pack in a process of its own, spoken to by the engine's protocol. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzeRequest,
  type AnalyzeResponse,
  type AnalyzerInfo,
  AnalyzerPropertyDependencies,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { build } from "esbuild";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

const root = resolve(__dirname, "../../../..");
const limit = 400 * 1024 * 1024;

/** A resource on the wire. */
export interface WireResource {
  type: string;
  name: string;
  props: Record<string, JavaScriptValue>;
  /** Names or URNs of the resources that each property comes from. */
  from?: Record<string, string[]>;
  /** Name or URN. */
  parent?: string;
  /** @default made from type and name, as for a resource without a parent */
  urn?: string;
}

type EnforcementLevelNumber = (typeof EnforcementLevel)[keyof typeof EnforcementLevel];

/** The running pack. */
export interface PackServer {
  info(): Promise<AnalyzerInfo.AsObject>;
  /** @param level of all policies that are named; mandatory unless given */
  configure(config: Record<string, Record<string, JavaScriptValue>>, level?: EnforcementLevelNumber): Promise<void>;
  remediate(resource: WireResource): Promise<{ policy: string; props: Record<string, JavaScriptValue> }[]>;
  analyze(resource: WireResource): Promise<AnalyzeResponse.AsObject>;
  analyzeStack(resources: WireResource[]): Promise<AnalyzeResponse.AsObject>;
  stop(): void;
}

/** Builds the pack, starts it, and resolves once it listens. */
export async function startPackServer(): Promise<PackServer> {
  const cache = join(root, ".cache");
  mkdirSync(cache, { recursive: true });
  const directory = mkdtempSync(join(cache, "policy-pack-"));
  await build({
    entryPoints: [join(root, "policies/pack.ts")],
    outfile: join(directory, "pack.js"),
    bundle: true,
    platform: "node",
    packages: "external",
    format: "cjs",
  });
  writeFileSync(
    join(directory, "PulumiPolicy.yaml"),
    "runtime:\n  name: nodejs\n  options: {typescript: false}\nmain: pack.js\n",
  );
  writeFileSync(join(directory, "package.json"), JSON.stringify({ name: "pack", version: "0.0.1", main: "pack.js" }));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    const server = await startPackIn(directory);
    const stop = (): void => {
      server.stop();
      remove();
    };
    return { ...server, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Starts the pack of a folder, with the packages that are installed there, and resolves once it listens. */
export async function startPackIn(directory: string): Promise<PackServer> {
  const runner = createRequire(join(directory, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const child = spawn(process.execPath, [runner, "127.0.0.1:0", "."], {
    cwd: directory,
    env: { ...process.env, PULUMI_NODEJS_TYPESCRIPT: "false", PULUMI_CONFIG: "{}" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = (): void => {
    child.kill("SIGKILL");
  };
  try {
    const port = await portOf(child);
    const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
      "grpc.max_receive_message_length": limit,
      "grpc.max_send_message_length": limit,
    });
    const close = (): void => {
      client.close();
      stop();
    };
    return { ...callsOf(client), stop: close };
  } catch (error) {
    stop();
    throw error;
  }
}

function callsOf(client: AnalyzerClient): Omit<PackServer, "stop"> {
  return {
    info: async () => (await reply<AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done))).toObject(),
    configure: async (config, level = EnforcementLevel.MANDATORY) => {
      const request = new ConfigureAnalyzerRequest();
      for (const [policy, properties] of Object.entries(config)) {
        const one = new PolicyConfig();
        one.setEnforcementlevel(level);
        one.setProperties(Struct.fromJavaScript(properties));
        request.getPolicyconfigMap().set(policy, one);
      }
      await reply<Empty>((done) => client.configure(request, done));
    },
    remediate: async (resource) => {
      const response = await reply<RemediateResponse>((done) => client.remediate(requestOf(resource), done));
      return response.getRemediationsList().map((one) => ({
        policy: one.getPolicyname(),
        props: one.getProperties()?.toJavaScript() ?? {},
      }));
    },
    analyze: async (resource) =>
      (await reply<AnalyzeResponse>((done) => client.analyze(requestOf(resource), done))).toObject(),
    analyzeStack: async (resources) => {
      const request = new AnalyzeStackRequest();
      request.setResourcesList(wireOf(resources));
      return (await reply<AnalyzeResponse>((done) => client.analyzeStack(request, done))).toObject();
    },
  };
}

function requestOf({ type, name, props, urn = urnOf(type, name) }: WireResource): AnalyzeRequest {
  const request = new AnalyzeRequest();
  request.setType(type);
  request.setName(name);
  request.setUrn(urn);
  request.setProperties(Struct.fromJavaScript(props));
  request.setOptions(new AnalyzerResourceOptions());
  return request;
}

function wireOf(resources: WireResource[]): AnalyzerResource[] {
  const urns = new Map(
    resources.flatMap(({ type, name, urn = urnOf(type, name) }) => [
      [name, urn],
      [urn, urn],
    ]),
  );
  return resources.map(({ type, name, props, from = {}, parent, urn = urnOf(type, name) }) => {
    const wire = new AnalyzerResource();
    wire.setType(type);
    wire.setName(name);
    wire.setUrn(urn);
    wire.setProperties(Struct.fromJavaScript(props));
    wire.setOptions(new AnalyzerResourceOptions());
    wire.setParent((parent && urns.get(parent)) ?? "");
    for (const [property, names] of Object.entries(from)) {
      const dependencies = new AnalyzerPropertyDependencies();
      dependencies.setUrnsList(names.map((other) => urns.get(other) ?? ""));
      wire.getPropertydependenciesMap().set(property, dependencies);
    }
    return wire;
  });
}

function urnOf(type: string, name: string): string {
  return `urn:pulumi:test::test::${type}::${name}`;
}

function reply<T>(call: (done: (error: Error | null, response: T) => void) => void): Promise<T> {
  return new Promise((done, fail) => call((error, response) => (error ? fail(error) : done(response))));
}

/** The port that the process prints; fails with what it said if it ends without one. */
function portOf(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let printed = "";
    let complaints = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      complaints += chunk.toString();
    });
    child.stdout?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const port = /^(\d+)\n/m.exec(printed)?.[1];
      if (port) {
        done(port);
      }
    });
    child.once("error", fail);
    child.once("close", (code) => fail(new Error(`the pack ended with ${code}:\n${printed}${complaints}`)));
  });
}
