import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";

/** What a container speaks on its port. Values from `ContainerDefinition.portMappings.appProtocol`, and plain TCP. */
export const ContainerProtocol = { Http: "http", Http2: "http2", Grpc: "grpc", Tcp: "tcp" } as const;
export type ContainerProtocol = (typeof ContainerProtocol)[keyof typeof ContainerProtocol];

/** How ECS asks a container whether it is well. ECS does not look at the `HEALTHCHECK` of an image. */
export interface ContainerHealthCheckArgs {
  /** Command and its arguments, run inside the container with no shell; 0 means well. */
  command: string[];
  /** Seconds between checks, 5 to 300. @default 10 */
  intervalSeconds?: number;
  /** Seconds that a check may take, 2 to 60. @default 5 */
  timeoutSeconds?: number;
  /** Failures in a row after which the container is not well, 1 to 10. @default 3 */
  retries?: number;
  /** Seconds after the start in which failures don't count, 0 to 300. @default 30 */
  startPeriodSeconds?: number;
}

/** When the service's own container may start. Values from `ContainerDefinition.dependsOn.condition`. */
export const SidecarCondition = {
  /** As soon as the sidecar has started. */
  Start: "START",
  /** Once its health check succeeds. */
  Healthy: "HEALTHY",
  /** Once it has ended well: something that prepares. */
  Success: "SUCCESS",
} as const;
export type SidecarCondition = (typeof SidecarCondition)[keyof typeof SidecarCondition];

/** A container beside the service's own, such as a collector of traces; it shares its network: `localhost`. */
export interface SidecarArgs {
  /** Image with a tag or digest. */
  image: pulumi.Input<string>;
  /** Arguments for the image's entry point, or its command. @default the image's own */
  command?: pulumi.Input<string>[];
  /** Stop the task where this container stops. @default false */
  essential?: boolean;
  /** CPU units that are kept for it. @default none: it shares the task's */
  cpu?: number;
  /** Most memory, in MB; more stops it. @default the task's */
  memoryMb?: number;
  /** Variables. @default none */
  environment?: Record<string, pulumi.Input<string>>;
  /** Variables that hold secrets, by the ARN of a secret or parameter. @default none */
  secrets?: Record<string, pulumi.Input<string>>;
  /** User, not root. @default the image's own */
  user?: string;
  /** How ECS asks it whether it is well; `waitFor` "HEALTHY" needs it. @default none: it is well as long as it runs */
  healthCheck?: ContainerHealthCheckArgs;
  /** Start the service's container only then. @default it does not wait */
  waitFor?: SidecarCondition;
  /** Paths that it may write to; each is empty at first. @default none */
  writablePaths?: string[];
  /** Let it write to its own file system. @default false */
  withoutReadOnlyRoot?: boolean;
}

/** docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
export function checkHealthCheck(
  checks: ArgumentChecks,
  path: string,
  args: ContainerHealthCheckArgs | undefined,
): void {
  if (!args) return;
  checks
    .length(`${path}.command`, args.command, 1, Number.POSITIVE_INFINITY)
    .integer(`${path}.intervalSeconds`, args.intervalSeconds, 5, 300, "seconds")
    .integer(`${path}.timeoutSeconds`, args.timeoutSeconds, 2, 60, "seconds")
    .integer(`${path}.retries`, args.retries, 1, 10)
    .integer(`${path}.startPeriodSeconds`, args.startPeriodSeconds, 0, 300, "seconds");
}

const ENVIRONMENT_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const SECRET = /^arn:[^:]+:(secretsmanager:[^:]+:\d+:secret:|ssm:[^:]+:\d+:parameter\/)/;

/** Variables by value and by secret. */
export function checkVariables(
  checks: ArgumentChecks,
  path: string,
  environment: Record<string, unknown> = {},
  secrets: Record<string, unknown> = {},
): void {
  const expected = "name it with letters, digits and _, not beginning with a digit";
  for (const name of Object.keys(environment)) {
    checks.matches(`${path}environment.${name}`, name, ENVIRONMENT_NAME, expected);
  }
  for (const [name, arn] of Object.entries(secrets)) {
    checks
      .matches(`${path}secrets.${name}`, name, ENVIRONMENT_NAME, expected)
      .matches(`${path}secrets.${name}`, arn, SECRET, "use the ARN of a secret or a parameter, never the secret itself")
      .that(`${path}secrets.${name}`, name, !(name in environment), "leave it out of environment: it is a secret");
  }
}

/** Images that can't be told from another of the same name would change with no deployment, and can't be gone back to. */
export function checkImage(checks: ArgumentChecks, path: string, image: unknown): void {
  checks.required(path, image, "name an image, with a tag or digest");
  checks.matches(
    path,
    image,
    /^(?!.*:latest$)[^\s]+(@sha256:[0-9a-f]{64}|:[\w][\w.-]{0,127})$/,
    "name a version by a tag other than latest, or by a digest",
  );
}

/** Names, numbers and pairs of both, of a user other than root. */
export function checkUser(checks: ArgumentChecks, path: string, user: string | undefined): void {
  const expected = 'use a user other than root, such as "1000:1000"';
  checks.matches(path, user, /^(?!(root|0+)(:|$))[\w.-]+(:[\w.-]+)?$/, expected);
}

export function checkWritablePaths(checks: ArgumentChecks, path: string, paths: string[] | undefined): void {
  for (const one of paths ?? []) checks.matches(path, one, /^(\/[\w.-]+)+$/, 'use absolute paths, such as "/tmp"');
  checks.that(path, paths, new Set(paths).size === (paths ?? []).length, "name each path once");
}

const RESERVED = ["app", "log-router"];

export function checkSidecar(checks: ArgumentChecks, name: string, args: SidecarArgs): void {
  const path = `sidecars.${name}`;
  checks
    .matches(path, name, /^[a-z][a-z0-9-]*$/, "name it with lower-case letters, digits and hyphens")
    .that(path, name, !RESERVED.includes(name), "use another name: the service has a container of that one")
    .integer(`${path}.cpu`, args.cpu, 0, 16_384, "CPU units")
    .integer(`${path}.memoryMb`, args.memoryMb, 6, 122_880, "MB")
    .oneOf(`${path}.waitFor`, args.waitFor, Object.values(SidecarCondition))
    .that(
      `${path}.waitFor`,
      args.waitFor,
      args.waitFor !== SidecarCondition.Healthy || args.healthCheck !== undefined,
      "give healthCheck with it",
    )
    .that(
      `${path}.essential`,
      args.essential,
      !(args.essential && args.waitFor === SidecarCondition.Success),
      "leave it out: a container that is to end can't be essential",
    );
  checkImage(checks, `${path}.image`, args.image);
  checkUser(checks, `${path}.user`, args.user);
  checkHealthCheck(checks, `${path}.healthCheck`, args.healthCheck);
  checkVariables(checks, `${path}.`, args.environment, args.secrets);
  checkWritablePaths(checks, `${path}.writablePaths`, args.writablePaths);
}
