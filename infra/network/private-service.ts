import {
  SecurityGroup,
  VpcEndpointConnectionNotification,
  VpcEndpointService,
  VpcEndpointServiceAllowedPrinciple,
} from "@pulumi/aws/ec2";
import { Listener, LoadBalancer, TargetGroup } from "@pulumi/aws/lb";
import { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import type * as pulumi from "@pulumi/pulumi";
import { type PlatformArgs, PlatformComponent } from "../core";
import type { IsolatedVpc } from "./isolated-vpc";

/** What the service's tasks are to the load balancer. Values from the provider's `TargetGroup.targetType`. */
export const TargetType = { Ip: "ip", Alb: "alb", Instance: "instance" } as const;
export type TargetType = (typeof TargetType)[keyof typeof TargetType];

/**
 * TLS 1.3 and 1.2 with forward secrecy.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html
 */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/** Arguments of {@link PrivateService}. */
export interface PrivateServiceArgs extends PlatformArgs {
  /** The isolated VPC that the service runs in. */
  vpc: IsolatedVpc;
  /** Port that consumers call, 1 to 65535. */
  port: number;
  /** Port that the service's tasks listen on. @default the same */
  targetPort?: number;
  /** IAM principals, as ARNs, that may ask for a connection. Never "*". */
  allowedPrincipals: pulumi.Input<string>[];
  /** Certificate of ACM: the load balancer then ends TLS. @default TCP is passed through, and the service ends TLS */
  certificateArn?: pulumi.Input<string>;
  /** @default "ip" */
  targetType?: TargetType;
  /** Path of an HTTPS health check. @default a TCP connection */
  healthCheckPath?: string;
  /** Name that consumers may call the service by; its owner proves the domain to AWS first. @default AWS's names only */
  privateDnsName?: string;
  /** Other regions from which consumers may connect. @default none */
  consumerRegions?: string[];
  /** SNS topic that is told of requests and changes of connections. @default nobody is */
  notificationTopicArn?: pulumi.Input<string>;
  /** Accept every connection of an allowed principal by itself. @default false */
  acceptWithoutReview?: boolean;
  /** Let the load balancer be deleted, with the stack or by mistake. @default false */
  withoutDeletionProtection?: boolean;
}

/** A service that is reached through AWS PrivateLink only: network load balancer and endpoint service. */
export class PrivateService extends PlatformComponent {
  /** Name that consumers' endpoints give: `com.amazonaws.vpce.…`. */
  readonly serviceName: pulumi.Output<string>;
  readonly endpointServiceId: pulumi.Output<string>;
  /** Where the service's tasks are registered. */
  readonly targetGroupArn: pulumi.Output<string>;
  /** Security group of the load balancer: the tasks let it in on the target port. */
  readonly loadBalancerSecurityGroupId: pulumi.Output<string>;
  readonly port: number;
  readonly endpointService: VpcEndpointService;

  /** @throws ArgumentError where a principal is "*", a port is none, or the VPC has too few subnets. */
  constructor(name: string, args: PrivateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:PrivateService", name, args, opts);
    const checks = this.checks()
      .integer("port", args.port, 1, 65535)
      .integer("targetPort", args.targetPort, 1, 65535)
      .oneOf("targetType", args.targetType, Object.values(TargetType))
      .matches("healthCheckPath", args.healthCheckPath, /^\//, 'use a path, such as "/health"')
      .length("allowedPrincipals", args.allowedPrincipals, 1, 100)
      .length("vpc.subnets", args.vpc.subnets, 2, 6);
    for (const principal of args.allowedPrincipals) {
      checks.that(
        "allowedPrincipals",
        principal,
        typeof principal === "string" && /^arn:[^*]+$/.test(principal),
        "name accounts, roles or users by ARN, without a wildcard",
      );
    }
    checks.done();

    this.port = args.port;
    const targetPort = args.targetPort ?? args.port;
    const group = this.group(name, args.vpc, targetPort);
    this.loadBalancerSecurityGroupId = group.id;
    const balancer = new LoadBalancer(
      name,
      {
        loadBalancerType: "network",
        internal: true,
        subnets: args.vpc.subnetIds,
        securityGroups: [group.id],
        // Consumers are judged by acceptance and principals; their addresses say nothing beyond PrivateLink.
        enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "off",
        enableCrossZoneLoadBalancing: true,
        enableDeletionProtection: !args.withoutDeletionProtection,
        tags: this.tags(name),
      },
      this.child(),
    );
    const targets = this.targets(name, args, targetPort);
    this.targetGroupArn = targets.arn;
    new Listener(
      name,
      {
        loadBalancerArn: balancer.arn,
        port: args.port,
        ...(args.certificateArn === undefined
          ? { protocol: "TCP" }
          : { protocol: "TLS", certificateArn: args.certificateArn, sslPolicy: TLS_POLICY }),
        defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
        tags: this.tags(name),
      },
      this.child(),
    );
    this.endpointService = new VpcEndpointService(
      name,
      {
        acceptanceRequired: !args.acceptWithoutReview,
        networkLoadBalancerArns: [balancer.arn],
        privateDnsName: args.privateDnsName,
        supportedRegions: args.consumerRegions,
        tags: this.tags(name),
      },
      this.child(),
    );
    this.serviceName = this.endpointService.serviceName;
    this.endpointServiceId = this.endpointService.id;
    args.allowedPrincipals.forEach((principal, index) => {
      this.allow(`${name}-principal-${index}`, principal);
    });
    if (args.notificationTopicArn !== undefined) {
      new VpcEndpointConnectionNotification(
        `${name}-notification`,
        {
          vpcEndpointServiceId: this.endpointService.id,
          connectionNotificationArn: args.notificationTopicArn,
          connectionEvents: ["Connect", "Accept", "Reject", "Delete"],
        },
        this.child(),
      );
    }
    this.registerOutputs({ serviceName: this.serviceName, targetGroupArn: this.targetGroupArn });
  }

  private allow(name: string, principalArn: pulumi.Input<string>): void {
    new VpcEndpointServiceAllowedPrinciple(
      name,
      { vpcEndpointServiceId: this.endpointService.id, principalArn },
      this.child(),
    );
  }

  /** Lets the load balancer call the tasks, and nothing else call it: PrivateLink passes by its rules. */
  private group(name: string, vpc: IsolatedVpc, targetPort: number): SecurityGroup {
    const child = `${name}-load-balancer`;
    const group = new SecurityGroup(
      child,
      { vpcId: vpc.vpcId, description: `Load balancer of ${name}: to its tasks only`, tags: this.tags(child) },
      this.child(),
    );
    const ports = { ipProtocol: "tcp", fromPort: targetPort, toPort: targetPort };
    new SecurityGroupEgressRule(
      `${child}-targets`,
      { securityGroupId: group.id, ...ports, cidrIpv4: vpc.cidrBlock, description: "To the tasks" },
      this.child(),
    );
    new SecurityGroupIngressRule(
      `${child}-self`,
      { securityGroupId: group.id, ...ports, referencedSecurityGroupId: group.id, description: "Health checks" },
      this.child(),
    );
    return group;
  }

  private targets(name: string, args: PrivateServiceArgs, port: number): TargetGroup {
    const https = args.healthCheckPath !== undefined;
    return new TargetGroup(
      name,
      {
        vpcId: args.vpc.vpcId,
        port,
        protocol: "TCP",
        targetType: args.targetType ?? TargetType.Ip,
        // A short drain: consumers keep connections open for long, and are moved on a deployment.
        deregistrationDelay: 30,
        connectionTermination: true,
        preserveClientIp: "false",
        healthCheck: https
          ? { protocol: "HTTPS", path: args.healthCheckPath, interval: 10 }
          : { protocol: "TCP", interval: 10 },
        tags: this.tags(name),
      },
      this.child(),
    );
  }
}
