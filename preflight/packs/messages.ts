import type { HostResource, WireMap, WireValue } from "../child/analysis";
import type { StackDescription } from "./client";
import { BackwardWriter } from "./protobuf";
import { SecretMask } from "./secrets";

/** Signature keys and values of the SDK's wire format (`@pulumi/pulumi/runtime/rpc`). */
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
/** What stands on the wire for a string whose value is not known. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** How properties are put into a request. */
export interface EncodeOptions {
  /** Told every secret that is met. */
  secrets: SecretMask;
  /** Keep keys that begin with `__`, as the engine does for remediation only. */
  internalKeys: boolean;
  /** Send what looks like a value of the SDK's own (a secret, a reference) as it is. Default false. */
  asIs?: boolean;
  /** Applied to properties before they are sent. */
  transform?: (value: WireMap) => WireMap;
}

/** For what has no secrets. */
const asTheyAre: EncodeOptions = { secrets: new SecretMask(), internalKeys: true, asIs: true };

/** Used for one request after the other: its buffer grows to the largest of them once. */
const shared = new BackwardWriter();

/** `AnalyzeRequest` of a resource's inputs; also what `Remediate` takes. */
export function analyzeRequest(resource: HostResource, options: EncodeOptions): Buffer {
  writeCommon(shared, resource, resource.inputs, options);
  return shared.finish();
}

/** `AnalyzerHandshakeRequest`. */
export function handshakeRequest(directory: string): Buffer {
  shared.string(3, directory);
  shared.string(2, directory);
  return shared.finish();
}

/** `AnalyzerStackConfigureRequest` of a preview. */
export function configureStackRequest(description: StackDescription): Buffer {
  const { stack, project, organization, config, secretKeys, stackTags } = description;
  writeTexts(8, stackTags);
  writeTexts(7, config);
  writeStrings(shared, 6, secretKeys);
  shared.bool(4, true);
  shared.string(3, organization);
  shared.string(2, project);
  shared.string(1, stack);
  return shared.finish();
}

/** A map of texts. */
function writeTexts(field: number, texts: Record<string, string>): void {
  for (const [key, value] of Object.entries(texts)) {
    const entry = shared.mark;
    shared.string(2, value);
    shared.string(1, key);
    shared.message(field, entry);
  }
}

/** `ConfigureAnalyzerRequest` of what each policy is configured to. */
export function configureRequest(configs: [policy: string, enforcement: number, properties: WireMap][]): Buffer {
  for (const [policy, enforcement, properties] of [...configs].reverse()) {
    const entry = shared.mark;
    writeStruct(shared, properties, asTheyAre);
    shared.message(2, entry);
    shared.enum(1, enforcement);
    shared.message(2, entry);
    shared.string(1, policy);
    shared.message(1, entry);
  }
  return shared.finish();
}

/** The fields of a `google.protobuf.Struct` of these properties, as they are. */
export function structOf(properties: WireMap): Buffer {
  writeStruct(shared, properties, asTheyAre);
  return shared.finish();
}

/** `AnalyzeStackRequest` of everything that was registered, with its outputs. */
export function analyzeStackRequest(resources: HostResource[], options: EncodeOptions): Buffer {
  const writer = new BackwardWriter(1 << 20);
  for (let i = resources.length - 1; i >= 0; i--) {
    const resource = resources[i];
    if (resource) {
      const mark = writer.mark;
      writeStackResource(writer, resource, options);
      writer.message(1, mark);
    }
  }
  return writer.finish();
}

function writeStackResource(writer: BackwardWriter, resource: HostResource, options: EncodeOptions): void {
  for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
    if (urns.length > 0) {
      const entry = writer.mark;
      const list = writer.mark;
      writeStrings(writer, 1, urns);
      writer.message(2, list);
      writer.string(1, property);
      writer.message(9, entry);
    }
  }
  writeStrings(writer, 8, resource.dependencies);
  if (resource.parent) {
    writer.string(7, resource.parent);
  }
  writeCommon(writer, resource, resource.outputs, options);
}

/** The fields that `AnalyzeRequest` and `AnalyzerResource` share, under the same numbers. */
function writeCommon(writer: BackwardWriter, resource: HostResource, props: WireMap, options: EncodeOptions): void {
  const { provider } = resource;
  let mark = writer.mark;
  if (provider) {
    writer.string(4, provider.name);
    writer.string(3, provider.urn);
    const properties = writer.mark;
    writeStruct(writer, provider.inputs, { ...options, internalKeys: false });
    writer.message(2, properties);
    writer.string(1, provider.type);
    writer.message(6, mark);
  }
  mark = writer.mark;
  writeOptions(writer, resource);
  writer.message(5, mark);
  writer.string(4, resource.name);
  writer.string(3, resource.urn);
  mark = writer.mark;
  writeStruct(writer, options.transform ? options.transform(props) : props, options);
  writer.message(2, mark);
  writer.string(1, resource.type);
}

