import { Role, RolePolicy } from "@pulumi/aws/iam";
import type { input } from "@pulumi/aws/types";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";
import { policyDocument, serviceTrust } from "../core";

/** How a new version takes over. Values from the provider's `ServiceDeploymentConfiguration.strategy`. */
export const DeploymentStrategy = {
  /** Tasks are replaced one after the other. */
  Rolling: "ROLLING",
  /** All new tasks start, then all requests go to them; the old ones stay for a while. */
  BlueGreen: "BLUE_GREEN",
  /** A small part of the requests goes to the new tasks first, then the rest. */
  Canary: "CANARY",
  /** Requests go to the new tasks in equal steps. */
  Linear: "LINEAR",
} as const;
export type DeploymentStrategy = (typeof DeploymentStrategy)[keyof typeof DeploymentStrategy];

/** Moments of a deployment. Values from the provider's `ServiceDeploymentConfigurationLifecycleHook.lifecycleStages`. */
export const DeploymentStage = {
  Reconcile: "RECONCILE_SERVICE",
  BeforeScaleUp: "PRE_SCALE_UP",
  AfterScaleUp: "POST_SCALE_UP",
  TestTraffic: "TEST_TRAFFIC_SHIFT",
  AfterTestTraffic: "POST_TEST_TRAFFIC_SHIFT",
  ProductionTraffic: "PRODUCTION_TRAFFIC_SHIFT",
  AfterProductionTraffic: "POST_PRODUCTION_TRAFFIC_SHIFT",
} as const;
export type DeploymentStage = (typeof DeploymentStage)[keyof typeof DeploymentStage];

/** A function that looks at a deployment, and lets it go on or fail. */
export interface DeploymentHookArgs {
  /** ARN of the function. It answers `{ hookStatus: "SUCCEEDED" | "FAILED" | "IN_PROGRESS" }`. */
  functionArn: pulumi.Input<string>;
  /** When it is called. */
  stages: DeploymentStage[];
}

/** How a new version takes over, and when it is taken back. */
export interface ContainerDeploymentArgs {
  /**
   * How new tasks take over from old ones. All but "ROLLING" need `loadBalancer`, or `serviceConnect` with a name.
   * @default "ROLLING"
   */
  strategy?: DeploymentStrategy;
  /** Tasks that are always well, in per cent of those that are wanted, 0 to 100. @default 100 */
  minimumHealthyPercent?: number;
  /**
   * Most tasks while old and new ones run, in per cent of those that are wanted, 100 to 200. With 100 a task stops before
   * the next one starts, and ECS does not move tasks between zones to even them out. @default 200
   */
  maximumPercent?: number;
  /** Minutes that the old tasks stay once all requests go to the new ones, 0 to 1,440; not with "ROLLING". @default 10 */
  bakeMinutes?: number;
  /** Per cent of requests that a canary gets, 0.1 to 100. @default 10 */
  canaryPercent?: number;
  /** Minutes that the canary has, 0 to 1,440. @default 10 */
  canaryMinutes?: number;
  /** Per cent of requests of each step of "LINEAR", 3 to 100. @default 20 */
  stepPercent?: number;
  /** Minutes between steps, 0 to 1,440. @default 5 */
  stepMinutes?: number;
  /** Names of more alarms that take a deployment back. @default the service's own: restarts, and errors behind its load balancer */
  alarmNames?: pulumi.Input<string>[];
  /** Let a deployment go on whatever alarms say. @default false */
  withoutAlarmRollback?: boolean;
  /** Functions that look at the deployment, by name. Not with "ROLLING". @default none */
  hooks?: Record<string, DeploymentHookArgs>;
  /** Do not wait for the end of a deployment, nor fail where it does. @default false */
  withoutWaiting?: boolean;
}

/** Whether requests move from one set of tasks to another, so that there are two at a time. */
export function shiftsTraffic(args: ContainerDeploymentArgs | undefined): boolean {
  return (args?.strategy ?? DeploymentStrategy.Rolling) !== DeploymentStrategy.Rolling;
}

