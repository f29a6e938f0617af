import type { Resource } from "../core/resource";
import { tokens } from "../core/tokens";
import { chooses, isBroad } from "./backup-selections";
import { given } from "./given";
import type { Graph } from "./graph";
import { type Truth, Unclear } from "./iam";
import { longestGap } from "./schedules";

/** What a store's own backups are. */
interface StoreKind {
  readonly noun: string;
  /** Most minutes that its own backups lose. */
  readonly loss: number;
  /** Where that is turned on: a flag, or days that have to be more than none. */
  readonly path: string;
  /** Days that AWS keeps backups where the property is not given. @default none */
  readonly defaultDays?: number;
}

/**
 * Losses. Continuous ones: docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html,
 * AmazonRDS/latest/UserGuide/USER_PIT.html, documentdb/latest/developerguide/backup_restore-point_in_time_recovery.html,
 * neptune/latest/userguide/backup-restore-overview-backups.html: typically five minutes. Snapshots: of caches one a day,
 * AmazonElastiCache/latest/dg/backups-automatic.html; of warehouses one in eight hours,
 * redshift/latest/mgmt/working-with-snapshots.html.
 */
const kinds: Readonly<Record<string, StoreKind>> = {
  "aws:dynamodb/table:Table": { noun: "table", loss: 5, path: "pointInTimeRecovery.enabled" },
  "aws:rds/cluster:Cluster": { noun: "database", loss: 5, path: "backupRetentionPeriod", defaultDays: 1 },
  "aws:rds/instance:Instance": { noun: "database", loss: 5, path: "backupRetentionPeriod" },
  "aws:docdb/cluster:Cluster": { noun: "database", loss: 5, path: "backupRetentionPeriod", defaultDays: 1 },
  "aws:neptune/cluster:Cluster": { noun: "database", loss: 5, path: "backupRetentionPeriod", defaultDays: 1 },
  "aws:elasticache/replicationGroup:ReplicationGroup": { noun: "cache", loss: 1440, path: "snapshotRetentionLimit" },
  "aws:redshift/cluster:Cluster": {
    noun: "warehouse",
    loss: 480,
    path: "automatedSnapshotRetentionPeriod",
    defaultDays: 1,
  },
  "aws:efs/fileSystem:FileSystem": { noun: "file system", loss: Number.POSITIVE_INFINITY, path: "" },
  ...Object.fromEntries(
    tokens.bucket.map((type) => [type, { noun: "bucket", loss: Number.POSITIVE_INFINITY, path: "" }]),
  ),
};

/** Types of stores that are backed up. */
export const backedUpTypes = Object.keys(kinds);

/** What a finding calls a store: `table orders`. */
export function storeName({ type, name }: Resource): string {
  return `${kinds[type]?.noun ?? "store"} ${name}`;
}

/** What a store's backups lose. */
export interface Loss {
  /** Most minutes; Infinity where nothing is kept. */
  readonly minutes: number;
  /** What keeps the data: `point-in-time recovery`, `plan nightly`. */
  readonly by: string;
  /** Why it may be less. */
  readonly unclear: readonly string[];
}

const nothing: Loss = { minutes: Number.POSITIVE_INFINITY, by: "no backup", unclear: [] };

/** The least that is lost by any of a store's backups: its own, and those of AWS Backup's plans. */
export function lossOf(graph: Graph, store: Resource): Loss {
  const all = [own(graph, store), ...selectionsOf(graph, store).map(({ loss }) => loss)];
  const [best = nothing] = [...all].sort((one, other) => one.minutes - other.minutes);
  return { ...best, unclear: all.flatMap(({ unclear }) => unclear) };
}

function own(graph: Graph, store: Resource): Loss {
  const kind = kinds[store.type];
  if (!kind || kind.path === "") {
    return nothing;
  }
  const [top = ""] = kind.path.split(".");
  const setTo = given(graph, store, top);
  if (setTo.state === "absent" && kind.defaultDays === undefined) {
    return nothing;
  }
  const value = store.string(kind.path);
  if (setTo.state !== "absent" && value.state === "unknown") {
    return { ...nothing, unclear: [value.reason] };
  }
  const setting = setTo.state === "absent" ? String(kind.defaultDays) : (value.value ?? "");
  const on = setting === "true" || Number(setting) > 0;
  return on ? { minutes: kind.loss, by: "its own backups", unclear: [] } : nothing;
}

