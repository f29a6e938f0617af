import type { Callback, CallbackInvokeRequest, CallbackInvokeResponse } from "@pulumi/pulumi/proto/callback_pb";
import type { TransformCaller } from "../host/transforms";
import type { CallbackMessages, Sdk } from "./sdk";
import { runtimeStore } from "./store";

type Invoke = (
  call: { request: CallbackInvokeRequest },
  answer: (error: { details?: string } | null, response?: CallbackInvokeResponse) => void,
) => unknown;

/** Where the SDK says that callbacks can be called; nothing listens there. */
const target = "in-process";

/**
 * Calls transforms in the process that they are in. The SDK's own server of callbacks is given to it ready-made,
 * without the gRPC server and client that its constructor starts; its methods are used as they are.
 */
export class InProcessCallbacks implements TransformCaller {
  private readonly messages: CallbackMessages;
  private readonly server: object;

  constructor(
    private readonly sdk: Sdk,
    monitor: () => object,
  ) {
    this.messages = sdk.require("./proto/callback_pb.js");
    const { CallbackServer }: { CallbackServer: { prototype: object } } = sdk.require("./runtime/callbacks.js");
    this.server = Object.assign(Object.create(CallbackServer.prototype), {
      _callbacks: new Map(),
      _pendingRegistrations: 0,
      _awaitQueue: [],
      _target: Promise.resolve(target),
      _server: { forceShutdown: () => undefined },
    });
    Object.defineProperty(this.server, "_monitor", { get: monitor });
  }

  /** Hands the server to the SDK, which makes one of its own otherwise. Call it after the SDK's options were set. */
  install(): void {
    runtimeStore().callbacks = this.server;
  }

  call(callback: Callback, request: Uint8Array): Promise<Uint8Array> {
    if (callback.getTarget() !== target) {
      return this.callElsewhere(callback, request);
    }
    const message = new this.messages.CallbackInvokeRequest();
    message.setToken(callback.getToken());
    message.setRequest(request);
    const invoke: unknown = Reflect.get(this.server, "invoke");
    if (!isInvoke(invoke)) {
      throw new Error(`@pulumi/pulumi ${this.sdk.version} has no CallbackServer.invoke.`);
    }
    return new Promise((resolve, reject) => {
      invoke.call(this.server, { request: message }, (error, response) => {
        if (response) {
          resolve(response.getResponse_asU8());
        } else {
          reject(new Error(error?.details ?? "no answer"));
        }
      });
    });
  }

  /** Callbacks of plugins are in the plugins' processes. */
  private callElsewhere(callback: Callback, request: Uint8Array): Promise<Uint8Array> {
    const grpc: typeof import("@grpc/grpc-js") = this.sdk.require("@grpc/grpc-js");
    const { CallbacksClient }: typeof import("@pulumi/pulumi/proto/callback_grpc_pb") =
      this.sdk.require("./proto/callback_grpc_pb.js");
    const client = new CallbacksClient(callback.getTarget(), grpc.credentials.createInsecure());
    const message = new this.messages.CallbackInvokeRequest();
    message.setToken(callback.getToken());
    message.setRequest(request);
    return new Promise((resolve, reject) => {
      client.invoke(message, (error, response) => {
        client.close();
        if (error) {
          reject(new Error(error.details));
        } else {
          resolve(response.getResponse_asU8());
        }
      });
    });
  }
}

function isInvoke(value: unknown): value is Invoke {
  return typeof value === "function";
}
