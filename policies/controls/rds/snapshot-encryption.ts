import { cannotTell, type Resource, stackControl, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";

/** What a snapshot is made of, by the property that names it. */
const sources: Readonly<Record<string, readonly string[]>> = {
  dbInstanceIdentifier: ["aws:rds/instance:Instance"],
  dbClusterIdentifier: ["aws:rds/cluster:Cluster"],
  sourceDbSnapshotIdentifier: ["aws:rds/snapshot:Snapshot", "aws:rds/snapshotCopy:SnapshotCopy"],
  sourceDbClusterSnapshotIdentifier: [
    "aws:rds/clusterSnapshot:ClusterSnapshot",
    "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
  ],
};

/** Holds snapshots to encryption. */
export const rdsSnapshotEncryption = stackControl({
  id: "rds-snapshot-encryption",
  title: "Database snapshots are encrypted",
  severity: "medium",
  why: "A snapshot is the whole database; without encryption it is read wherever it is copied or shared to.",
  fix: "Encrypt the database that the snapshot is of (storageEncrypted), or give the copy a kmsKeyId.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-4",
  on: [
    "aws:rds/snapshot:Snapshot",
    "aws:rds/clusterSnapshot:ClusterSnapshot",
    "aws:rds/snapshotCopy:SnapshotCopy",
    "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
  ],
  check: (snapshot, { graph }) => encrypted(snapshot, graph, new Set()),
});

/** A snapshot is encrypted as its source is, and a copy by a key of its own. */
function encrypted(one: Resource, graph: Graph, seen: Set<Resource>): Verdict {
  seen.add(one);
  if (one.type.includes("Copy:") && hasKey(one, graph)) return { kind: "pass" };
  for (const [path, types] of Object.entries(sources)) {
    const source = graph.follow(one, path, types);
    if (source.kind === "absent") continue;
    if (source.kind === "unclear") return cannotTell(source.reason, path);
    if (source.kind === "external" || seen.has(source.resource))
      return cannotTell("what the snapshot is made of is not in this stack", path);
    const { resource } = source;
    return path.startsWith("source")
      ? encrypted(resource, graph, seen)
      : given(graph, resource, "storageEncrypted")
          .boolean()
          .mustBeTrue({ absent: `${resource.name} is then not encrypted` });
  }
  return cannotTell("what the snapshot is made of is not known");
}

/** An unknown key comes from the program where it has a source, and is one that AWS fills in where it has none. */
function hasKey(copy: Resource, graph: Graph): boolean {
  return copy.has("kmsKeyId") === true || graph.dependenciesOf(copy, "kmsKeyId").length > 0;
}