interface Selection {
  readonly selection: Resource;
  readonly plan: Resource | undefined;
  readonly loss: Loss;
}

interface Selections {
  readonly byStore: ReadonlyMap<Resource, readonly Selection[]>;
  /** Those that choose by patterns and tags. */
  readonly broad: readonly Selection[];
}

const known = new WeakMap<Graph, Selections>();

/** What says how much a store may lose: itself, and the plans that have it. */
export function promisersOf(graph: Graph, store: Resource): Resource[] {
  return [store, ...selectionsOf(graph, store).flatMap(({ plan }) => plan ?? [])];
}

function selectionsOf(graph: Graph, store: Resource): readonly Selection[] {
  let selections = known.get(graph);
  if (!selections) {
    selections = readSelections(graph);
    known.set(graph, selections);
  }
  const named = selections.byStore.get(store) ?? [];
  return [
    ...named.flatMap((one) => ifChosen(one, chooses(graph, one.selection, store, true))),
    ...selections.broad
      .filter((one) => !named.includes(one))
      .flatMap((one) => ifChosen(one, chooses(graph, one.selection, store, false))),
  ];
}

/** Where there is no telling whether a selection has a store, it may lose all, or less. */
function ifChosen(one: Selection, chosen: Truth): Selection[] {
  if (chosen instanceof Unclear) {
    return [{ ...one, loss: { ...nothing, unclear: chosen.reasons } }];
  }
  return chosen ? [one] : [];
}

function readSelections(graph: Graph): Selections {
  const byStore = new Map<Resource, Selection[]>();
  const broad: Selection[] = [];
  for (const selection of graph.ofType("aws:backup/selection:Selection")) {
    const plan = graph.follow(selection, "planId", ["aws:backup/plan:Plan"]);
    const known = plan.kind === "resource" ? plan.resource : undefined;
    const one = { selection, plan: known, loss: lossByPlan(selection, known) };
    const { certain, candidates } = graph.followList(selection, "resources", backedUpTypes);
    for (const store of new Set([...certain, ...candidates])) {
      byStore.set(store, [...(byStore.get(store) ?? []), one]);
    }
    if (isBroad(graph, selection)) {
      broad.push(one);
    }
  }
  return { byStore, broad };
}

/** A tag of a resource, its own or one that the provider gives all. */
export function tagOf(resource: Resource, key: string): string | undefined {
  return resource.string(["tags", key]).value ?? resource.string(["tagsAll", key]).value;
}

/** docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html: eight hours where no window is given. */
const defaultStartWindow = 480;

/** Most that the rules of a plan lose: the time between two backups, and how late the next one may begin. */
function lossByPlan(selection: Resource, plan: Resource | undefined): Loss {
  if (!plan) {
    return { ...nothing, unclear: [`the plan of ${selection.name} is not in this stack or not known`] };
  }
  const by = `plan ${plan.name}`;
  const losses = plan.list("rules").items.map((rule): Loss => {
    const schedule = rule.string("schedule");
    const gap = longestGap(schedule.value ?? "");
    const window = rule.number("startWindow").value ?? defaultStartWindow;
    const continuous = rule.boolean("enableContinuousBackup").value === true;
    const unclear = [
      ...(continuous ? [`how far continuous backups of ${by} lag, AWS does not say`] : []),
      ...(gap === undefined ? [`${by}: ${schedule.reason || "its schedule can't be read"}`] : []),
    ];
    return { minutes: gap === undefined ? Number.POSITIVE_INFINITY : gap + window, by, unclear };
  });
  const [best = nothing] = losses.sort((one, other) => one.minutes - other.minutes);
  return { ...best, by, unclear: losses.flatMap(({ unclear }) => unclear) };
}
