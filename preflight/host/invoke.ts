import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { WireMap } from "../child/analysis";
import type { UnansweredInvoke } from "../model";
import { answerInvoke } from "./invokes";
import type { MonitorOptions } from "./options";
import type { Registration } from "./resource-table";
import { toWireMap } from "./structs";
import type { Places } from "./surroundings";
import { toModelMap, unknownValue } from "./wire";

/** A call of a provider function. */
export interface InvokeRequest {
  token: string;
  args: WireMap;
  provider: string;
  version: string;
  pluginDownloadUrl: string;
  packageRef: string;
}

/** Answers provider functions where that can be done with no cloud. */
export class Invokes {
  /** Transforms of calls, in the order of registration. */
  readonly transforms: Callback[] = [];
  readonly unanswered: UnansweredInvoke[] = [];

  constructor(
    private readonly options: MonitorOptions,
    private readonly places: Places,
  ) {}

  async answer(request: InvokeRequest, provider: Registration): Promise<WireMap> {
    const { token } = request;
    let { args } = request;
    for (const callback of this.transforms) {
      args = await this.transformed(callback, token, args);
    }
    const answer = answerInvoke(token, args, this.places.of(args, provider));
    if ("result" in answer) {
      return answer.result;
    }
    this.unanswered.push({ token, args: toModelMap(args), reason: answer.reason });
    return this.unknownResult(token);
  }

  /**
   * A result of which each property is unknown. An output made from it is unknown as a whole; a program that awaits the
   * plain result can hand its properties on to resources, but can't look into them.
   */
  private unknownResult(token: string): WireMap {
    const result: WireMap = {};
    for (const name of resultProperties(this.options.properties.functionDeclaration(token) ?? "")) {
      result[name] = unknownValue;
    }
    return Object.keys(result).length > 0 ? result : { id: unknownValue };
  }

  private async transformed(callback: Callback, token: string, args: WireMap): Promise<WireMap> {
    const { resources, structs } = this.options.sdk;
    const request = new resources.TransformInvokeRequest();
    request.setToken(token);
    request.setArgs(structs.Struct.fromJavaScript(args));
    request.setOptions(new resources.TransformInvokeOptions());
    const answer = await this.options.transforms.call(callback, request.serializeBinary());
    const changed = resources.TransformInvokeResponse.deserializeBinary(answer).getArgs();
    return changed ? toWireMap(changed) : args;
  }
}

/** The properties that a generated declaration file gives a function's result. */
function resultProperties(declaration: string): string[] {
  const body = /export interface \w+Result \{([\s\S]*?)\n\}/.exec(declaration)?.[1] ?? "";
  return [...body.matchAll(/^ {4}readonly (\w+)\??:/gm)].map((match) => match[1] ?? "");
}
