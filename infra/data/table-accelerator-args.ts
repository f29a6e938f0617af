import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks, PlatformArgs } from "../core";
import type { Placement } from "../network";
import { type ClientArgs, checkClient, checkPlacement } from "./client-access";
import { acceleratorNodes, isAcceleratorNode } from "./facts/table-accelerator";
import type { Table } from "./table";
import { checkMaintenanceWindow } from "./windows";

/** Arguments of {@link TableAccelerator}. */
export interface TableAcceleratorArgs extends PlatformArgs {
  /** Where the nodes lie: private or isolated subnets, one a zone. */
  placement: Placement;
  /** Refuse fewer zones than this. @default 2 */
  minimumZones?: number;
  /** Tables that are read and written through it. At least one, here or in `tableArns`. @default none */
  tables?: Table[];
  /** ARNs of tables that are made elsewhere and encrypted with AWS's own key. @default none */
  tableArns?: pulumi.Input<string>[];
  /** Let the cluster itself read the tables only, so that writes through it fail. @default false */
  readOnly?: boolean;
  /** Who may open connections, by name. More can follow with `allowFrom`. @default nobody */
  clients?: Record<string, ClientArgs>;

  /** Physical name: 1 to 20 lower-case letters, digits and single hyphens. @default `<stack>-<name>` */
  clusterName?: string;
  /** Type of all nodes; another one replaces the cluster. T nodes are for light or uneven use. @default "dax.t3.small" */
  nodeType?: string;
  /** Nodes over the zones: a primary and its read replicas, 3 to 10. @default 3, or minimumZones where that is more */
  nodes?: number;
  /** One node, which stops with its zone; for development. @default false */
  singleNode?: boolean;
  /** Seconds that an item is served from the cache, at least 1. @default 300 */
  itemTtlSeconds?: number;
  /** Seconds that the result of a query or scan is, at least 1; writes don't change it until then. @default 300 */
  queryTtlSeconds?: number;
  /** Weekly, UTC, at least an hour. @default "sun:04:00-sun:05:00" */
  maintenanceWindow?: string;
  /** SNS topic for events such as a failover. @default none */
  notificationTopicArn?: pulumi.Input<string>;
}

/** Checks the arguments of an accelerator, and reports all that is wrong. */
export function checkAccelerator(checks: ArgumentChecks, clusterName: string, args: TableAcceleratorArgs): void {
  checkPlacement(checks, args.placement, args.minimumZones);
  for (const [client, settings] of Object.entries(args.clients ?? {})) checkClient(checks, client, settings);
  checkName(checks, clusterName, args);
  const { tables = [], tableArns = [] } = args;
  if (tables.length + tableArns.length === 0) {
    checks.fail("tables and tableArns", [], "give at least one table: its role may use no other");
  }
  for (const arn of tableArns) {
    checks.matches("tableArns", arn, /^arn:[^:]+:dynamodb:[^:]+:\d+:table\/[\w.-]+$/, "use ARNs of tables");
  }
  const families = Object.keys(acceleratorNodes).join(", ");
  checks.that(
    "nodeType",
    args.nodeType,
    isAcceleratorNode(args.nodeType ?? ""),
    `use a node type such as "dax.r5.large"; families: ${families}`,
  );
  const least = Math.max(3, args.minimumZones ?? 2);
  checks.integer("nodes", args.nodes, least, 10, "nodes: AWS calls fewer than three not fault-tolerant");
  if (args.singleNode && args.nodes !== undefined) checks.fail("nodes", args.nodes, "drop it, or singleNode");
  for (const key of ["itemTtlSeconds", "queryTtlSeconds"] as const) {
    const seconds = args[key];
    checks.that(key, seconds, Number.isInteger(seconds) && (seconds ?? 0) >= 1, "use whole seconds, at least 1");
  }
  checkMaintenanceWindow(checks, args.maintenanceWindow, 60);
  checks.matches("notificationTopicArn", args.notificationTopicArn, /^arn:[^:]+:sns:/, "use the ARN of an SNS topic");
}

function checkName(checks: ArgumentChecks, clusterName: string, args: TableAcceleratorArgs): void {
  const right = /^[a-z](?:-?[a-z0-9])*$/.test(clusterName) && clusterName.length <= 20;
  const expected = "use 1 to 20 lower-case letters, digits and single hyphens, beginning with a letter";
  if (args.clusterName !== undefined) checks.that("clusterName", clusterName, right, expected);
  else if (!right) checks.fail("name", clusterName, `the cluster has this name; ${expected}, or give clusterName`);
  // docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.create-cluster.console.create-cluster.html
  if (/sudo|grep/.test(clusterName)) checks.fail("clusterName", clusterName, "AWS refuses sudo and grep in it");
}
