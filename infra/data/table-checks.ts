import type { ArgumentChecks } from "../core";
import type {
  ProvisionedCapacityArgs,
  ScaledCapacity,
  TableArgs,
  TableIndexArgs,
  TableKey,
  ThroughputArgs,
} from "./table-args";
import { KeyType, Projection, ReplicaConsistency, StreamView, TableClass } from "./table-args";

// Limits: docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
const MAX_INDEXES = 20;
const MAX_LOCAL_INDEXES = 5;
/** Attributes of one part of an index's key, from the provider's `TableGlobalSecondaryIndexKeySchema.keyType`. */
const MAX_KEY_ATTRIBUTES = 4;
const INDEX_NAME = /^[A-Za-z0-9_.-]{3,255}$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
/** Least warm throughput, from the provider's `TableWarmThroughput`. */
const WARM = { read: 12_000, write: 4000 };
/** docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html */
const UTILIZATION = { min: 20, max: 90 };
const UNITS = 1_000_000_000;

/** Checks the arguments of a table. */
export function checkTable(checks: ArgumentChecks, args: TableArgs): void {
  checkKey(checks, "partitionKey", args.partitionKey);
  if (args.sortKey) checkKey(checks, "sortKey", args.sortKey);
  checks
    .exclusive({ customerKey: args.customerKey || undefined, kmsKeyArn: args.kmsKeyArn }, true)
    .arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key")
    .oneOf("stream", args.stream, Object.values(StreamView))
    .oneOf("tableClass", args.tableClass, Object.values(TableClass))
    .integer("recoveryDays", args.recoveryDays, 1, 35, "days")
    .that(
      "ttlAttribute",
      args.ttlAttribute,
      (args.ttlAttribute ?? "x").length >= 1 && (args.ttlAttribute ?? "").length <= 255,
      "use 1 to 255 characters",
    );
  if (args.withoutPointInTimeRecovery && args.recoveryDays !== undefined) {
    checks.fail("recoveryDays", args.recoveryDays, "leave it out, or withoutPointInTimeRecovery");
  }
  if (args.provisioned) checkCapacity(checks, "provisioned", args.provisioned);
  checkThroughput(checks, "maxThroughput", args.maxThroughput, { read: 1, write: 1 });
  checkThroughput(checks, "warmThroughput", args.warmThroughput, WARM);
  refuseMaxOfProvisioned(checks, "maxThroughput", args, args.maxThroughput);
  const indexes = Object.entries(args.indexes ?? {});
  checks.length("indexes", indexes, 0, MAX_INDEXES);
  for (const [name, index] of indexes) checkIndex(checks, name, index, args);
  checkLocalIndexes(checks, args);
  checkTypes(checks, args);
  checkReplicas(checks, args);
  checks.done();
}

function checkKey(checks: ArgumentChecks, argument: string, key: TableKey): void {
  checks.matches(`${argument}.name`, key.name, /^[\s\S]{1,255}$/, "use 1 to 255 characters");
  checks.oneOf(`${argument}.type`, key.type, Object.values(KeyType));
}

function checkScale(checks: ArgumentChecks, argument: string, { min, max, targetPercent }: ScaledCapacity): void {
  checks
    .integer(`${argument}.min`, min, 1, UNITS, "units")
    .integer(`${argument}.max`, max, min, UNITS, "units, at least min")
    .integer(`${argument}.targetPercent`, targetPercent, UTILIZATION.min, UTILIZATION.max, "percent");
}

function checkCapacity(checks: ArgumentChecks, argument: string, capacity: ProvisionedCapacityArgs): void {
  checkScale(checks, `${argument}.read`, capacity.read);
  checkScale(checks, `${argument}.write`, capacity.write);
}

function checkThroughput(
  checks: ArgumentChecks,
  argument: string,
  throughput: ThroughputArgs | undefined,
  least: { read: number; write: number },
): void {
  if (!throughput) return;
  checks.integer(`${argument}.read`, throughput.read, least.read, UNITS, "units a second");
  checks.integer(`${argument}.write`, throughput.write, least.write, UNITS, "units a second");
}

function refuseMaxOfProvisioned(
  checks: ArgumentChecks,
  argument: string,
  { provisioned }: TableArgs,
  max: ThroughputArgs | undefined,
): void {
  if (provisioned && max) checks.fail(argument, max, "leave it out, or provisioned: it bounds what is on demand");
}

function checkProjection(
  checks: ArgumentChecks,
  path: string,
  index: { projection?: Projection; includedAttributes?: string[] },
): void {
  checks.oneOf(`${path}.projection`, index.projection, Object.values(Projection));
  const included = index.includedAttributes?.length ?? 0;
  if (index.projection === Projection.Include ? included === 0 : included > 0) {
    checks.fail(
      `${path}.includedAttributes`,
      index.includedAttributes ?? null,
      "name attributes with Projection.Include, and with nothing else",
    );
  }
}

