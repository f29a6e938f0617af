import type { GraphResource, PackageVersion, Provenance, SourceRevision } from "../model";
import { packageVersion } from "../paths";
import { checkoutOf, revisionOfBuild } from "./repository";
import type { WorkTreeState } from "./work-tree";

export { repositoryOf } from "./repository";
export { askWorkTree, type WorkTreeQuestion, type WorkTreeState } from "./work-tree";

/** What a run knows of itself when it is done. */
export interface RunFacts {
  started: Date;
  /** Version of the program's SDK. */
  pulumi: string;
  resources: readonly GraphResource[];
  source?: SourceRevision;
}

export function provenanceOf({ started, pulumi, resources, source }: RunFacts): Provenance {
  return {
    started: started.toISOString(),
    preflight: packageVersion(),
    pulumi,
    providers: providersOf(resources),
    ...(source && { source }),
  };
}

/**
 * The commit that sources are from. What is checked out goes before what a build's variables tell, which may be about
 * another repository.
 *
 * @param root the repository's folder
 * @param tree what git says of it, where it was asked
 */
export function sourceOf(
  root: string,
  tree: WorkTreeState | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): SourceRevision | undefined {
  const checkout = checkoutOf(root);
  const commit = checkout?.commit ?? tree?.commit;
  if (!checkout || !commit) {
    return revisionOfBuild(environment);
  }
  const { repository } = checkout;
  return { commit, ...(repository && { repository }), ...(tree && { changed: tree.changed }) };
}

/** The packages that made a graph's resources, each version of them. */
export function providersOf(resources: readonly GraphResource[]): PackageVersion[] {
  const used = new Set(resources.map(({ provider }) => provider));
  // A component of a plugin names no provider; the program asks for one of its package all the same.
  const remote = new Set(resources.filter(({ origin }) => origin !== "program").map(({ type }) => type.split(":")[0]));
  const found = new Map<string, PackageVersion>();
  for (const { kind, urn, type, inputs } of resources) {
    const name = type.split(":")[2] ?? "";
    // The engine itself provides what is in the package `pulumi`.
    if (kind === "provider" && name !== "pulumi" && (used.has(urn) || remote.has(name))) {
      const version = typeof inputs.version === "string" ? inputs.version : undefined;
      found.set(`${name} ${version}`, { name, ...(version !== undefined && { version }) });
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
