import { isDeepStrictEqual } from "node:util";
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import {
  type CheckRequest,
  CheckResponse,
  type ConfigureRequest,
  ConfigureResponse,
  type CreateRequest,
  CreateResponse,
  type DiffRequest,
  DiffResponse,
  GetSchemaResponse,
  type InvokeRequest,
  InvokeResponse,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type AwsConfig, answerFunction } from "./functions";
import { unary } from "./grpc";
import { awsSchema } from "./schema";
import { madeUpOutputs, outputProperties } from "./sdk-classes";
import { fromStruct, type Json, type JsonMap, toStruct, UNKNOWN, withFields } from "./wire";

/** Account that the stub works in where its configuration does not allow just one: that of AWS's documentation. */
const STUB_ACCOUNT = "123456789012";

/** Only the allowed account of a provider, which gets lists as JSON. */
function accountOf(allowed: Json | undefined): string {
  const list: unknown = typeof allowed === "string" ? JSON.parse(allowed) : allowed;
  const [only] = Array.isArray(list) && list.length === 1 ? list : [];
  return typeof only === "string" ? only : STUB_ACCOUNT;
}

/**
 * A resource provider that knows no cloud: every resource is what its inputs say, and what only the cloud could know is
 * unknown at preview and made up after. It answers for any package.
 *
 * The engine attaches all providers of a package, the default one and each explicit one, to the same port, and says
 * nothing in a request of which of them it is. It opens a connection for each, so configuration is kept by the
 * connection's other end.
 */
export function stubProvider(): UntypedServiceImplementation {
  const configs = new Map<string, AwsConfig>();
  let created = 0;
  const configOf = (peer: string): AwsConfig => configs.get(peer) ?? { region: "", account: STUB_ACCOUNT };
  return {
    attach: unary(() => new Empty()),
    cancel: unary(() => new Empty()),
    getPluginInfo: unary(() => new PluginInfo().setVersion("999.0.0")),
    // Only the host of YAML programs asks, and the stub's YAML programs are of aws.
    getSchema: unary(() => new GetSchemaResponse().setSchema(JSON.stringify(awsSchema()))),
    checkConfig: unary((request: CheckRequest) => new CheckResponse().setInputs(request.getNews())),
    diffConfig: unary((request: DiffRequest) => diff(request)),
    configure: unary((request: ConfigureRequest, call) => {
      const { region, allowedAccountIds } = fromStruct(request.getArgs());
      const account = accountOf(allowedAccountIds);
      configs.set(call.getPeer(), { region: typeof region === "string" ? region : "", account });
      // As the bridged providers answer. Without acceptSecrets the engine would send secrets in clear and mark the
      // outputs itself.
      return new ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),
    check: unary((request: CheckRequest) => new CheckResponse().setInputs(request.getNews())),
    diff: unary((request: DiffRequest) => diff(request)),
    create: unary((request: CreateRequest) => {
      const type = request.getType();
      if (request.getPreview()) {
        return new CreateResponse().setProperties(withFields(request.getProperties(), unknowns(type)));
      }
      const id = `${request.getName()}-${++created}`;
      const outputs = { ...madeUpOutputs(type, request.getName(), id), id };
      return new CreateResponse().setId(id).setProperties(withFields(request.getProperties(), outputs));
    }),
    update: unary((request: UpdateRequest) => {
      const type = request.getType();
      const id = request.getId();
      const outputs = request.getPreview() ? unknowns(type) : { ...madeUpOutputs(type, request.getName(), id), id };
      return new UpdateResponse().setProperties(withFields(request.getNews(), outputs));
    }),
    read: unary((request: ReadRequest) => {
      const state = withFields(
        request.getProperties(),
        madeUpOutputs(request.getType(), request.getName(), request.getId()),
      );
      return new ReadResponse().setId(request.getId()).setInputs(request.getInputs()).setProperties(state);
    }),
    delete: unary(() => new Empty()),
    invoke: unary((request: InvokeRequest, call) => {
      const result = answerFunction(request.getTok(), fromStruct(request.getArgs()), configOf(call.getPeer()));
      return new InvokeResponse().setReturn(toStruct(result));
    }),
  };
}

function unknowns(type: string): JsonMap {
  return Object.fromEntries(outputProperties(type).map(({ name }) => [name, UNKNOWN]));
}

/** Inputs against inputs: outputs that the provider made up are no change. */
function diff(request: DiffRequest): DiffResponse {
  const old = fromStruct(request.getOldInputs() ?? request.getOlds());
  const now = fromStruct(request.getNews());
  const ignored = new Set(request.getIgnorechangesList());
  const changed = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (key) => !ignored.has(key) && !isDeepStrictEqual(old[key], now[key]),
  );
  return new DiffResponse()
    .setChanges(changed.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE)
    .setDiffsList(changed);
}
