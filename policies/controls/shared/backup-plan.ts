import { any, cannotTell, fail, pass, type Resource, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { matchesGlob } from "../../graph/iam";

const selectionTypes = ["aws:backup/selection:Selection"];

/** Types whose backups a program may leave to AWS Backup. */
const stores = [
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:dynamodb/table:Table",
  "aws:efs/fileSystem:FileSystem",
];

/** What the selections of a stack say, each read once. */
interface Selected {
  readonly certain: Set<Resource>;
  /** Why there is no telling whether a resource is selected. */
  readonly possible: Map<Resource, string>;
  /** ARNs with wildcards. */
  readonly patterns: Set<string>;
  /** Values by key of a tag. */
  readonly tags: Map<string, Set<string>>;
  /** Why any resource may be selected. */
  readonly open: string[];
}

const known = new WeakMap<Graph, Selected>();

/** A selection of a backup plan has the resource, by its ARN or by a tag. */
export function inBackupPlan(graph: Graph, resource: Resource): Verdict {
  let selected = known.get(graph);
  if (!selected) {
    selected = { certain: new Set(), possible: new Map(), patterns: new Set(), tags: new Map(), open: [] };
    for (const selection of graph.ofType(selectionTypes)) {
      read(graph, selection, selected);
    }
    known.set(graph, selected);
  }
  const { certain, possible, patterns, tags, open } = selected;
  const arn = resource.string("arn").value ?? "";
  if (certain.has(resource) || [...patterns].some((pattern) => matchesGlob(pattern, arn))) {
    return pass;
  }
  const reason = possible.get(resource) ?? open[0];
  return any([
    ...[...tags].map(([key, values]) => resource.string(["tags", key]).oneOf([...values])),
    ...(reason === undefined ? [] : [cannotTell(reason)]),
    fail({ path: "", found: "no backup Selection that has it", expected: "one" }),
  ]);
}

function read(graph: Graph, selection: Resource, selected: Selected): void {
  const { certain, candidates, open, external, reasons } = graph.followList(selection, "resources", stores);
  const limited = ["conditions", "notResources"].some(
    (property) => selection.has(property) !== false && selection.list(property).length !== 0,
  );
  if (limited) {
    selected.open.push(`${selection.name} leaves some out, by conditions or notResources`);
    return;
  }
  for (const one of certain) selected.certain.add(one);
  for (const one of candidates) selected.possible.set(one, reasons.join("; "));
  for (const arn of external) if (/[*?]/.test(arn)) selected.patterns.add(arn);
  if (open) selected.open.push(reasons.join("; "));
  for (const tag of selection.list("selectionTags").items) {
    const key = tag.string("key").value;
    const value = tag.string("value").value;
    if (key === undefined || value === undefined) {
      selected.open.push(`the tags that ${selection.name} selects by are not known`);
    } else {
      selected.tags.set(key, (selected.tags.get(key) ?? new Set()).add(value));
    }
  }
}
