// What may be lost of a shop's data, and how long it may be gone: promises that are checked before anything is deployed, and
// the backups, copies and restore tests that keep them.
import { KeyType, RelationalDatabase, Table } from "../../infra/data";
import { Vpc } from "../../infra/network";
import { AlertSource, AlertTopic } from "../../infra/observability";
import { RecoveryPlan } from "../../infra/recovery";

const vpc = new Vpc("shop", {
  cidrBlock: "10.0.0.0/16",
  availabilityZones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
});
const catalog = new RelationalDatabase("catalog-db", { placement: vpc.placement(), engineVersion: "17" });
const orders = new Table("orders", { partitionKey: { name: "id", type: KeyType.String } });
const people = new AlertTopic("operations", {
  emails: ["operations@example.com"],
  sources: [AlertSource.CloudWatchAlarms, AlertSource.EventBridgeRules],
});

const recovery = new RecoveryPlan("shop-recovery", {
  alarmTopicArn: people.topicArn,
  // Each backup goes to a vault in this region too, so that it outlives the first one.
  copyRegion: "eu-west-1",
  stores: {
    // Ten minutes of orders: the table's own point-in-time recovery keeps that. Nine hours with the whole region: copies of
    // snapshots every four hours do.
    orders: { table: orders, rpoMinutes: 10, rtoMinutes: 120, regionRpoMinutes: 540, restoreMinutes: 45 },
    // A day of the catalog, which is restored into its own subnets each Sunday, to know how long that takes.
    catalog: { database: catalog, rpoMinutes: 1440, rtoMinutes: 240 },
  },
});

// For the runbook: what each store's backups keep, and what nobody has measured yet.
export const objectives = recovery.objectives;
export const assumptions = recovery.assumptions;
