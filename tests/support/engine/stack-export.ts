import { createHash } from "node:crypto";
import type { Graph, GraphResource, Value } from "../../../preflight";
import { withEmptyValues } from "../empty-values";
import { isMap, type Json, type JsonMap } from "./wire";

/** A file as `pulumi stack export` writes it. */
export interface StackExport {
  version: 3;
  deployment: { [key: string]: unknown; resources: StateResource[] };
}

/** One resource of a deployment: the fields of the engine's `apitype.ResourceV3` that are used here. */
export interface StateResource {
  [key: string]: unknown;
  urn: string;
  type: string;
  custom: boolean;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

/** Key of objects that are no plain map, and what they are by its value: `sig` of the engine's resource package. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** What stands for a value inside a block that a run with no cloud does not know; after a deployment all are known. */
const SETTLED = "known-after-deployment";

/**
 * What `pulumi stack export` would write once a program is deployed as preflight's graph says: ids, ARNs and what else was
 * made up as AWS's answers. What only AWS knows, and every property that the program does not set, has the empty value that
 * the provider reads back from AWS (`""`, `[]`, `null`). Secrets are ciphertext for which there is no passphrase.
 */
export function exportOf(graph: Graph): StackExport {
  const ids = new Map(graph.resources.map((resource) => [resource.urn, idOf(resource)]));
  const regions = new Map(graph.resources.map(({ urn, inputs }) => [urn, inputs.region]));
  return {
    version: 3,
    deployment: {
      manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "v3.259.0" },
      secrets_providers: { type: "passphrase", state: { salt: sealed } },
      resources: graph.resources.map((resource) => stateOf(resource, ids, regions.get(resource.provider ?? ""))),
    },
  };
}

/** Salt of a secrets manager that no passphrase fits. */
export const sealed = `v1:${zeros(8)}:v1:${zeros(12)}:${zeros(22)}`;

function zeros(bytes: number): string {
  return Buffer.alloc(bytes).toString("base64");
}

function stateOf(resource: GraphResource, ids: ReadonlyMap<string, string>, region: Value | undefined): StateResource {
  const { urn, type, kind, parent, provider, protect, dependencies, propertyDependencies, aliases } = resource;
  const custom = kind !== "component" && kind !== "stack";
  const id = ids.get(urn) ?? "";
  return {
    urn,
    custom,
    type,
    ...(custom && { id }),
    inputs: properties(resource.inputs, ids),
    outputs: kind === "custom" ? { ...outputsOf(resource, ids, region), id } : properties(resource.outputs, ids),
    ...(kind === "read" && { external: true }),
    ...(parent !== undefined && { parent }),
    ...(protect && { protect }),
    ...(provider !== undefined && { provider: `${provider}::${ids.get(provider)}` }),
    dependencies,
    // An input that came from no resource has an entry without URNs.
    propertyDependencies: { ...mapValues(resource.inputs, () => null), ...propertyDependencies },
    ...(aliases && { aliases }),
    created: "2026-01-01T00:00:00Z",
    modified: "2026-01-01T00:00:00Z",
  };
}

function outputsOf(
  { type, outputs }: GraphResource,
  ids: ReadonlyMap<string, string>,
  region: Value | undefined,
): StateResource["outputs"] {
  const known = Object.entries(outputs).filter(([, value]) => !(isMap(value) && "$unknown" in value));
  return withEmptyValues(type, {
    ...(region !== undefined && { region }),
    ...properties(Object.fromEntries(known), ids),
  });
}

/** A resource's id; a provider's is a UUID. */
function idOf({ urn, id, kind }: GraphResource): string {
  const hex = createHash("sha256").update(urn).digest("hex");
  return kind === "provider"
    ? `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
    : (id ?? hex.slice(0, 12));
}

function properties(map: Record<string, Value>, ids: ReadonlyMap<string, string>): JsonMap {
  return mapValues(map, (value) => stored(value, ids));
}

/** A value of preflight's graph in the form in which a state has it. */
function stored(value: Value, ids: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) {
    return value.map((item) => stored(item, ids));
  }
  if (!isMap(value)) {
    return value;
  }
  const [marker, content] = Object.entries(value)[0] ?? [];
  switch (marker) {
    case "$unknown":
      return SETTLED;
    case "$secret":
      return { [SIGNATURE]: SECRET, ciphertext: `v1:${zeros(12)}:${zeros(24)}` };
    case "$asset":
      return fileOf(ASSET, String(content));
    case "$archive":
      return isMap(content)
        ? { [SIGNATURE]: ARCHIVE, hash: hashOf(JSON.stringify(content)), assets: properties(content, ids) }
        : fileOf(ARCHIVE, String(content));
    case "$resource":
      return { [SIGNATURE]: REFERENCE, urn: String(content), id: ids.get(String(content)) ?? "", packageVersion: "" };
    default:
      return properties(value, ids);
  }
}

function fileOf(signature: string, path: string): JsonMap {
  return { [SIGNATURE]: signature, hash: hashOf(path), path };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function mapValues<T, R>(map: Record<string, T>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
