import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";

/** What a target group of VPC Lattice sends requests to. Values from the provider's `TargetGroup.type`. */
export const LatticeTargetKind = {
  /** Addresses: tasks of a `ContainerService`, which ECS registers. */
  Ip: "IP",
  /** An application load balancer inside the network. */
  LoadBalancer: "ALB",
  /** A function. */
  Function: "LAMBDA",
} as const;
export type LatticeTargetKind = (typeof LatticeTargetKind)[keyof typeof LatticeTargetKind];

/** Version of HTTP to targets. Values from the provider's `TargetGroupConfig.protocolVersion`. */
export const LatticeProtocolVersion = { Http1: "HTTP1", Http2: "HTTP2", Grpc: "GRPC" } as const;
export type LatticeProtocolVersion = (typeof LatticeProtocolVersion)[keyof typeof LatticeProtocolVersion];

/** Where requests of a service go, or a part of them. */
export interface LatticeTargetGroupArgs {
  /** What requests are sent to: addresses ("IP"), a load balancer ("ALB") or a function ("LAMBDA"). @default "IP" */
  kind?: LatticeTargetKind;
  /** VPC of the targets; left out for "LAMBDA" alone. */
  vpcId?: pulumi.Input<string>;
  /** Port that the targets listen on, 1 to 65,535; not for a function. @default 443 */
  port?: number;
  /** Call the targets with no TLS. @default false */
  plainTextToTargets?: boolean;
  /** Version of HTTP that the targets speak; not for a function. @default "HTTP1" */
  protocolVersion?: LatticeProtocolVersion;
  /** Path that says whether an address is well: it answers 200; for "IP" only. @default "/health" */
  healthCheckPath?: string;
  /** ARN of the load balancer; required for "ALB", left out for others. */
  loadBalancerArn?: pulumi.Input<string>;
  /** ARN of the function, or of its alias; required for "LAMBDA", left out for others. */
  functionArn?: pulumi.Input<string>;
  /** Part of the requests, 0 to 999, of the sum of all weights. @default 100 */
  weight?: number;
}

/** A service that is called through VPC Lattice. */
export interface LatticeServiceArgs {
  /** Where requests go, by name; with several, by weight: two versions of a service. */
  targets: Record<string, LatticeTargetGroupArgs>;
  /**
   * ARNs of roles that alone may call, beside what `grantInvoke` says, which every caller needs too.
   * @default whoever of the mesh's account or organisation is granted to
   */
  callers?: pulumi.Input<string>[];
  /** Name of one's own that the service is called by; needs `certificateArn`. @default VPC Lattice's name alone */
  customDomainName?: pulumi.Input<string>;
  /** Certificate of ACM for that name; left out where there is no `customDomainName`. */
  certificateArn?: pulumi.Input<string>;
  /** Seconds that a connection may be idle, 60 to 600. @default 60 */
  idleTimeoutSeconds?: number;
}

/** Names of 3 to 40 characters, of which Pulumi adds 8: the provider's `Service.name`. */
const LONGEST = 32;

export function checkLatticeService(
  checks: ArgumentChecks,
  meshName: string,
  name: string,
  args: LatticeServiceArgs,
): void {
  const whole = `${meshName}-${name}`;
  const targets = Object.entries(args.targets);
  checks
    .matches(
      "name",
      name,
      /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
      "name it with lower-case letters, digits and single hyphens",
    )
    .that("targets", targets.length, targets.length >= 1 && targets.length <= 10, "give 1 to 10 of them")
    .length("callers", args.callers, 1, 100)
    .integer("idleTimeoutSeconds", args.idleTimeoutSeconds, 60, 600, "seconds")
    .matches("certificateArn", args.certificateArn, /^arn:[^:]+:acm:/, "use the ARN of a certificate of ACM");
  if ((args.customDomainName === undefined) !== (args.certificateArn === undefined)) {
    checks.fail("customDomainName and certificateArn", "one of them", "give both: the name is served over HTTPS");
  }
  for (const caller of args.callers ?? []) {
    checks.matches("callers", caller, /^arn:[^:]+:iam::\d{12}:(role|user)\/[^*?]+$/, "name roles by ARN, no wildcard");
  }
  for (const [target, given] of targets) {
    const longest = `${whole}-${target}`;
    checks
      .matches(`targets.${target}`, target, /^[a-z0-9]+(-[a-z0-9]+)*$/, "name it with lower-case letters and digits")
      .that("name", longest, longest.length <= LONGEST, `use names of together at most ${LONGEST} characters`);
    checkTargets(checks, `targets.${target}`, given);
  }
}

function checkTargets(checks: ArgumentChecks, path: string, args: LatticeTargetGroupArgs): void {
  const { kind = LatticeTargetKind.Ip } = args;
  const isFunction = kind === LatticeTargetKind.Function;
  checks
    .oneOf(`${path}.kind`, args.kind, Object.values(LatticeTargetKind))
    .integer(`${path}.port`, args.port, 1, 65_535)
    .oneOf(`${path}.protocolVersion`, args.protocolVersion, Object.values(LatticeProtocolVersion))
    .integer(`${path}.weight`, args.weight, 0, 999)
    .matches(`${path}.healthCheckPath`, args.healthCheckPath, /^\//, 'use a path, such as "/health"');
  const { vpcId, port, plainTextToTargets, protocolVersion, healthCheckPath, loadBalancerArn, functionArn } = args;
  const only = (wanted: boolean, options: Record<string, unknown>) => {
    for (const [name, value] of Object.entries(options)) {
      if (value !== undefined && !wanted) checks.fail(`${path}.${name}`, "given", `leave it out for "${kind}"`);
    }
  };
  only(!isFunction, { vpcId, port, plainTextToTargets, protocolVersion });
  only(kind === LatticeTargetKind.Ip, { healthCheckPath });
  only(kind === LatticeTargetKind.LoadBalancer, { loadBalancerArn });
  only(isFunction, { functionArn });
  if (!isFunction) checks.required(`${path}.vpcId`, vpcId, "give the VPC of the targets");
  if (isFunction) checks.required(`${path}.functionArn`, functionArn, "give the function");
  if (kind === LatticeTargetKind.LoadBalancer) {
    checks.required(`${path}.loadBalancerArn`, loadBalancerArn, "give the load balancer");
  }
}
