import type { PolicyResource } from "@pulumi/policy";
import { Resource } from "../core/resource";
import { familyOf } from "../core/tokens";
import type { Path, Value } from "../core/value";
import { append } from "./append";
import { Identities } from "./identities";
import type { Reference, References, Referrers } from "./references";

const graphs = new WeakMap<readonly PolicyResource[], Graph>();

/** Things of other programs that values can come from. */
const stackReference = "pulumi:pulumi:StackReference";

/**
 * The resources of a stack and how they refer to each other. Indexes are made when first asked for, each in one walk, so
 * that a run stays linear in the number of resources.
 */
export class Graph {
  private readonly types = new Map<string, PolicyResource[]>();
  private readonly views = new Map<PolicyResource, Resource>();
  private readonly sources = new Map<Resource, PolicyResource>();
  private readonly identities = new Map<string, Identities>();
  private readonly referrers = new Map<string, Map<Resource, MutableReferrers>>();
  private children: Map<PolicyResource, PolicyResource[]> | undefined;
  private urns: Map<string, PolicyResource> | undefined;

  /** The graph of the resources that the policy SDK gives; the same one for the same array. */
  static of(resources: readonly PolicyResource[]): Graph {
    let graph = graphs.get(resources);
    if (!graph) {
      graph = new Graph(resources);
      graphs.set(resources, graph);
    }
    return graph;
  }

  private readonly resources: readonly PolicyResource[];

  /** By URN, not in the order of registration, which differs from run to run: what is said of the first has to be the same. */
  private constructor(resources: readonly PolicyResource[]) {
    this.resources = [...resources].sort((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0));
    for (const resource of this.resources) {
      append(this.types, resource.type, resource);
    }
  }

  /** All resources, by URN. */
  all(): Resource[] {
    return this.resources.map((resource) => this.view(resource));
  }

  /** Resources of any of the types. */
  ofType(...types: readonly (string | readonly string[])[]): Resource[] {
    return types.flat().flatMap((type) => (this.types.get(type) ?? []).map((resource) => this.view(resource)));
  }

  /** The resource with that URN. */
  byUrn(urn: string): Resource | undefined {
    this.urns ??= new Map(this.resources.map((resource) => [resource.urn, resource]));
    return this.viewOf(this.urns.get(urn));
  }

  /** The parent of a resource; undefined for the stack. */
  parentOf(resource: Resource): Resource | undefined {
    return this.viewOf(this.sources.get(resource)?.parent);
  }

  /** The children of a resource. */
  childrenOf(resource: Resource): Resource[] {
    if (!this.children) {
      this.children = new Map();
      for (const child of this.resources) {
        if (child.parent) {
          append(this.children, child.parent, child);
        }
      }
    }
    const source = this.sources.get(resource);
    return ((source && this.children.get(source)) ?? []).map((child) => this.view(child));
  }

  /** The nearest parent, or parent's parent, that has one of the types. */
  ancestor(resource: Resource, ...types: readonly string[]): Resource | undefined {
    let parent = this.sources.get(resource)?.parent;
    while (parent && !types.includes(parent.type)) {
      parent = parent.parent;
    }
    return this.viewOf(parent);
  }

  /** Resources that the value of a top-level property was made from, as far as Pulumi tracks it. */
  dependenciesOf(resource: Resource, property: string): Resource[] {
    return (this.sources.get(resource)?.propertyDependencies[property] ?? []).map((source) => this.view(source));
  }

  /**
   * What the property at `path` denotes, of resources of `types`: by its value where that is known, by its property
   * dependencies where it is not.
   */
  follow(resource: Resource, path: string, types: readonly string[]): Reference {
    const value = resource.string(path);
    if (value.state === "absent") {
      return { kind: "absent" };
    }
    const origins = this.origins(resource, path, types);
    if (value.value !== undefined) {
      const named = this.named(value.value, types);
      // Names such as a vault's are one of a kind in a region only: meant is the one that the value was made from, or,
      // where a state tells the regions, the one in the same.
      const sources = named.filter((one) => origins.candidates.includes(one));
      const meant =
        [sources, named.length > 1 ? inRegionOf(resource, named) : []].find(({ length }) => length === 1) ?? named;
      const [first, second] = meant.length > 0 ? meant : origins.open ? [] : origins.candidates;
      if (first && second) {
        const reason = `${value.path} may be any of ${namesOf([first, second])}`;
        return { kind: "unclear", reason, candidates: [first, second], open: false };
      }
      return first ? { kind: "resource", resource: first } : { kind: "external", value: value.value };
    }
    const [only] = origins.candidates;
    if (only && origins.candidates.length === 1 && !origins.open) {
      return { kind: "resource", resource: only };
    }
    return { kind: "unclear", reason: reasonOf(value.path, origins), ...origins };
  }

