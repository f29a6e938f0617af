import type { ChildProcess } from "node:child_process";
import type { ServiceError } from "@grpc/grpc-js";
import type { ProgramRequest } from "../child/messages";
import type { ProviderMessages, Sdk } from "../child/sdk";
import type { Goal } from "../host/goal";
import { toWireMap } from "../host/structs";
import { packageOf } from "../host/urn";
import { UserError } from "../user-error";
import type { Constructed } from ".";
import { findPlugin, type InstalledPlugin } from "./find-plugin";
import { spawnGuarded } from "./guarded";
import type { MonitorServer } from "./server";

type Grpc = typeof import("@grpc/grpc-js");
type ProviderGrpc = typeof import("@pulumi/pulumi/proto/provider_grpc_pb");
type Client = InstanceType<ProviderGrpc["ResourceProviderClient"]>;

/** What messages may weigh, in bytes: what the engine and the SDKs allow. */
const channel = { "grpc.max_receive_message_length": 400 * 1024 * 1024 };

/** Seconds that a plugin may take to start. */
const startSeconds = 60;

/** Plugins that build components, started when they are first needed. */
export class ComponentPlugins {
  private readonly messages: ProviderMessages;
  private readonly running: ChildProcess[] = [];
  private readonly clients = new Map<string, Promise<Client>>();

  constructor(
    private readonly sdk: Sdk,
    private readonly request: ProgramRequest,
    private readonly server: MonitorServer,
  ) {
    this.messages = sdk.require("./proto/provider_pb.js");
  }

  /** The installed plugin of a component. */
  find(goal: Goal): InstalledPlugin | undefined {
    return findPlugin(packageOf(goal.type), goal.version);
  }

  /** Has a plugin build a component; what is in it registers itself with the monitor meanwhile. */
  async construct(plugin: InstalledPlugin, goal: Goal): Promise<Constructed> {
    const client = await this.client(plugin);
    const request = this.constructRequest(goal, await this.server.address());
    const response = await new Promise<InstanceType<ProviderMessages["ConstructResponse"]>>((resolve, reject) => {
      client.construct(request, (error: ServiceError | null, answer) => {
        if (error) {
          reject(new UserError(`${goal.name} (${goal.type}) could not be built by its plugin: ${error.details}`));
        } else {
          resolve(answer);
        }
      });
    });
    const state = response.getState();
    const dependencies: Constructed["dependencies"] = {};
    response.getStatedependenciesMap().forEach((urns, key) => {
      dependencies[key] = urns.getUrnsList();
    });
    return { urn: response.getUrn(), state: state ? toWireMap(state) : {}, dependencies };
  }

  close(): void {
    for (const child of this.running.splice(0)) {
      child.stdin?.end();
      child.kill();
    }
    this.server.close();
  }

  private client(plugin: InstalledPlugin): Promise<Client> {
    let client = this.clients.get(plugin.executable);
    if (!client) {
      client = this.start(plugin);
      this.clients.set(plugin.executable, client);
    }
    return client;
  }

  private async start(plugin: InstalledPlugin): Promise<Client> {
    const child = spawnGuarded(plugin.executable, [await this.server.address()], "pipe");
    this.running.push(child);
    const port = await portOf(child, plugin);
    const grpc: Grpc = this.sdk.require("@grpc/grpc-js");
    const { ResourceProviderClient }: ProviderGrpc = this.sdk.require("./proto/provider_grpc_pb.js");
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), channel);
    const configure = new this.messages.ConfigureRequest();
    configure.setAcceptsecrets(true);
    configure.setAcceptresources(true);
    configure.setArgs(new this.sdk.structs.Struct());
    await new Promise<void>((resolve, reject) => {
      client.configure(configure, (error: ServiceError | null) => {
        if (error) {
          reject(new UserError(`The plugin ${plugin.executable} could not be configured: ${error.details}`));
        } else {
          resolve();
        }
      });
    });
    return client;
  }

  private constructRequest(goal: Goal, endpoint: string): InstanceType<ProviderMessages["ConstructRequest"]> {
    const { request } = this;
    const construct = new this.messages.ConstructRequest();
    construct.setProject(request.project);
    construct.setStack(request.stack);
    construct.setOrganization(request.organization);
    construct.setDryrun(true);
    construct.setParallel(16);
    construct.setMonitorendpoint(endpoint);
    construct.setConfigsecretkeysList(request.secretKeys);
    for (const [key, value] of Object.entries(request.config)) {
      construct.getConfigMap().set(key, value);
    }
    construct.setType(goal.type);
    construct.setName(goal.name);
    construct.setParent(goal.parent);
    construct.setInputs(this.sdk.structs.Struct.fromJavaScript(goal.inputs));
    construct.setAcceptsOutputValues(true);
    construct.setDependenciesList(goal.dependencies);
    construct.setAliasesList(goal.aliases);
    if (goal.protect !== undefined) {
      construct.setProtect(goal.protect);
    }
    for (const [key, urns] of Object.entries(goal.propertyDependencies)) {
      const dependencies = new this.messages.ConstructRequest.PropertyDependencies();
      dependencies.setUrnsList(urns);
      construct.getInputdependenciesMap().set(key, dependencies);
    }
    goal.providers.forEach((reference, pkg) => {
      construct.getProvidersMap().set(pkg, reference);
    });
    return construct;
  }
}

/** A plugin's first line of output is the port that it listens on. */
function portOf(child: ChildProcess, plugin: InstalledPlugin): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const failed = (why: string): void => reject(new UserError(`The plugin ${plugin.executable} ${why}.`));
    const timer = setTimeout(() => failed(`did not start within ${startSeconds} seconds`), startSeconds * 1000);
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
      const port = /^(\d+)\r?\n/.exec(text)?.[1];
      if (port !== undefined) {
        clearTimeout(timer);
        resolve(port);
      }
    });
    child.once("error", (error) => failed(`can't be started: ${error.message}`));
    child.once("exit", (code) => {
      clearTimeout(timer);
      failed(`ended with exit code ${code}`);
    });
  });
}
