import { Policy, Target } from "@pulumi/aws/appautoscaling";
import type { Table } from "@pulumi/aws/dynamodb";
import * as pulumi from "@pulumi/pulumi";
import type { ProvisionedCapacityArgs } from "./table-args";

/** What scaling of a table or of one index is made from. */
export interface TableScalingInput {
  /** Name part: the table's logical name, and the index's where it is one. */
  readonly name: string;
  readonly table: Table;
  /** Index that is scaled. @default the table itself */
  readonly index?: string;
  readonly capacity: ProvisionedCapacityArgs;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

const DEFAULT_TARGET_PERCENT = 70;

/** Has the capacity follow the load, reads and writes each for itself. */
export function scaleTable({ name, table, index, capacity, tags, child }: TableScalingInput): void {
  const what = index === undefined ? "table" : "index";
  const resourceId =
    index === undefined
      ? pulumi.interpolate`table/${table.name}`
      : pulumi.interpolate`table/${table.name}/index/${index}`;
  for (const [verb, scale] of [
    ["Read", capacity.read],
    ["Write", capacity.write],
  ] as const) {
    const targetName = `${name}-${verb.toLowerCase()}-capacity`;
    const target = new Target(
      targetName,
      {
        serviceNamespace: "dynamodb",
        resourceId,
        scalableDimension: `dynamodb:${what}:${verb}CapacityUnits`,
        minCapacity: scale.min,
        maxCapacity: scale.max,
        tags: tags(targetName),
      },
      child(),
    );
    new Policy(
      `${name}-${verb.toLowerCase()}-scaling`,
      {
        policyType: "TargetTrackingScaling",
        serviceNamespace: target.serviceNamespace,
        resourceId: target.resourceId,
        scalableDimension: target.scalableDimension,
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType: `DynamoDB${verb}CapacityUtilization` },
          targetValue: scale.targetPercent ?? DEFAULT_TARGET_PERCENT,
        },
      },
      child(),
    );
  }
}
