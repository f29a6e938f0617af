import type { PackageVersion, RunResult } from "../model";

/** What a result is evidence of, as its readers see it; an empty text stands for what is not known. */
export interface Evidence {
  mode: string;
  started: string;
  repository: string;
  commit: string;
  /** `yes`, `no`, or nothing where that is not known. */
  changed: string;
  preflight: string;
  pulumi: string;
  /** `aws 7.48.0`. */
  providers: string[];
  /** The same for policy packs. */
  packs: string[];
}

export function evidenceOf({ graph, packs, provenance }: RunResult): Evidence {
  const { started = "", preflight = "", pulumi = "", providers = [], source } = provenance ?? {};
  const { repository = "", commit = "", changed } = source ?? {};
  return {
    mode: graph.mode,
    started,
    repository,
    commit,
    changed: changed === undefined ? "" : changed ? "yes" : "no",
    preflight,
    pulumi,
    providers: providers.map(named),
    packs: packs.map(named),
  };
}

/** The evidence's names and values, in sentences' words and without what is not known. */
export function evidenceLines(result: RunResult): { name: string; value: string }[] {
  const { started, repository, commit, changed, preflight, pulumi, providers, packs } = evidenceOf(result);
  const state = { yes: " with uncommitted changes", no: ", nothing uncommitted", "": "" }[changed] ?? "";
  const versions = [
    ...(preflight ? [`preflight ${preflight}`] : []),
    ...packs,
    ...(pulumi ? [`@pulumi/pulumi ${pulumi}`] : []),
    ...providers,
  ];
  return [
    { name: "Run", value: started.replace(/^(.*)T(.{8}).*$/, "$1 $2 UTC") },
    { name: "Commit", value: commit && `${commit}${state}` },
    { name: "Repository", value: repository },
    { name: "Versions", value: versions.join(", ") },
  ].filter(({ value }) => value !== "");
}

function named({ name, version }: PackageVersion): string {
  return version ? `${name} ${version}` : name;
}
