import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { CallResponse } from "@pulumi/pulumi/proto/provider_pb";
import type * as resources from "@pulumi/pulumi/proto/resource_pb";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { WireMap } from "../child/analysis";
import type { ProviderMessages } from "../child/sdk";
import type { Origin } from "../model";
import { UserError } from "../user-error";
import { type Goal, goalOf } from "./goal";
import type { MonitorOptions } from "./options";
import { type Registered, Registrar } from "./registrar";
import { toWireMap } from "./structs";

/** An error as gRPC clients get it. */
export interface RpcError {
  /** `grpc.status`; 2 is UNKNOWN. */
  code: number;
  message: string;
  details: string;
}

/** How an answer gets to the one who asked. */
export type Answer<T> = (error: RpcError | null, response?: T) => void;

/**
 * Answers the public `ResourceMonitor` messages of `@pulumi/pulumi/proto`, in process: the SDK calls it where it would
 * call its gRPC client.
 */
export class Monitor {
  private readonly registrar: Registrar;
  private readonly others = new Map<Origin, Monitor>();

  /** @param shared what another monitor of the same stack registers with */
  constructor(
    private readonly options: MonitorOptions,
    private readonly origin: Origin = "program",
    shared?: Registrar,
  ) {
    this.registrar = shared ?? new Registrar(options);
  }

  /** The same monitor for callers of another kind. */
  from(origin: Origin): Monitor {
    let other = this.others.get(origin);
    if (!other) {
      other = new Monitor(this.options, origin, this.registrar);
      this.others.set(origin, other);
    }
    return other;
  }

  getDeploymentInfo(_request: Empty, answer: Answer<resources.DeploymentInfo>): void {
    this.reply(answer, () => {
      const { request, sdk } = this.options;
      const info = new sdk.resources.DeploymentInfo();
      info.setProject(request.project);
      info.setStack(request.stack);
      info.setOrganization(request.organization);
      info.setDryrun(true);
      info.setSupportedfeaturesList(this.features());
      return info;
    });
  }

  supportsFeature(request: resources.SupportsFeatureRequest, answer: Answer<resources.SupportsFeatureResponse>): void {
    this.reply(answer, () => {
      const response = new this.options.sdk.resources.SupportsFeatureResponse();
      response.setHassupport(legacyFeatures.has(request.getId()));
      return response;
    });
  }

  registerResource(
    request: resources.RegisterResourceRequest,
    answer: Answer<resources.RegisterResourceResponse>,
  ): void {
    this.reply(answer, () => {
      const goal = goalOf(request);
      const registered = this.registrar.register(goal, this.origin);
      return registered instanceof Promise
        ? registered.then((result) => this.registerResponse(goal, result))
        : this.registerResponse(goal, registered);
    });
  }

  registerResourceOutputs(request: resources.RegisterResourceOutputsRequest, answer: Answer<Empty>): void {
    this.reply(answer, () => {
      const outputs = request.getOutputs();
      this.registrar.registerOutputs(request.getUrn(), outputs ? toWireMap(outputs) : {});
      return new this.options.sdk.empties.Empty();
    });
  }

