import { SecurityGroup, VpcEndpoint } from "@pulumi/aws/ec2";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import { type PlatformArgs, PlatformComponent, policyDocument, type Statement } from "../core";
import type { Placement } from "./placement";

/** Services that have gateway endpoints, which are routes and cost nothing. */
const GATEWAYS = ["s3", "dynamodb"];

/** Arguments of {@link AwsServiceEndpoints}. */
export interface AwsServiceEndpointsArgs extends PlatformArgs {
  /** The network, and two or more subnets of different zones. */
  placement: Placement;
  /**
   * Services by the last part of their endpoint's name, such as `logs`, `ecr.api`, `secretsmanager`. `s3` and `dynamodb`
   * become gateway endpoints, the others interface endpoints.
   */
  services: string[];
  /** Route tables that lead to the gateway endpoints; needed where there is one. */
  routeTableIds?: pulumi.Input<string>[];
  /**
   * Accounts whose principals may call through the endpoints, and whose resources the gateway endpoints reach.
   * @default the stack's own account
   */
  accountIds?: pulumi.Input<string>[];
}

/**
 * The endpoints through which a network without internet reaches AWS's services. Endpoint policies let principals of
 * named accounts through only, so that nobody carries data out with credentials of another account.
 */
export class AwsServiceEndpoints extends PlatformComponent {
  /** Endpoints by service. */
  readonly endpoints: Record<string, VpcEndpoint>;
  /** Security group of the interface endpoints: 443 from the network. */
  readonly securityGroupId: pulumi.Output<string> | undefined;

  constructor(name: string, args: AwsServiceEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:AwsServiceEndpoints", name, args, opts);
    const { placement, services } = args;
    const checks = this.checks()
      .length("services", services, 1, 100)
      .length("placement.subnetIds", placement.subnetIds, 2, 6);
    for (const service of services) {
      checks.matches("services", service, /^[a-z0-9.-]+$/, 'use the short name, such as "ecr.api"');
    }
    checks.that("services", services, new Set(services).size === services.length, "name each service once");
    const needsTables = services.some((service) => GATEWAYS.includes(service));
    checks.that(
      "services",
      services,
      !needsTables || args.routeTableIds !== undefined,
      "give routeTableIds: s3 and dynamodb are reached by routes",
    );
    checks.done();

    const accounts = args.accountIds ?? [this.accountId];
    const hasInterface = services.some((service) => !GATEWAYS.includes(service));
    const group = hasInterface ? this.group(name, placement) : undefined;
    this.securityGroupId = group?.id;
    this.endpoints = Object.fromEntries(
      services.map((service) => {
        const child = `${name}-${service.replaceAll(".", "-")}`;
        const shared = {
          vpcId: placement.vpcId,
          serviceName: pulumi.interpolate`com.amazonaws.${this.region}.${service}`,
          tags: this.tags(child),
        };
        const endpoint = GATEWAYS.includes(service)
          ? new VpcEndpoint(
              child,
              {
                ...shared,
                vpcEndpointType: "Gateway",
                routeTableIds: args.routeTableIds,
                policy: policyDocument(...this.gatewayStatements(service, accounts, services)),
              },
              this.child(),
            )
          : new VpcEndpoint(
              child,
              {
                ...shared,
                vpcEndpointType: "Interface",
                subnetIds: placement.subnetIds,
                securityGroupIds: group ? [group.id] : [],
                privateDnsEnabled: true,
                policy: policyDocument(forAccounts(accounts)),
              },
              this.child(),
            );
        return [service, endpoint];
      }),
    );
    this.registerOutputs({});
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

  private gatewayStatements(service: string, accounts: pulumi.Input<string>[], services: string[]): Statement[] {
    const own = forAccounts(accounts);
    const statements: Statement[] = [
      {
        ...own,
        Condition: { StringEquals: { "aws:PrincipalAccount": accounts, "aws:ResourceAccount": accounts } },
      },
    ];
    if (service === "s3" && services.some((one) => one.startsWith("ecr."))) {
      // Image layers lie in a bucket of ECR's own.
      // https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
      statements.push({
        Sid: "ImageLayers",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: pulumi.interpolate`arn:${this.partition}:s3:::prod-${this.region}-starport-layer-bucket/*`,
      });
    }
    return statements;
  }
}

function forAccounts(accounts: pulumi.Input<string>[]): Statement {
  return {
    Sid: "OwnAccounts",
    Effect: "Allow",
    Principal: "*",
    Action: "*",
    Resource: "*",
    Condition: { StringEquals: { "aws:PrincipalAccount": accounts } },
  };
}
