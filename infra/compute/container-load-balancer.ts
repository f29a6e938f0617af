import { SecurityGroup } from "@pulumi/aws/ec2";
import { Listener, ListenerRule, LoadBalancer, TargetGroup } from "@pulumi/aws/lb";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";
import type { Placement } from "../network";
import { ContainerProtocol } from "./container-args";
import { admit, checkIngress, type IngressArgs } from "./container-ingress";

/** TLS 1.3 and 1.2 with forward secrecy: docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/** Where a load balancer writes down requests. */
export interface BalancerLogArgs {
  /** S3 bucket of the same region, whose policy lets the load balancer write. */
  bucket: pulumi.Input<string>;
  /** Beginning of the objects' keys. @default none: they lie in the bucket's root */
  prefix?: string;
}

/** An application load balancer inside the network, of the service's own, that serves HTTPS. */
export interface ContainerLoadBalancerArgs {
  /** Certificate of ACM. */
  certificateArn: pulumi.Input<string>;
  /** Who may call it, by name. More can follow with `allowFrom`. @default nobody */
  clients?: Record<string, IngressArgs>;
  /** Port that clients call, 1 to 65,535. @default 443 */
  port?: number;
  /** Subnets of the load balancer, one a zone. @default those of the tasks */
  placement?: Placement;
  /** Path that says whether a task is well: it answers 200. @default "/health" */
  healthCheckPath?: string;
  /** Call the tasks over TLS; their certificates may be self-signed. @default false */
  encryptToTasks?: boolean;
  /** Seconds that a connection may be idle, 1 to 4,000. @default 60 */
  idleTimeoutSeconds?: number;
  /** Seconds that a task that is to stop has for requests under way, 0 to 3,600. @default 30 */
  drainSeconds?: number;
  /** Record of requests. @default none */
  accessLogs?: BalancerLogArgs;
  /** Let the load balancer be deleted, with the stack or by mistake. @default false */
  withoutDeletionProtection?: boolean;
}

/** A load balancer's name may have 32 characters, 8 of which Pulumi adds. */
const NAME = 24;
const ALTERNATE = "-b";