  readResource(request: resources.ReadResourceRequest, answer: Answer<resources.ReadResourceResponse>): void {
    this.reply(answer, () => {
      const properties = request.getProperties();
      const position = request.getSourceposition();
      const read = this.registrar.read({
        type: request.getType(),
        name: request.getName(),
        parent: request.getParent(),
        id: request.getId(),
        provider: request.getProvider(),
        version: request.getVersion(),
        pluginDownloadUrl: request.getPlugindownloadurl(),
        packageRef: request.getPackageref(),
        inputs: properties ? toWireMap(properties) : {},
        dependencies: request.getDependenciesList().sort(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        position: position && { uri: position.getUri(), line: position.getLine(), column: position.getColumn() },
      });
      const response = new this.options.sdk.resources.ReadResourceResponse();
      response.setUrn(read.urn);
      response.setProperties(properties);
      return response;
    });
  }

  invoke(request: resources.ResourceInvokeRequest, answer: Answer<resources.ResourceInvokeResponse>): void {
    this.reply(answer, async () => {
      const args = request.getArgs();
      const result = await this.registrar.invoke({
        token: request.getTok(),
        args: args ? toWireMap(args) : {},
        provider: request.getProvider(),
        version: request.getVersion(),
        pluginDownloadUrl: request.getPlugindownloadurl(),
        packageRef: request.getPackageref(),
      });
      const response = new this.options.sdk.resources.ResourceInvokeResponse();
      response.setReturn(this.struct(result));
      return response;
    });
  }

  /** Methods of components run in their plugins, which is not done before the component exists. */
  call(request: resources.ResourceCallRequest, answer: Answer<CallResponse>): void {
    this.reply(answer, () => {
      const args = request.getArgs();
      this.registrar.unansweredCall(request.getTok(), args ? toWireMap(args) : {});
      const messages: ProviderMessages = this.options.sdk.require("./proto/provider_pb.js");
      const response = new messages.CallResponse();
      response.setReturn(new this.options.sdk.structs.Struct());
      return response;
    });
  }

  registerPackage(request: resources.RegisterPackageRequest, answer: Answer<resources.RegisterPackageResponse>): void {
    this.reply(answer, () => {
      const parameterization = request.getParameterization();
      const response = new this.options.sdk.resources.RegisterPackageResponse();
      response.setRef(
        this.registrar.defaultProviders.addPackage({
          package: request.getName(),
          version: request.getVersion(),
          pluginDownloadUrl: request.getDownloadUrl(),
          parameterization: parameterization && {
            name: parameterization.getName(),
            version: parameterization.getVersion(),
          },
        }),
      );
      return response;
    });
  }

  registerStackTransform(request: Callback, answer: Answer<Empty>): void {
    this.reply(answer, () => {
      this.registrar.stackTransforms.push(request);
      return new this.options.sdk.empties.Empty();
    });
  }

  registerStackInvokeTransform(request: Callback, answer: Answer<Empty>): void {
    this.reply(answer, () => {
      this.registrar.invokeTransforms.push(request);
      return new this.options.sdk.empties.Empty();
    });
  }

  /** Hooks run when something is created; before anything is, there is nothing to run. */
  registerResourceHook(_request: resources.RegisterResourceHookRequest, answer: Answer<Empty>): void {
    answer(null, new this.options.sdk.empties.Empty());
  }

  registerErrorHook(_request: resources.RegisterErrorHookRequest, answer: Answer<Empty>): void {
    answer(null, new this.options.sdk.empties.Empty());
  }

  signalAndWaitForShutdown(_request: Empty, answer: Answer<Empty>): void {
    answer(null, new this.options.sdk.empties.Empty());
  }

  /** What was registered so far. */
  get registered(): Registrar {
    return this.registrar;
  }

  private registerResponse(goal: Goal, result: Registered): resources.RegisterResourceResponse {
    const { sdk } = this.options;
    const response = new sdk.resources.RegisterResourceResponse();
    response.setUrn(result.urn);
    response.setId(result.id ?? "");
    if (result.constructed) {
      const { state, dependencies } = result.constructed;
      response.setObject(this.struct(state));
      for (const [key, urns] of Object.entries(dependencies)) {
        const message = new sdk.resources.RegisterResourceResponse.PropertyDependencies();
        message.setUrnsList(urns);
        response.getPropertydependenciesMap().set(key, message);
      }
      return response;
    }
    const inputs = result.replaced ? goal.inputs : goal.sent ? toWireMap(goal.sent) : {};
    response.setObject(this.struct({ ...(goal.custom && inputs), ...result.answer }));
    return response;
  }

  private struct(map: WireMap): Struct {
    return this.options.sdk.structs.Struct.fromJavaScript(map);
  }

  private features(): resources.ResourceMonitorFeature[] {
    const known = this.options.sdk.resources.ResourceMonitorFeature;
    return [
      known.RESOURCE_MONITOR_FEATURE_SECRETS,
      known.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
      known.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
      known.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
      known.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
      known.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
      known.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
      known.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
      known.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
      known.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
      known.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
      known.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
      known.RESOURCE_MONITOR_FEATURE_STATE_MIGRATIONS,
    ];
  }

  private reply<T>(answer: Answer<T>, work: () => T | Promise<T>): void {
    const failed = (error: unknown): void => {
      const message = error instanceof Error ? error.message : String(error);
      if (!(error instanceof UserError)) {
        this.options.onFault(error);
      }
      answer({ code: 2, message, details: message });
    };
    let result: T | Promise<T>;
    try {
      result = work();
    } catch (error) {
      failed(error);
      return;
    }
    if (result instanceof Promise) {
      result.then((response) => answer(null, response), failed);
    } else {
      answer(null, result);
    }
  }
}

/** What SDKs older than `GetDeploymentInfo` ask for, one by one. */
const legacyFeatures = new Set([
  "secrets",
  "resourceReferences",
  "outputValues",
  "aliasSpecs",
  "deletedWith",
  "replaceWith",
  "transforms",
  "invokeTransforms",
  "parameterization",
  "resourceHooks",
  "errorHooks",
]);
