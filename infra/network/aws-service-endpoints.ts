import { SecurityGroup, VpcEndpoint } from "@pulumi/aws/ec2";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import { type PlatformArgs, PlatformComponent, policyDocument } from "../core";
import { endpointStatements } from "./endpoint-policy";
import { checkPlacement, type Placement } from "./placement";

/** Services that have gateway endpoints, which are routes and cost nothing. */
const GATEWAYS = ["s3", "dynamodb"];

/** Arguments of {@link AwsServiceEndpoints}. */
export interface AwsServiceEndpointsArgs extends PlatformArgs {
  /** The network, and two or more subnets of different zones. */
  placement: Placement;
  /** Refuse fewer subnets, one a zone, than this, 2 to 6. @default 2 */
  minimumZones?: number;
  /**
   * Services by the last part of their endpoint's name, such as `logs`, `ecr.api`, `secretsmanager`. `s3` and `dynamodb`
   * become gateway endpoints, the others interface endpoints.
   */
  services: string[];
  /** Route tables that lead to the gateway endpoints; needed where there is one. */
  routeTableIds?: pulumi.Input<string>[];
  /**
   * Accounts whose principals may call through the endpoints, and whose resources they reach.
   * @default the stack's own account
   */
  accountIds?: pulumi.Input<string>[];
  /** Organization, `o-…`, whose accounts all may; instead of `accountIds`. @default none */
  organizationId?: pulumi.Input<string>;
  /** Other accounts whose resources are reached, such as an account of AWS's that container images are pulled from. @default none */
  resourceAccountIds?: pulumi.Input<string>[];
  /**
   * Those of `services` that take no endpoint policy, which AWS then lets everything through.
   * https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html lists them.
   * @default none
   */
  servicesWithoutPolicy?: string[];
}

/**
 * The endpoints through which a network without internet reaches AWS's services. Endpoint policies let one's own
 * principals reach one's own resources only, so that nobody carries data out with another account's credentials or store.
 */
export class AwsServiceEndpoints extends PlatformComponent {
  /** Endpoints by service. */
  readonly endpoints: Record<string, VpcEndpoint>;
  /** Security group of the interface endpoints: 443 from the network. */
  readonly securityGroupId: pulumi.Output<string> | undefined;

  /** @throws ArgumentError where subnets are too few, a service has no such name, or a gateway has no route table. */
  constructor(name: string, args: AwsServiceEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:AwsServiceEndpoints", name, args, opts);
    this.check(args);
    const { placement, services } = args;
    const perimeter = {
      accountIds: args.accountIds ?? [this.accountId],
      organizationId: args.organizationId,
      resourceAccountIds: args.resourceAccountIds ?? [],
    };
    const group = services.every((service) => GATEWAYS.includes(service)) ? undefined : this.group(name, placement);
    this.securityGroupId = group?.id;
    const securityGroupIds = group ? [group.id] : [];
    const { partition, region } = this;
    this.endpoints = Object.fromEntries(
      services.map((service) => {
        const child = `${name}-${service.replaceAll(".", "-")}`;
        const endpoint = new VpcEndpoint(
          child,
          {
            vpcId: placement.vpcId,
            serviceName: pulumi.interpolate`com.amazonaws.${region}.${service}`,
            ...(GATEWAYS.includes(service)
              ? { vpcEndpointType: "Gateway", routeTableIds: args.routeTableIds }
              : {
                  vpcEndpointType: "Interface",
                  subnetIds: placement.subnetIds,
                  securityGroupIds,
                  privateDnsEnabled: true,
                }),
            policy: args.servicesWithoutPolicy?.includes(service)
              ? undefined
              : policyDocument(...endpointStatements(perimeter, { service, services, partition, region })),
            tags: this.tags(child),
          },
          this.child(),
        );
        return [service, endpoint];
      }),
    );
    this.registerOutputs({
      endpointIds: Object.fromEntries(Object.entries(this.endpoints).map(([service, { id }]) => [service, id])),
      securityGroupId: this.securityGroupId,
    });
  }

  private check(args: AwsServiceEndpointsArgs): void {
    const { services } = args;
    const checks = checkPlacement(this.checks(), args.placement, args.minimumZones)
      .length("services", services, 1, 100)
      .that("services", services, new Set(services).size === services.length, "name each service once")
      .length("accountIds", args.accountIds, 1, 100)
      .matches("organizationId", args.organizationId, /^o-[a-z0-9]{10,32}$/, 'use the id of an organization, "o-…"')
      .exclusive({ accountIds: args.accountIds, organizationId: args.organizationId }, true);
    for (const service of services) {
      checks.matches("services", service, /^(?!com\.)[a-z0-9.-]+$/, 'use the short name, such as "ecr.api"');
    }
    for (const account of [...(args.accountIds ?? []), ...(args.resourceAccountIds ?? [])]) {
      checks.matches("accountIds", account, /^\d{12}$/, "use the 12 digits of an account");
    }
    for (const service of args.servicesWithoutPolicy ?? []) checks.oneOf("servicesWithoutPolicy", service, services);
    const tables = args.routeTableIds?.length ?? 0;
    checks
      .that(
        "services",
        services,
        tables > 0 || !services.some((service) => GATEWAYS.includes(service)),
        "give routeTableIds: s3 and dynamodb are reached by routes",
      )
      .done();
  }

  private group(name: string, placement: Placement): SecurityGroup {
    const child = `${name}-endpoints`;
    const group = new SecurityGroup(
      child,
      {
        vpcId: placement.vpcId,
        description: "Interface endpoints of AWS services: HTTPS from the network",
        egress: [],
        tags: this.tags(child),
      },
      this.child(),
    );
    new SecurityGroupIngressRule(
      child,
      {
        securityGroupId: group.id,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4: placement.cidrBlock,
        description: "HTTPS from the network",
      },
      this.child(),
    );
    return group;
  }
}
