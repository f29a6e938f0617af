import type { handleUnaryCall, Server, UntypedServiceImplementation } from "@grpc/grpc-js";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import type { Sdk } from "../child/sdk";
import type { Answer, Monitor } from "../host/monitor";
import type { LogLine, Origin } from "../model";

type Grpc = typeof import("@grpc/grpc-js");
type EngineMessages = typeof import("@pulumi/pulumi/proto/engine_pb");

const options = {
  "grpc.max_receive_message_length": 400 * 1024 * 1024,
  "grpc.max_send_message_length": 400 * 1024 * 1024,
  "grpc.server_max_unrequested_time_in_server": 30 * 60,
};

const severities: LogLine["severity"][] = ["debug", "info", "warning", "error"];

/** The same monitor over gRPC, on loopback, for those that are not in its process. Started when it is first asked for. */
export class MonitorServer {
  private server: Server | undefined;
  private started: Promise<string> | undefined;
  private rootUrn = "";

  constructor(
    private readonly sdk: Sdk,
    private readonly monitor: Monitor,
    private readonly log: (line: LogLine) => void,
    private readonly origin: Origin = "plugin",
  ) {}

  /** `host:port` of the monitor, which is the engine as well. */
  address(): Promise<string> {
    this.started ??= this.start();
    return this.started;
  }

  get isOpen(): boolean {
    return this.server !== undefined;
  }

  close(): void {
    this.server?.forceShutdown();
  }

  private async start(): Promise<string> {
    const grpc: Grpc = this.sdk.require("@grpc/grpc-js");
    const { ResourceMonitorService }: typeof import("@pulumi/pulumi/proto/resource_grpc_pb") =
      this.sdk.require("./proto/resource_grpc_pb.js");
    const { EngineService }: typeof import("@pulumi/pulumi/proto/engine_grpc_pb") =
      this.sdk.require("./proto/engine_grpc_pb.js");
    const server = new grpc.Server(options);
    this.server = server;
    server.addService(ResourceMonitorService, this.monitorService());
    server.addService(EngineService, this.engineService());
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
        if (error) {
          reject(error);
        } else {
          resolve(bound);
        }
      });
    });
    return `127.0.0.1:${port}`;
  }

  private monitorService(): UntypedServiceImplementation {
    const monitor = this.monitor.from(this.origin);
    return {
      getDeploymentInfo: unary(monitor.getDeploymentInfo.bind(monitor)),
      supportsFeature: unary(monitor.supportsFeature.bind(monitor)),
      invoke: unary(monitor.invoke.bind(monitor)),
      call: unary(monitor.call.bind(monitor)),
      readResource: unary(monitor.readResource.bind(monitor)),
      registerResource: unary(monitor.registerResource.bind(monitor)),
      registerResourceOutputs: unary(monitor.registerResourceOutputs.bind(monitor)),
      registerStackTransform: unary(monitor.registerStackTransform.bind(monitor)),
      registerStackInvokeTransform: unary(monitor.registerStackInvokeTransform.bind(monitor)),
      registerResourceHook: unary(monitor.registerResourceHook.bind(monitor)),
      registerErrorHook: unary(monitor.registerErrorHook.bind(monitor)),
      registerPackage: unary(monitor.registerPackage.bind(monitor)),
      signalAndWaitForShutdown: unary(monitor.signalAndWaitForShutdown.bind(monitor)),
    };
  }

  private engineService(): UntypedServiceImplementation {
    const messages: EngineMessages = this.sdk.require("./proto/engine_pb.js");
    const empty = (_call: unknown, answer: Answer<object>): void => answer(null, new this.sdk.empties.Empty());
    return {
      log: (call: { request: LogRequest }, answer: Answer<object>) => {
        const urn = call.request.getUrn();
        const severity = severities[call.request.getSeverity()] ?? "info";
        if (severity !== "debug") {
          this.log({ severity, message: call.request.getMessage(), ...(urn === "" ? {} : { urn }) });
        }
        empty(call, answer);
      },
      getRootResource: (_call: unknown, answer: Answer<object>) => {
        const response = new messages.GetRootResourceResponse();
        response.setUrn(this.rootUrn);
        answer(null, response);
      },
      setRootResource: (
        call: { request: InstanceType<EngineMessages["SetRootResourceRequest"]> },
        answer: Answer<object>,
      ) => {
        this.rootUrn = call.request.getUrn();
        answer(null, new messages.SetRootResourceResponse());
      },
      startDebugging: empty,
      requirePulumiVersion: (_call: unknown, answer: Answer<object>) =>
        answer(null, new messages.RequirePulumiVersionResponse()),
    };
  }
}

/** A method of the monitor as gRPC's server calls it. */
function unary<Q, S>(method: (request: Q, answer: Answer<S>) => void): handleUnaryCall<Q, S> {
  return (call, answer) => method(call.request, (error, response) => answer(error, response));
}
