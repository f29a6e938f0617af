import {
  SecurityGroup,
  VpcEndpointConnectionNotification,
  VpcEndpointService,
  VpcEndpointServiceAllowedPrinciple,
} from "@pulumi/aws/ec2";
import { Listener, LoadBalancer, TargetGroup } from "@pulumi/aws/lb";
import { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../core";
import type { Placement } from "./placement";
import { checkPrincipal, checkPrivateService, type PrivateServiceArgs, TargetType } from "./private-service-args";
import { namesByValue } from "./rule-names";

/**
 * TLS 1.3 and 1.2 with forward secrecy.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html
 */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/** The DNS record by which a service's owner proves a domain to AWS. */
export interface DnsProof {
  name: string;
  /** `TXT`. */
  type: string;
  value: string;
}

/** A service that is reached through AWS PrivateLink only: network load balancer and endpoint service. */
export class PrivateService extends PlatformComponent {
  /** Name that consumers' endpoints give: `com.amazonaws.vpce.…`. */
  readonly serviceName: pulumi.Output<string>;
  /** Id of the endpoint service, `vpce-svc-…`. */
  readonly endpointServiceId: pulumi.Output<string>;
  /** Where the service's tasks are registered. */
  readonly targetGroupArn: pulumi.Output<string>;
  /** Security group of the load balancer: the tasks let it in on the target port. */
  readonly loadBalancerSecurityGroupId: pulumi.Output<string>;
  /** Logical name, which the names of its children begin with. */
  readonly logicalName: string;
  /** Port that consumers call. */
  readonly port: number;
  /** Name that the owner proves to AWS, where there is one. */
  readonly privateDnsName: string | undefined;
  /** Records that prove `privateDnsName`, to be made in its public zone; empty where there is no such name. */
  readonly privateDnsProof: pulumi.Output<DnsProof[]>;
  /** Whether somebody accepts each connection. */
  readonly acceptanceRequired: boolean;
  /** The network load balancer. */
  readonly loadBalancer: LoadBalancer;
  /** Its only listener. */
  readonly listener: Listener;
  /** Where the listener sends connections. */
  readonly targetGroup: TargetGroup;
  /** What PrivateLink offers to consumers. */
  readonly endpointService: VpcEndpointService;

  /** @throws ArgumentError where a principal is "*", a port is none, or the VPC has too few subnets. */
  constructor(name: string, args: PrivateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:PrivateService", name, args, opts);
    const checks = this.checks();
    checkPrivateService(checks, args);
    checks.done();

    this.logicalName = name;
    this.port = args.port;
    this.privateDnsName = args.privateDnsName;
    this.acceptanceRequired = !args.acceptWithoutReview;
    const targetPort = args.targetPort ?? args.port;
    const group = this.group(name, args.vpc, targetPort);
    this.loadBalancerSecurityGroupId = group.id;
    this.loadBalancer = new LoadBalancer(
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
        accessLogs: args.accessLogs && { ...args.accessLogs, enabled: true },
        tags: this.tags(name),
      },
      this.child(),
    );
    this.targetGroup = this.targets(name, args, targetPort);
    this.listener = new Listener(
      name,
      {
        loadBalancerArn: this.loadBalancer.arn,
        port: args.port,
        ...(args.certificateArn === undefined
          ? { protocol: "TCP" }
          : { protocol: "TLS", certificateArn: args.certificateArn, sslPolicy: TLS_POLICY }),
        defaultActions: [{ type: "forward", targetGroupArn: this.targetGroup.arn }],
        tags: this.tags(name),
      },
      this.child(),
    );
    // Known as soon as the target group is, and yet nothing registers there before a listener sends it connections: ECS
    // refuses a target group of no load balancer.
    this.targetGroupArn = pulumi.all([this.targetGroup.arn, this.listener.id]).apply(([arn]) => arn);
    this.endpointService = new VpcEndpointService(
      name,
      {
        acceptanceRequired: this.acceptanceRequired,
        networkLoadBalancerArns: [this.loadBalancer.arn],
        privateDnsName: args.privateDnsName,
        supportedRegions: args.consumerRegions,
        tags: this.tags(name),
      },
      this.child(),
    );
    this.serviceName = this.endpointService.serviceName;
    this.endpointServiceId = this.endpointService.id;
    this.privateDnsProof = this.endpointService.privateDnsNameConfigurations.apply((all) =>
      (all ?? []).map(({ name, type, value }) => ({ name, type, value })),
    );
    for (const [child, principal] of namesByValue(`${name}-principal`, args.allowedPrincipals)) {
      this.allow(child, principal);
    }
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
    this.registerOutputs({
      serviceName: this.serviceName,
      endpointServiceId: this.endpointServiceId,
      targetGroupArn: this.targetGroupArn,
    });
  }

  /**
   * Lets one more principal ask for a connection, where a consumer is made after the service.
   * @param consumer how the consumer is called here, as a name part
   * @throws ArgumentError where the principal is "*" or no ARN of an account, role or user
   */
  allowConsumer(consumer: string, principalArn: pulumi.Input<string>): void {
    const checks = this.checks();
    checkPrincipal(checks, "principalArn", principalArn);
    checks.done();
    this.allow(`${this.logicalName}-consumer-${consumer}`, principalArn);
  }

  private allow(name: string, principal: pulumi.Input<string>): void {
    // Text was judged with the arguments; an output is judged as soon as its value is known.
    const judge = (value: string): string => {
      const checks = this.checks();
      checkPrincipal(checks, "allowedPrincipals", value);
      checks.done();
      return value;
    };
    const principalArn = typeof principal === "string" ? principal : pulumi.output(principal).apply(judge);
    new VpcEndpointServiceAllowedPrinciple(
      name,
      { vpcEndpointServiceId: this.endpointService.id, principalArn },
      this.child(),
    );
  }

  /** Lets the load balancer call the tasks, and nothing else call it: PrivateLink passes by its rules. */
  private group(name: string, vpc: Placement, targetPort: number): SecurityGroup {
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
      { securityGroupId: group.id, ...ports, referencedSecurityGroupId: group.id, description: "From itself only" },
      this.child(),
    );
    return group;
  }

  private targets(name: string, args: PrivateServiceArgs, port: number): TargetGroup {
    const alb = args.targetType === TargetType.Alb;
    const encrypts = args.certificateArn !== undefined && !args.plainTextToTargets;
    return new TargetGroup(
      name,
      {
        vpcId: args.vpc.vpcId,
        port,
        protocol: encrypts ? "TLS" : "TCP",
        targetType: args.targetType ?? TargetType.Ip,
        // A short drain: consumers keep connections open for long, and are moved on a deployment.
        deregistrationDelay: 30,
        // A load balancer as the target keeps its own: neither can be chosen for it.
        ...(alb ? {} : { connectionTermination: true, preserveClientIp: "false" }),
        healthCheck:
          args.healthCheckPath === undefined
            ? { protocol: "TCP", interval: 10 }
            : { protocol: "HTTPS", path: args.healthCheckPath, interval: 10 },
        tags: this.tags(name),
      },
      this.child(),
    );
  }
}
