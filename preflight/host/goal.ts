import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { HostResource, WireMap } from "../child/analysis";
import { toWireMap } from "./structs";
import { makeUrn, nameOf, typeOf } from "./urn";

/** Where a resource was constructed, as the SDK tells it: in the code that ran. */
export interface RawPosition {
  /** `file:` URL. */
  uri: string;
  line: number;
  column: number;
}

type Timeouts = RegisterResourceRequest.CustomTimeouts;

/** What a program wants a resource to be. Transforms and the parent's options change it before it is registered. */
export interface Goal {
  type: string;
  name: string;
  parent: string;
  custom: boolean;
  remote: boolean;
  /** The properties as they were sent; undefined once they were replaced. */
  sent: Struct | undefined;
  inputs: WireMap;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  /** Reference to a provider, `urn::id`; empty for the default one. */
  provider: string;
  /** References by package, for components. */
  providers: Map<string, string>;
  version: string;
  pluginDownloadUrl: string;
  packageRef: string;
  importId: string;
  protect: boolean | undefined;
  retainOnDelete: boolean | undefined;
  deletedWith: string;
  deleteBeforeReplace: boolean | undefined;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  additionalSecretOutputs: string[];
  aliases: Alias[];
  timeouts: Timeouts | undefined;
  transforms: Callback[];
  position: RawPosition | undefined;
}

/** A resource that exists already, as a program asks for it. */
export interface ReadRequest {
  type: string;
  name: string;
  parent: string;
  id: string;
  provider: string;
  version: string;
  pluginDownloadUrl: string;
  packageRef: string;
  inputs: WireMap;
  dependencies: string[];
  additionalSecretOutputs: string[];
  position: RawPosition | undefined;
}

/** Reads a request once, into plain values. */
export function goalOf(request: RegisterResourceRequest): Goal {
  const sent = request.getObject();
  const propertyDependencies: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((dependencies, key) => {
    propertyDependencies[key] = dependencies.getUrnsList().sort();
  });
  const providers = new Map<string, string>();
  request.getProvidersMap().forEach((reference, pkg) => {
    providers.set(pkg, reference);
  });
  const position = request.getSourceposition();
  const defined = request.getDeletebeforereplacedefined() || request.getDeletebeforereplace();
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    custom: request.getCustom(),
    remote: request.getRemote(),
    sent,
    inputs: sent ? toWireMap(sent) : {},
    dependencies: request.getDependenciesList().sort(),
    propertyDependencies,
    provider: request.getProvider(),
    providers,
    version: request.getVersion(),
    pluginDownloadUrl: request.getPlugindownloadurl(),
    packageRef: request.getPackageref(),
    importId: request.getImportid(),
    // The proto's optional fields read as their defaults where they are not set.
    protect: request.hasProtect() ? request.getProtect() : undefined,
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deletedWith: request.getDeletedwith(),
    deleteBeforeReplace: defined ? request.getDeletebeforereplace() : undefined,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: request.getAliasesList(),
    timeouts: request.getCustomtimeouts(),
    transforms: request.getTransformsList(),
    position: position && { uri: position.getUri(), line: position.getLine(), column: position.getColumn() },
  };
}

/** URNs of a goal's aliases, with what an alias leaves out taken from the resource itself. */
export function aliasUrns(goal: Goal, where: { stack: string; project: string }): string[] {
  return goal.aliases.map((alias) => {
    const spec = alias.getSpec();
    if (!spec) {
      return alias.getUrn();
    }
    const parent = spec.getNoparent() ? "" : spec.getParenturn() || goal.parent;
    return makeUrn(
      { stack: spec.getStack() || where.stack, project: spec.getProject() || where.project },
      spec.getType() || goal.type,
      spec.getName() || goal.name,
      parent,
    );
  });
}

/** The options of a resource as policies see them. */
export function optionsOf(goal: Goal, aliases: string[]): HostResource["options"] {
  const { timeouts } = goal;
  const customTimeouts = {
    create: seconds(timeouts?.getCreate()),
    update: seconds(timeouts?.getUpdate()),
    delete: seconds(timeouts?.getDelete()),
  };
  const timed = customTimeouts.create + customTimeouts.update + customTimeouts.delete > 0;
  return {
    protect: goal.protect === true,
    ignoreChanges: goal.ignoreChanges,
    aliases,
    additionalSecretOutputs: goal.additionalSecretOutputs,
    deleteBeforeReplace: goal.deleteBeforeReplace,
    ...(timed ? { customTimeouts } : {}),
  };
}

/** Go's notation of a duration (`1h30m`), in seconds; 0 for none. */
function seconds(duration: string | undefined): number {
  const units: Record<string, number> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };
  let total = 0;
  for (const [, amount, unit] of (duration ?? "").matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)) {
    total += Number(amount) * (units[unit ?? ""] ?? 0);
  }
  return total;
}

/** A resource in the words of an error message. */
export function describeUrn(urn: string): string {
  return `${nameOf(urn)} (${typeOf(urn)})`;
}