  /**
   * What the list at `path` denotes, of resources of `types`. No two items of such a list may name the same thing, which
   * is what AWS asks of subnets, so that as many unknown items as property dependencies denote exactly these; a list that
   * is unknown as a whole, or has fewer items than dependencies, may denote any of them.
   *
   * @param itemPath path of the reference within an item, where items are blocks: `subnetId` of `subnetMappings`
   */
  followList(resource: Resource, path: string, types: readonly string[], itemPath = ""): References {
    const list = resource.list(path);
    const origins = this.origins(resource, path, types);
    if (list.state === "absent") {
      return { certain: [], external: [], candidates: [], open: false, length: 0, reasons: [] };
    }
    if (list.state === "unknown") {
      const reasons = [reasonOf(list.path, origins)];
      return { certain: [], external: [], ...origins, length: undefined, reasons };
    }
    const certain = new Set<Resource>();
    const external: string[] = [];
    const unknown: Value[] = [];
    const unmatched: string[] = [];
    for (const item of list.items) {
      const value = item.string(itemPath);
      if (value.value === undefined) {
        unknown.push(item);
        continue;
      }
      const [named] = this.named(value.value, types);
      if (named) {
        certain.add(named);
      } else {
        unmatched.push(value.value);
      }
    }
    external.push(...unmatched);
    const rest = origins.candidates.filter((candidate) => !certain.has(candidate));
    const length = list.items.length;
    if (unknown.length === 0) {
      return { certain: [...certain], external, candidates: [], open: false, length, reasons: [] };
    }
    if (!origins.open && rest.length === unknown.length) {
      return { certain: [...certain, ...rest], external, candidates: [], open: false, length, reasons: [] };
    }
    const reasons = [reasonOf(unknown[0]?.path ?? path, { candidates: rest, open: origins.open })];
    return { certain: [...certain], external, candidates: rest, open: origins.open, length, reasons };
  }

  /**
   * Resources of `types` whose property at `path` denotes `target`.
   *
   * @param among all types that the property may denote: what denotes another of them for certain does not denote the target
   */
  referrersTo(
    target: Resource,
    types: readonly string[],
    path: string,
    among: readonly string[] = familyOf(target.type),
  ): Referrers {
    const key = [...among, path, ...types].join("|");
    let index = this.referrers.get(key);
    if (!index) {
      index = new Map();
      for (const resource of this.ofType(types)) {
        this.index(index, resource, this.follow(resource, path, among), among);
      }
      this.referrers.set(key, index);
    }
    return index.get(target) ?? { certain: [], possible: [] };
  }

  private index(
    index: Map<Resource, MutableReferrers>,
    resource: Resource,
    reference: Reference,
    among: readonly string[],
  ): void {
    if (reference.kind === "resource") {
      entryOf(index, reference.resource).certain.push(resource);
    } else if (reference.kind === "unclear") {
      const { reason, candidates, open } = reference;
      // What may denote something that the program does not say may denote any of them.
      const possible = open ? new Set([...candidates, ...this.ofType(among)]) : candidates;
      for (const candidate of possible) {
        entryOf(index, candidate).possible.push({ resource, reason });
      }
    }
  }

  /** Resources of `types` that `value` is an id, an ARN or a name of. */
  named(value: string, types: readonly string[]): Resource[] {
    const found = new Set<PolicyResource>();
    for (const type of types) {
      let identities = this.identities.get(type);
      if (!identities) {
        identities = new Identities(this.types.get(type) ?? []);
        this.identities.set(type, identities);
      }
      for (const resource of identities.find(value)) {
        found.add(resource);
      }
    }
    return [...found].map((resource) => this.view(resource));
  }

  /** What the value at `path` can come from. */
  private origins(resource: Resource, path: Path, types: readonly string[]): Origins {
    const property = typeof path === "string" ? (/^[^.[]+/.exec(path)?.[0] ?? "") : (path[0] ?? "");
    const sources = this.sources.get(resource)?.propertyDependencies[property] ?? [];
    const candidates = sources.filter((source) => types.includes(source.type));
    const open = candidates.length === 0 || sources.some((source) => source.type === stackReference);
    return { candidates: [...new Set(candidates)].map((source) => this.view(source)), open };
  }

  private viewOf(source: PolicyResource | undefined): Resource | undefined {
    return source && this.view(source);
  }

  private view(source: PolicyResource): Resource {
    let view = this.views.get(source);
    if (!view) {
      view = new Resource(source.type, source.name, source.urn, source.props);
      this.views.set(source, view);
      this.sources.set(view, source);
    }
    return view;
  }
}

function inRegionOf(resource: Resource, others: readonly Resource[]): Resource[] {
  const region = resource.string("region").value;
  return region === undefined ? [] : others.filter((other) => other.string("region").value === region);
}

interface Origins {
  candidates: Resource[];
  open: boolean;
}

interface MutableReferrers {
  certain: Resource[];
  possible: { resource: Resource; reason: string }[];
}

function entryOf(index: Map<Resource, MutableReferrers>, target: Resource): MutableReferrers {
  let entry = index.get(target);
  if (!entry) {
    entry = { certain: [], possible: [] };
    index.set(target, entry);
  }
  return entry;
}

function reasonOf(path: string, { candidates, open }: Origins): string {
  if (open) {
    return candidates.length === 0
      ? `${path} is not known before the deployment and comes from nothing in this stack that would tell`
      : `${path} is not known before the deployment and comes partly from another stack`;
  }
  return `${path} is not known before the deployment and may be any of ${namesOf(candidates)}: give the resources' own ids, not a value made from several`;
}

function namesOf(resources: readonly Resource[]): string {
  // In a fixed order: the engine gives dependencies in any.
  const names = resources
    .map((resource) => resource.name)
    .sort()
    .slice(0, 5);
  return resources.length > names.length
    ? `${names.join(", ")} and ${resources.length - names.length} more`
    : names.join(", ");
}
