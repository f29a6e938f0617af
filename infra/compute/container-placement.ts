import type { ArgumentChecks } from "../core";

/** How tasks are placed on EC2 instances. Values from the provider's `ServiceOrderedPlacementStrategy.type`. */
export const PlacementKind = { Spread: "spread", Binpack: "binpack", Random: "random" } as const;
export type PlacementKind = (typeof PlacementKind)[keyof typeof PlacementKind];

/** One rule of the order in which ECS places tasks on instances. */
export interface PlacementStrategyArgs {
  /** What to look at: spread over the values of `field`, fill the fullest instances first, or take any. */
  type: PlacementKind;
  /**
   * `attribute:ecs.availability-zone`, `instanceId` or another attribute for "spread"; `cpu` or `memory` for "binpack";
   * left out for "random".
   */
  field?: string;
}

/** Which instances may be used. Values from the provider's `ServicePlacementConstraint.type`. */
export const ConstraintKind = {
  /** Each task on an instance of its own. */
  DistinctInstance: "distinctInstance",
  /** Instances that an expression of the cluster query language is true of. */
  MemberOf: "memberOf",
} as const;
export type ConstraintKind = (typeof ConstraintKind)[keyof typeof ConstraintKind];

/** One rule of which instances tasks may be placed on. */
export interface PlacementConstraintArgs {
  /** Each task on an instance of its own, or on instances that `expression` is true of. */
  type: ConstraintKind;
  /** Such as `attribute:ecs.instance-type =~ m7g.*`; required for "memberOf", left out for "distinctInstance". */
  expression?: string;
}

const ZONES = "attribute:ecs.availability-zone";

/** First over zones, as ECS's rebalancing over zones needs it, then over instances. */
export const SPREAD: PlacementStrategyArgs[] = [
  { type: PlacementKind.Spread, field: ZONES },
  { type: PlacementKind.Spread, field: "instanceId" },
];

/** docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html, and service-rebalancing.html */
export function checkTaskPlacement(
  checks: ArgumentChecks,
  strategies: PlacementStrategyArgs[] | undefined,
  constraints: PlacementConstraintArgs[] | undefined,
  fargate: boolean,
): void {
  for (const [name, given] of Object.entries({ placementStrategies: strategies, placementConstraints: constraints })) {
    checks.that(name, given, !fargate, "leave it out: Fargate spreads tasks over zones by itself");
  }
  checks.length("placementStrategies", strategies, 1, 5).length("placementConstraints", constraints, 1, 10);
  const first = strategies?.[0];
  checks.that(
    "placementStrategies[0]",
    first,
    first?.type === PlacementKind.Spread && first.field === ZONES,
    `begin with "spread" over "${ZONES}": tasks could all be in one zone`,
  );
  (strategies ?? []).forEach(({ type, field }, index) => {
    const path = `placementStrategies[${index}]`;
    checks.oneOf(`${path}.type`, type, Object.values(PlacementKind));
    if (type === PlacementKind.Binpack) checks.oneOf(`${path}.field`, field ?? "", ["cpu", "memory"]);
    if (type === PlacementKind.Spread) checks.required(`${path}.field`, field, "say what to spread over");
    if (type === PlacementKind.Random) checks.that(`${path}.field`, field, field === undefined, "leave it out");
  });
  (constraints ?? []).forEach(({ type, expression }, index) => {
    const path = `placementConstraints[${index}]`;
    checks.oneOf(`${path}.type`, type, Object.values(ConstraintKind));
    const wanted = type === ConstraintKind.MemberOf;
    if (wanted) checks.required(`${path}.expression`, expression, "give an expression");
    else checks.that(`${path}.expression`, expression, expression === undefined, "leave it out");
    checks.that(
      `${path}.expression`,
      expression,
      !(expression ?? "").includes(ZONES),
      "leave the zone out: the placement decides it, and ECS does not rebalance a service with it",
    );
  });
}