function writeOptions(writer: BackwardWriter, { options, parent }: HostResource): void {
  if (parent) {
    writer.string(8, parent);
  }
  const timeouts = writer.mark;
  if (options.customTimeouts) {
    writer.double(3, options.customTimeouts.delete);
    writer.double(2, options.customTimeouts.update);
    writer.double(1, options.customTimeouts.create);
  }
  writer.message(7, timeouts);
  // No aliases (field 6): the engine keeps those that the SDK sends as specifications to itself.
  writeStrings(writer, 5, options.additionalSecretOutputs);
  if (options.deleteBeforeReplace !== undefined) {
    writer.bool(4, true);
    writer.bool(3, options.deleteBeforeReplace);
  }
  writeStrings(writer, 2, options.ignoreChanges);
  writer.bool(1, options.protect);
}

function writeStrings(writer: BackwardWriter, field: number, values: string[]): void {
  for (let i = values.length - 1; i >= 0; i--) {
    writer.string(field, values[i] ?? "");
  }
}

function writeStruct(writer: BackwardWriter, map: WireMap, options: EncodeOptions): void {
  const keys = Object.keys(map);
  for (let i = keys.length - 1; i >= 0; i--) {
    const key = keys[i] ?? "";
    const value = map[key];
    if (value === undefined || (!options.internalKeys && key.startsWith("__"))) {
      continue;
    }
    const entry = writer.mark;
    writeValue(writer, value, options);
    writer.message(2, entry);
    writer.string(1, key);
    writer.message(1, entry);
  }
}

/** Writes the content of a `google.protobuf.Value`, normalised as the engine does before a policy sees it. */
function writeValue(writer: BackwardWriter, value: WireValue, options: EncodeOptions): void {
  if (value === null) {
    writer.enum(1, 0);
  } else if (typeof value === "string") {
    writer.string(3, value);
  } else if (typeof value === "number") {
    writer.double(2, value);
  } else if (typeof value === "boolean") {
    writer.bool(4, value);
  } else if (Array.isArray(value)) {
    const list = writer.mark;
    for (let i = value.length - 1; i >= 0; i--) {
      const item = writer.mark;
      writeValue(writer, value[i] ?? null, options);
      writer.message(1, item);
    }
    writer.message(6, list);
  } else {
    writeObject(writer, value, options);
  }
}

function writeObject(writer: BackwardWriter, value: WireMap, options: EncodeOptions): void {
  switch (options.asIs ? undefined : value[signatureKey]) {
    case resourceSignature:
      // A policy sees a reference as the id, or as the URN of a component, which has none.
      writeValue(writer, value.id === undefined ? (value.urn ?? null) : value.id || unknownValue, options);
      return;
    case outputSignature: {
      const plain = value.value === undefined ? unknownValue : value.value;
      if (value.secret === true) {
        writeSecret(writer, plain, options);
      } else {
        writeValue(writer, plain, options);
      }
      return;
    }
    case secretSignature:
      writeSecret(writer, value.value ?? null, options);
      return;
    default: {
      const struct = writer.mark;
      writeStruct(writer, value, options);
      writer.message(5, struct);
    }
  }
}

function writeSecret(writer: BackwardWriter, value: WireValue, options: EncodeOptions): void {
  if (value !== unknownValue) {
    options.secrets.add(value);
  }
  const struct = writer.mark;
  writeStruct(writer, { [signatureKey]: secretSignature, value }, options);
  writer.message(5, struct);
}

/** {@link normalised} for each value of a map. */
export function normalisedMap(map: WireMap): WireMap {
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, item]) => (item === undefined ? [] : [[key, normalised(item)]])),
  );
}

/** Properties as {@link analyzeRequest} sends them: what a policy's answer can be compared with. */
export function normalised(value: WireValue): WireValue {
  if (Array.isArray(value)) {
    return value.map(normalised);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  switch (value[signatureKey]) {
    case resourceSignature:
      return value.id === undefined ? (value.urn ?? null) : value.id || unknownValue;
    case outputSignature: {
      const plain = value.value === undefined ? unknownValue : normalised(value.value);
      return value.secret === true ? { [signatureKey]: secretSignature, value: plain } : plain;
    }
    default:
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, normalised(item)]));
  }
}