export function checkLoadBalancer(
  checks: ArgumentChecks,
  name: string,
  args: ContainerLoadBalancerArgs | undefined,
  protocol: ContainerProtocol | undefined,
  shifts: boolean,
): void {
  if (!args) return;
  const longest = shifts ? NAME - ALTERNATE.length : NAME;
  checks
    .that("name", name, name.length <= longest, `use at most ${longest} characters: the load balancer is named so`)
    .required("loadBalancer.certificateArn", args.certificateArn, "give a certificate of ACM")
    .matches("loadBalancer.certificateArn", args.certificateArn, /^arn:[^:]+:acm:/, "use the ARN of one, arn:aws:acm:…")
    .integer("loadBalancer.port", args.port, 1, 65_535)
    .matches("loadBalancer.healthCheckPath", args.healthCheckPath, /^\//, 'use a path, such as "/health"')
    .integer("loadBalancer.idleTimeoutSeconds", args.idleTimeoutSeconds, 1, 4000, "seconds")
    .integer("loadBalancer.drainSeconds", args.drainSeconds, 0, 3600, "seconds")
    .that("protocol", protocol, protocol !== ContainerProtocol.Tcp, "leave it out: the load balancer speaks HTTP");
  for (const [client, who] of Object.entries(args.clients ?? {})) {
    checkIngress(checks, "loadBalancer.clients", client, who);
  }
}

/** What the load balancer is made from. */
export interface LoadBalancerInput {
  readonly name: string;
  readonly args: ContainerLoadBalancerArgs;
  readonly placement: Placement;
  readonly taskPort: number;
  readonly taskGroupId: pulumi.Input<string>;
  readonly protocol: ContainerProtocol;
  /** Whether deployments move requests between two target groups. */
  readonly shifts: boolean;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** The load balancer and what belongs to it. */
export interface ServiceLoadBalancer {
  readonly loadBalancer: LoadBalancer;
  readonly group: SecurityGroup;
  readonly listener: Listener;
  readonly targets: TargetGroup;
  /** Where requests go of which a deployment decides; undefined for rolling updates. */
  readonly shift: { readonly alternate: TargetGroup; readonly rule: ListenerRule } | undefined;
}

export function createLoadBalancer(from: LoadBalancerInput): ServiceLoadBalancer {
  const { name, args, child, tags } = from;
  const placement = args.placement ?? from.placement;
  const group = createGroup(from, placement);
  const loadBalancer = new LoadBalancer(
    name,
    {
      loadBalancerType: "application",
      internal: true,
      subnets: placement.subnetIds,
      securityGroups: [group.id],
      dropInvalidHeaderFields: true,
      idleTimeout: args.idleTimeoutSeconds ?? 60,
      enableDeletionProtection: !args.withoutDeletionProtection,
      accessLogs: args.accessLogs && { ...args.accessLogs, enabled: true },
      tags: tags(name),
    },
    child(),
  );
  const targets = createTargets(from, name);
  const alternate = from.shifts ? createTargets(from, `${name}${ALTERNATE}`) : undefined;
  const listener = new Listener(
    name,
    {
      loadBalancerArn: loadBalancer.arn,
      port: args.port ?? 443,
      protocol: "HTTPS",
      certificateArn: args.certificateArn,
      sslPolicy: TLS_POLICY,
      defaultActions: alternate
        ? [{ type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "503" } }]
        : [{ type: "forward", targetGroupArn: targets.arn }],
      tags: tags(name),
    },
    child(),
  );
  const rule =
    alternate &&
    new ListenerRule(
      `${name}-all`,
      {
        listenerArn: listener.arn,
        priority: 1,
        conditions: [{ pathPattern: { values: ["/*"] } }],
        actions: [
          {
            type: "forward",
            forward: {
              targetGroups: [
                { arn: targets.arn, weight: 100 },
                { arn: alternate.arn, weight: 0 },
              ],
            },
          },
        ],
        tags: tags(`${name}-all`),
      },
      // ECS moves the weights with every deployment.
      child({ ignoreChanges: ["actions"] }),
    );
  return { loadBalancer, group, listener, targets, shift: alternate && rule && { alternate, rule } };
}

function createGroup(from: LoadBalancerInput, placement: Placement): SecurityGroup {
  const { name, args, child, tags } = from;
  const groupName = `${name}-load-balancer`;
  const group = new SecurityGroup(
    groupName,
    { vpcId: placement.vpcId, description: `Load balancer of ${name}: to its tasks only`, tags: tags(groupName) },
    child(),
  );
  new SecurityGroupEgressRule(
    `${groupName}-tasks`,
    {
      securityGroupId: group.id,
      description: "To the tasks.",
      ipProtocol: "tcp",
      fromPort: from.taskPort,
      toPort: from.taskPort,
      referencedSecurityGroupId: from.taskGroupId,
      tags: tags(`${groupName}-tasks`),
    },
    child(),
  );
  const input = { name: groupName, securityGroupId: group.id, port: args.port ?? 443, tags, child };
  for (const [client, who] of Object.entries(args.clients ?? {})) admit(input, client, who);
  return group;
}

const VERSIONS = {
  [ContainerProtocol.Http]: "HTTP1",
  [ContainerProtocol.Http2]: "HTTP2",
  [ContainerProtocol.Grpc]: "GRPC",
  [ContainerProtocol.Tcp]: undefined,
};

function createTargets({ args, placement, taskPort, protocol, tags, child }: LoadBalancerInput, name: string) {
  return new TargetGroup(
    name,
    {
      vpcId: placement.vpcId,
      port: taskPort,
      protocol: args.encryptToTasks ? "HTTPS" : "HTTP",
      protocolVersion: VERSIONS[protocol],
      targetType: "ip",
      deregistrationDelay: args.drainSeconds ?? 30,
      healthCheck: {
        path: args.healthCheckPath ?? "/health",
        protocol: args.encryptToTasks ? "HTTPS" : "HTTP",
        interval: 10,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
        // A gRPC server answers with 0 where it is well.
        matcher: protocol === ContainerProtocol.Grpc ? "0" : "200",
      },
      tags: tags(name),
    },
    child(),
  );
}