function checkIndex(checks: ArgumentChecks, name: string, index: TableIndexArgs, args: TableArgs): void {
  const path = `indexes.${name}`;
  checks.matches(path, name, INDEX_NAME, "name it with 3 to 255 letters, digits and _ . -");
  checkKey(checks, `${path}.partitionKey`, index.partitionKey);
  if (index.sortKey) checkKey(checks, `${path}.sortKey`, index.sortKey);
  for (const part of ["morePartitionKeys", "moreSortKeys"] as const) {
    checks.length(`${path}.${part}`, index[part], 0, MAX_KEY_ATTRIBUTES - 1);
    for (const [at, key] of (index[part] ?? []).entries()) checkKey(checks, `${path}.${part}[${at}]`, key);
  }
  if (index.moreSortKeys && !index.sortKey) {
    checks.fail(`${path}.sortKey`, null, "give the first attribute of the order here");
  }
  checkProjection(checks, path, index);
  checkThroughput(checks, `${path}.maxThroughput`, index.maxThroughput, { read: 1, write: 1 });
  checkThroughput(checks, `${path}.warmThroughput`, index.warmThroughput, WARM);
  refuseMaxOfProvisioned(checks, `${path}.maxThroughput`, args, index.maxThroughput);
  if (!index.provisioned) return;
  if (args.provisioned) checkCapacity(checks, `${path}.provisioned`, index.provisioned);
  else checks.fail(`${path}.provisioned`, index.provisioned, "set provisioned of the table too: one is as the other");
}

function checkLocalIndexes(checks: ArgumentChecks, args: TableArgs): void {
  const indexes = Object.entries(args.localIndexes ?? {});
  checks.length("localIndexes", indexes, 0, MAX_LOCAL_INDEXES);
  for (const [name, index] of indexes) {
    const path = `localIndexes.${name}`;
    checks.matches(path, name, INDEX_NAME, "name it with 3 to 255 letters, digits and _ . -");
    checkKey(checks, `${path}.sortKey`, index.sortKey);
    checkProjection(checks, path, index);
    if (args.indexes?.[name]) checks.fail(path, name, "name it otherwise: a global index has that name");
    if (!args.sortKey)
      checks.fail(path, name, "give the table a sortKey: it is another order of one partition's items");
  }
}

/** Attributes of an index's partition key. */
export function indexPartition({ partitionKey, morePartitionKeys }: TableIndexArgs): TableKey[] {
  return [partitionKey, ...(morePartitionKeys ?? [])];
}

/** Attributes of an index's sort key, the coarser first. */
export function indexSort({ sortKey, moreSortKeys }: TableIndexArgs): TableKey[] {
  return sortKey ? [sortKey, ...(moreSortKeys ?? [])] : [];
}

/** Every key of the table and its indexes, each attribute once where the types agree. */
export function tableKeys(args: TableArgs): TableKey[] {
  const keys = [
    args.partitionKey,
    ...(args.sortKey ? [args.sortKey] : []),
    ...Object.values(args.indexes ?? {}).flatMap((index) => [...indexPartition(index), ...indexSort(index)]),
    ...Object.values(args.localIndexes ?? {}).map(({ sortKey }) => sortKey),
  ];
  return [...new Map(keys.map((key) => [`${key.name} ${key.type}`, key])).values()];
}

function checkTypes(checks: ArgumentChecks, args: TableArgs): void {
  const types = new Map<string, KeyType>();
  for (const { name, type } of tableKeys(args)) {
    const other = types.get(name);
    if (other !== undefined) checks.fail(name, [other, type], "give an attribute one type wherever it is a key");
    types.set(name, type);
  }
}

function checkReplicas(checks: ArgumentChecks, args: TableArgs): void {
  const replicas = Object.entries(args.replicas ?? {});
  const encrypted = args.customerKey || args.kmsKeyArn !== undefined;
  const strong = replicas.filter(([, replica]) => replica.consistency === ReplicaConsistency.Strong);
  for (const [region, replica] of replicas) {
    const path = `replicas.${region}`;
    checks.matches(path, region, REGION, "name a region, such as eu-west-1");
    checks.oneOf(`${path}.consistency`, replica.consistency, Object.values(ReplicaConsistency));
    checks.matches(
      `${path}.kmsKeyArn`,
      replica.kmsKeyArn,
      /^arn:[^:]+:kms:/,
      "use the ARN of a KMS key of that region",
    );
    if (encrypted !== (replica.kmsKeyArn !== undefined)) {
      checks.fail(`${path}.kmsKeyArn`, replica.kmsKeyArn ?? null, "give every copy a customer-managed key, or none");
    }
  }
  if (replicas.length > 0 && args.stream !== undefined && args.stream !== StreamView.NewAndOldImages) {
    checks.fail("stream", args.stream, "use NEW_AND_OLD_IMAGES: replicas are written from it");
  }
  // docs.aws.amazon.com/amazondynamodb/latest/developerguide/multi-region-strong-consistency-gt.html
  if (strong.length > 0) {
    const places = replicas.length + (args.witnessRegion === undefined ? 0 : 1);
    if (places !== 2 || strong.length !== replicas.length) {
      checks.fail(
        "replicas",
        Object.keys(args.replicas ?? {}),
        "strong consistency takes three regions: this one with two strong replicas, or with one and a witnessRegion",
      );
    }
    if (args.ttlAttribute !== undefined)
      checks.fail("ttlAttribute", args.ttlAttribute, "leave it out: strong consistency has no TTL");
    if (args.localIndexes)
      checks.fail("localIndexes", Object.keys(args.localIndexes), "leave them out: strong consistency has none");
  } else if (args.witnessRegion !== undefined) {
    checks.fail(
      "witnessRegion",
      args.witnessRegion,
      "give one replica with ReplicaConsistency.Strong, or leave it out",
    );
  }
  checks.matches("witnessRegion", args.witnessRegion, REGION, "name a region, such as eu-west-1");
}