/** Ranges: the provider's `ServiceDeploymentConfiguration`. */
export function checkDeployment(
  checks: ArgumentChecks,
  args: ContainerDeploymentArgs | undefined,
  canShift: boolean,
): void {
  if (!args) return;
  const shifts = shiftsTraffic(args);
  const { strategy } = args;
  checks
    .oneOf("deployment.strategy", strategy, Object.values(DeploymentStrategy))
    .that("deployment.strategy", strategy, !shifts || canShift, "give loadBalancer, or serviceConnect with a name")
    .integer("deployment.minimumHealthyPercent", args.minimumHealthyPercent, 0, 100, "per cent")
    .integer("deployment.maximumPercent", args.maximumPercent, 100, 200, "per cent")
    .that(
      "deployment.maximumPercent",
      args.maximumPercent,
      args.maximumPercent !== 100 || (args.minimumHealthyPercent ?? 100) < 100,
      "give minimumHealthyPercent below 100 with it: no task could be replaced",
    )
    .integer("deployment.bakeMinutes", args.bakeMinutes, 0, 1440, "minutes")
    .integer("deployment.canaryMinutes", args.canaryMinutes, 0, 1440, "minutes")
    .integer("deployment.stepMinutes", args.stepMinutes, 0, 1440, "minutes");
  const between = (name: string, value: number | undefined, least: number) =>
    checks.that(name, value, (value ?? 100) >= least && (value ?? 100) <= 100, `use ${least} to 100 per cent`);
  between("deployment.canaryPercent", args.canaryPercent, 0.1);
  between("deployment.stepPercent", args.stepPercent, 3);
  const only = (wanted: boolean, options: Record<string, unknown>, where: string) => {
    for (const [name, value] of Object.entries(options)) {
      if (value !== undefined && !wanted)
        checks.fail(`deployment.${name}`, value, `leave it out, or deploy by ${where}`);
    }
  };
  only(shifts, { bakeMinutes: args.bakeMinutes, hooks: args.hooks }, "BLUE_GREEN, CANARY or LINEAR");
  const { canaryPercent, canaryMinutes, stepPercent, stepMinutes } = args;
  only(strategy === DeploymentStrategy.Canary, { canaryPercent, canaryMinutes }, "CANARY");
  only(strategy === DeploymentStrategy.Linear, { stepPercent, stepMinutes }, "LINEAR");
  for (const [name, hook] of Object.entries(args.hooks ?? {})) {
    const path = `deployment.hooks.${name}`;
    checks
      .matches(path, name, /^[a-z][a-z0-9-]*$/, "name it with lower-case letters, digits and hyphens")
      .matches(`${path}.functionArn`, hook.functionArn, /^arn:[^:]+:lambda:/, "use the ARN of a function")
      .length(`${path}.stages`, hook.stages, 1, 7);
    for (const stage of hook.stages) checks.oneOf(`${path}.stages`, stage, Object.values(DeploymentStage));
  }
}

/** What the roles of a deployment are made from. */
export interface DeploymentInput {
  readonly name: string;
  readonly accountId: pulumi.Input<string>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** A role that ECS itself acts by, with just what it needs. */
export function infrastructureRole(
  from: DeploymentInput,
  purpose: string,
  ...policy: Parameters<typeof policyDocument>
): { role: Role; policy: RolePolicy } {
  const name = `${from.name}-${purpose}`;
  const role = new Role(
    `${name}-role`,
    {
      description: `ECS for the service ${from.name}: ${purpose}.`,
      assumeRolePolicy: serviceTrust("ecs.amazonaws.com", from.accountId),
      tags: from.tags(`${name}-role`),
    },
    from.child(),
  );
  const permissions = new RolePolicy(
    `${name}-policy`,
    { role: role.name, policy: policyDocument(...policy) },
    from.child(),
  );
  return { role, policy: permissions };
}

/** Whole settings of a deployment, as the provider takes them. */
export interface DeploymentSettings {
  readonly configuration: input.ecs.ServiceDeploymentConfiguration;
  readonly circuitBreaker: input.ecs.ServiceDeploymentCircuitBreaker | undefined;
  readonly policies: RolePolicy[];
}

/** docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentCircuitBreaker.html: only rolling updates have it. */
export function deploymentSettings(from: DeploymentInput, args: ContainerDeploymentArgs): DeploymentSettings {
  const strategy = args.strategy ?? DeploymentStrategy.Rolling;
  if (!shiftsTraffic(args)) {
    return { configuration: { strategy }, circuitBreaker: { enable: true, rollback: true }, policies: [] };
  }
  const hooks = Object.values(args.hooks ?? {});
  const caller =
    hooks.length === 0
      ? undefined
      : infrastructureRole(from, "hooks", {
          Effect: "Allow",
          Action: "lambda:InvokeFunction",
          Resource: hooks.map((hook) => hook.functionArn),
        });
  return {
    configuration: {
      strategy,
      bakeTimeInMinutes: String(args.bakeMinutes ?? 10),
      ...(strategy === DeploymentStrategy.Canary && {
        canaryConfiguration: {
          canaryPercent: args.canaryPercent ?? 10,
          canaryBakeTimeInMinutes: String(args.canaryMinutes ?? 10),
        },
      }),
      ...(strategy === DeploymentStrategy.Linear && {
        linearConfiguration: {
          stepPercent: args.stepPercent ?? 20,
          stepBakeTimeInMinutes: String(args.stepMinutes ?? 5),
        },
      }),
      ...(caller && {
        lifecycleHooks: hooks.map((hook) => ({
          hookTargetArn: hook.functionArn,
          roleArn: caller.role.arn,
          lifecycleStages: hook.stages,
        })),
      }),
    },
    circuitBreaker: undefined,
    policies: caller ? [caller.policy] : [],
  };
}
