import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { WireMap } from "../../preflight/child/analysis";
import { toWireMap } from "../../preflight/host/structs";
import { nameOf, typeOf } from "../../preflight/host/urn";
import { unknownValue } from "../../preflight/host/wire";
import type { Difference, Identity, LocalProvider } from "./core";
import { withoutNotes } from "./names";
import type { Props } from "./values";
import { toProps } from "./wire";

/** A provider that Pulumi's engine can use: `PULUMI_DEBUG_PROVIDERS=aws:PORT`. */
export interface ProviderServer {
  port: number;
  stop(): void;
}

/** What a type's class declares that only the provider gives a value to. */
export type DeclaredOutputs = (type: string) => readonly string[];

/** The engine sends and takes messages of up to 400 MB. */
const limit = 400 * 1024 * 1024;

/** Serves a provider on loopback, by Pulumi's protocol: unknowns in previews, secrets as secrets, differences by property. */
export async function serveProvider(provider: LocalProvider, declared: DeclaredOutputs): Promise<ProviderServer> {
  const server = new Server({ "grpc.max_receive_message_length": limit, "grpc.max_send_message_length": limit });
  server.addService(ResourceProviderService, implementation(provider, declared));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, stop: () => server.forceShutdown() };
}

function implementation(provider: LocalProvider, declared: DeclaredOutputs): UntypedServiceImplementation {
  return {
    attach: unary(() => new Empty()),
    cancel: unary(() => new Empty()),
    getPluginInfo: unary(() => new PluginInfo().setVersion("999.0.0")),
    getSchema: unary(() => new messages.GetSchemaResponse().setSchema("{}")),
    checkConfig: unary((request: messages.CheckRequest) => new messages.CheckResponse().setInputs(request.getNews())),
    diffConfig: unary(() => new messages.DiffResponse().setChanges(messages.DiffResponse.DiffChanges.DIFF_NONE)),
    configure: unary(() => new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true)),
    check: unary((request: messages.CheckRequest) => {
      const of = identity(request.getUrn());
      const news = wireOf(request.getNews());
      const olds = request.getOlds() ? toProps(wireOf(request.getOlds())) : undefined;
      const named = provider.check(of, toProps(news), olds, request.getRandomseed_asU8());
      // What was filled in is added; everything else stays as it was sent, with its marks.
      const added = Object.entries(named).filter(([key]) => news[key] === undefined || news[key] === "");
      return new messages.CheckResponse().setInputs(struct({ ...news, ...Object.fromEntries(added) }));
    }),
    diff: unary((request: messages.DiffRequest) => {
      const olds = toProps(wireOf(request.getOldInputs() ?? request.getOlds()));
      const news = toProps(wireOf(request.getNews()));
      return diffResponse(provider.diff(identity(request.getUrn()), olds, news, request.getIgnorechangesList()));
    }),
    create: unary(async (request: messages.CreateRequest) => {
      const of = identity(request.getUrn());
      const inputs = wireOf(request.getProperties());
      if (request.getPreview()) {
        const unknown = Object.fromEntries(declared(of.type).map((key) => [key, unknownValue]));
        return new messages.CreateResponse().setProperties(struct({ ...unknown, ...properties(inputs) }));
      }
      const { id, outputs } = await provider.create(of, toProps(inputs));
      return new messages.CreateResponse().setId(id).setProperties(struct({ ...outputs, ...properties(inputs) }));
    }),
    update: unary(async (request: messages.UpdateRequest) => {
      const of = identity(request.getUrn());
      const news = wireOf(request.getNews());
      const state = toProps(wireOf(request.getOlds()));
      const kept = outputsOf(state, request.getOldInputs() ? toProps(wireOf(request.getOldInputs())) : {});
      if (request.getPreview()) {
        const volatile = Object.fromEntries(provider.volatile(of.type).map((key) => [key, unknownValue]));
        return new messages.UpdateResponse().setProperties(struct({ ...kept, ...volatile, ...properties(news) }));
      }
      const { outputs } = await provider.update(of, request.getId(), state, toProps(news));
      return new messages.UpdateResponse().setProperties(struct({ ...kept, ...outputs, ...properties(news) }));
    }),
    read: unary(async (request: messages.ReadRequest) => {
      const state = toProps(wireOf(request.getProperties()));
      const inputs = request.getInputs() ? toProps(wireOf(request.getInputs())) : state;
      const there = await provider.exists(identity(request.getUrn()), request.getId(), state, inputs);
      return there
        ? new messages.ReadResponse()
            .setId(request.getId())
            .setInputs(request.getInputs())
            .setProperties(request.getProperties())
        : new messages.ReadResponse().setId("");
    }),
    delete: unary(async (request: messages.DeleteRequest) => {
      const state = toProps(wireOf(request.getProperties()));
      const inputs = request.getOldInputs() ? toProps(wireOf(request.getOldInputs())) : state;
      await provider.delete(identity(request.getUrn()), request.getId(), state, inputs);
      return new Empty();
    }),
    invoke: unary((request: messages.InvokeRequest) => {
      const args = wireOf(request.getArgs());
      return new messages.InvokeResponse().setReturn(struct(provider.invoke(request.getTok(), toProps(args))));
    }),
  };
}

function identity(urn: string): Identity {
  return { urn, type: typeOf(urn), name: nameOf(urn) };
}

function wireOf(sent: Struct | undefined): WireMap {
  return sent ? toWireMap(sent) : {};
}

function struct(map: WireMap): Struct {
  return Struct.fromJavaScript(map);
}

/** Inputs as the state has them: with their marks, without the provider's notes, without what is not there. */
function properties(inputs: WireMap): WireMap {
  return withoutNotes(inputs);
}

/** Properties of a state that no input gave. */
function outputsOf(state: Props, inputs: Props): Props {
  return Object.fromEntries(Object.entries(state).filter(([key]) => !(key in inputs)));
}

function diffResponse({ added, changed, removed, replaces, deleteBeforeReplace }: Difference): messages.DiffResponse {
  const { DiffChanges } = messages.DiffResponse;
  const { Kind } = messages.PropertyDiff;
  const all = [...added, ...changed, ...removed];
  const response = new messages.DiffResponse()
    .setChanges(all.length > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE)
    .setDiffsList(all)
    .setReplacesList(replaces)
    .setDeletebeforereplace(deleteBeforeReplace)
    .setHasdetaileddiff(true);
  const kinds: [string[], messages.PropertyDiff.Kind, messages.PropertyDiff.Kind][] = [
    [added, Kind.ADD, Kind.ADD_REPLACE],
    [changed, Kind.UPDATE, Kind.UPDATE_REPLACE],
    [removed, Kind.DELETE, Kind.DELETE_REPLACE],
  ];
  for (const [keys, kind, replacing] of kinds) {
    for (const key of keys) {
      const detail = new messages.PropertyDiff().setKind(replaces.includes(key) ? replacing : kind).setInputdiff(true);
      response.getDetaileddiffMap().set(key, detail);
    }
  }
  return response;
}

/** A function that answers a request, or throws what the caller is told. */
function unary<Request, Response>(
  answer: (request: Request, call: ServerUnaryCall<Request, Response>) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, done) => {
    Promise.resolve()
      .then(() => answer(call.request, call))
      .then(
        (response) => done(null, response),
        (error: unknown) =>
          done({ code: status.INVALID_ARGUMENT, details: error instanceof Error ? error.message : String(error) }),
      );
  };
}
