import { basename } from "node:path";
import { type GraphResource, preflight, type RunResult } from "../../preflight";
import { type Component, kebab } from "./api";
import { bundledProjects, type Example, resourceNames } from "./examples";

/** What a run of a component's example showed. */
export interface ExampleFacts {
  /** Resources of the component, those of components within it too; by type. */
  resources: { type: string; count: number }[];
  /** Policies that judged it. */
  policies: number;
  /** Policies that it breaks, with the resource. */
  violations: string[];
  cantTell: { policy: string; reason: string }[];
}

/** How runs of preflight are followed and ended. */
export interface RunControl {
  /** Told of each run. */
  log(line: string): void;
  /** Ends them all. */
  signal: AbortSignal;
}

/**
 * Runs all examples with the policy pack.
 * @returns the facts, by the example's name
 */
export async function exampleFacts(
  root: string,
  examples: readonly Example[],
  components: readonly Component[],
  pack: string,
  { log, signal }: RunControl,
): Promise<Map<string, ExampleFacts>> {
  const facts = new Map<string, ExampleFacts>();
  const types = new Map(
    components.map((component) => [
      kebab(component.name),
      `aws-microservices-platform:${component.chapter}:${component.name}`,
    ]),
  );
  for (const { folder, stack } of bundledProjects(root, examples, "docs")) {
    log(`Running the examples of ${basename(folder)} …`);
    const result = await preflight({ directory: folder, stack, policyPacks: [pack], signal });
    const index = new GraphIndex(result.graph.resources);
    for (const example of examples) {
      const own = index.named(resourceNames(example.text));
      if (own.size > 0) facts.set(example.name, factsOf(result, own, index, example, types.get(example.name)));
    }
  }
  return facts;
}

function factsOf(
  { packs }: RunResult,
  own: ReadonlySet<string>,
  index: GraphIndex,
  example: Example,
  type: string | undefined,
): ExampleFacts {
  const main = [...own].map((urn) => index.resource(urn)).find((resource) => resource?.type === type);
  const counts = new Map<string, number>();
  for (const resource of main ? index.below(main.urn) : []) {
    if (resource.kind === "custom") counts.set(resource.type, (counts.get(resource.type) ?? 0) + 1);
  }
  const findings = packs.flatMap(({ findings: found }) => found).filter(({ urn }) => urn !== undefined && own.has(urn));
  return {
    resources: [...counts].map(([name, count]) => ({ type: name, count })).sort((a, b) => a.type.localeCompare(b.type)),
    policies: packs.reduce((sum, { policies }) => sum + policies, 0),
    violations: findings
      .filter(({ verdict }) => verdict === "violation")
      .map(({ policy, urn }) => `${policy} ${urn?.split("::").pop()}`),
    cantTell: example.cantTell,
  };
}

/** A graph by parent and by name. */
export class GraphIndex {
  private readonly byUrn: Map<string, GraphResource>;
  private readonly children = new Map<string, GraphResource[]>();

  constructor(resources: readonly GraphResource[]) {
    this.byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    for (const resource of resources) {
      const { parent } = resource;
      if (parent !== undefined) this.children.set(parent, [...(this.children.get(parent) ?? []), resource]);
    }
  }

  resource(urn: string): GraphResource | undefined {
    return this.byUrn.get(urn);
  }

  /** What a resource is made of, however deep. */
  below(urn: string): GraphResource[] {
    return (this.children.get(urn) ?? []).flatMap((child) => [child, ...this.below(child.urn)]);
  }

  /** The resource and the component that it is the child of, up to the stack's own child. */
  top(resource: GraphResource): GraphResource {
    const parent = resource.parent === undefined ? undefined : this.byUrn.get(resource.parent);
    return parent === undefined || parent.kind === "stack" ? resource : this.top(parent);
  }

  /** URNs of the stack's own children of these names, each `Class name`, and of all that they are made of. */
  named(names: readonly string[]): Set<string> {
    const wanted = new Set(names);
    const found = [...this.byUrn.values()].filter((resource) => {
      const { type, name } = this.top(resource);
      return wanted.has(`${type.split(":").pop()} ${name}`);
    });
    return new Set(found.map(({ urn }) => urn));
  }
}
