import type { WireMap, WireValue } from "../child/analysis";
import type { Value } from "../model";

/** The engine's marks on the wire, from `sdk/go/common/resource/properties.go` and the SDK's `runtime/rpc`. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const signatureKey = "4dabf18193072939515e22adb298388d";
const signatures = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
} as const;

type Signature = keyof typeof signatures;
const bySignature = new Map<WireValue | undefined, Signature>(
  Object.entries(signatures).map(([name, value]) => [value, signatureName(name)]),
);

function signatureName(name: string): Signature {
  return name === "resource" || name === "output" || name === "asset" || name === "archive" ? name : "secret";
}

/** Which special value a map stands for; undefined for a plain one. */
export function signatureOf(value: WireMap): Signature | undefined {
  const mark = value[signatureKey];
  return mark === undefined ? undefined : bySignature.get(mark);
}

export function isWireMap(value: WireValue | undefined): value is WireMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value marked as secret; one that is already stays as it is. */
export function secret(value: WireValue): WireMap {
  return isWireMap(value) && signatureOf(value) === "secret" ? value : { [signatureKey]: signatures.secret, value };
}

/** A value together with the URNs that it came from. Its own marks move to the output. */
export function outputValue(value: WireValue, dependencies: string[]): WireMap {
  const plain = unwrapped(value) ?? null;
  return {
    [signatureKey]: signatures.output,
    ...(plain === unknownValue ? {} : { value: plain }),
    ...(plain !== value && hasSecret(value) ? { secret: true } : {}),
    dependencies,
  };
}

/** A reference to a resource. */
export function resourceReference(urn: string, id: string | undefined): WireMap {
  return { [signatureKey]: signatures.resource, urn, id: id ?? unknownValue };
}

/** A value with secrets, output values and the like taken off at its top. */
export function unwrapped(value: WireValue | undefined): WireValue | undefined {
  if (isWireMap(value)) {
    const signature = signatureOf(value);
    if (signature === "secret" || signature === "output") {
      return signature === "output" && value.value === undefined ? unknownValue : unwrapped(value.value);
    }
  }
  return value;
}

/** True where a value is secret or holds one. */
export function hasSecret(value: WireValue | undefined): boolean {
  if (Array.isArray(value)) {
    return value.some(hasSecret);
  }
  if (!isWireMap(value)) {
    return false;
  }
  const signature = signatureOf(value);
  return (
    signature === "secret" || (signature === "output" && value.secret === true) || Object.values(value).some(hasSecret)
  );
}

/** True where a value is unknown or holds something unknown. */
export function hasUnknown(value: WireValue | undefined): boolean {
  if (value === unknownValue) {
    return true;
  }
  if (Array.isArray(value)) {
    return value.some(hasUnknown);
  }
  if (!isWireMap(value)) {
    return false;
  }
  return (signatureOf(value) === "output" && value.value === undefined) || Object.values(value).some(hasUnknown);
}

/** A value for the graph: secrets masked, unknowns and special values as markers. */
export function toModel(value: WireValue, onSecret?: SecretSink): Value {
  if (typeof value === "string") {
    return value === unknownValue ? { $unknown: true } : value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => toModel(item, onSecret));
  }
  if (!isWireMap(value)) {
    return value;
  }
  switch (signatureOf(value)) {
    case "secret":
      return hidden(value.value, onSecret);
    case "output":
      return value.secret === true ? hidden(value.value, onSecret) : toModel(value.value ?? unknownValue, onSecret);
    case "resource":
      return { $resource: typeof value.urn === "string" ? value.urn : "" };
    case "asset":
      return { $asset: contentOf(value) };
    case "archive":
      return { $archive: contentOf(value) };
    case undefined:
      return toModelMap(value, onSecret);
  }
}

/** Told of every secret that is masked. */
export type SecretSink = (value: WireValue) => void;

function hidden(value: WireValue | undefined, onSecret: SecretSink | undefined): Value {
  if (value !== undefined && value !== unknownValue) {
    onSecret?.(value);
  }
  return { $secret: true };
}

/** {@link toModel} for each value of a map. */
export function toModelMap(map: WireMap, onSecret?: SecretSink): Record<string, Value> {
  const result: Record<string, Value> = {};
  for (const key of Object.keys(map)) {
    const value = map[key];
    // `__provider` holds a dynamic provider's code; `__internal` and `__defaults` are the engine's and the bridge's own.
    if (value !== undefined && !key.startsWith("__")) {
      result[key] = toModel(value, onSecret);
    }
  }
  return result;
}

/** Where an asset or archive comes from; text is counted, not quoted. */
function contentOf(value: WireMap): Value {
  if (typeof value.path === "string") {
    return value.path;
  }
  if (typeof value.uri === "string") {
    return value.uri;
  }
  if (typeof value.text === "string") {
    return `text of ${value.text.length} characters`;
  }
  return isWireMap(value.assets) ? toModelMap(value.assets) : true;
}
