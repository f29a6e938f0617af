import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks, PlatformArgs } from "../core";
import { checkPlacement, type IsolatedNetwork } from "./placement";

/** What the service's tasks are to the load balancer. Values from the provider's `TargetGroup.targetType`. */
export const TargetType = { Ip: "ip", Alb: "alb", Instance: "instance" } as const;
export type TargetType = (typeof TargetType)[keyof typeof TargetType];

/** Where a load balancer writes down the TLS connections that it ends. */
export interface AccessLogArgs {
  /** S3 bucket of the same region, whose policy lets `delivery.logs.amazonaws.com` write. */
  bucket: pulumi.Input<string>;
  /** Folder of the bucket that the files go to. @default the bucket's root */
  prefix?: string;
}

/** Arguments of {@link PrivateService}. */
export interface PrivateServiceArgs extends PlatformArgs {
  /** The `IsolatedVpc` that the service runs in. */
  vpc: IsolatedNetwork;
  /** Refuse a VPC with fewer zones than this, 2 to 6. @default 2 */
  minimumZones?: number;
  /** Port that consumers call, 1 to 65535. */
  port: number;
  /** Port that the service's tasks listen on. @default the same */
  targetPort?: number;
  /** IAM principals, as ARNs, that may ask for a connection. Never "*". */
  allowedPrincipals: pulumi.Input<string>[];
  /** Certificate of ACM: the load balancer then ends TLS. @default TCP is passed through, and the service ends TLS */
  certificateArn?: pulumi.Input<string>;
  /** With a certificate: call the tasks without TLS. @default false: their certificate may be self-signed */
  plainTextToTargets?: boolean;
  /** How targets are registered: by address, as instances, or an application load balancer. @default "ip" */
  targetType?: TargetType;
  /** Path of an HTTPS health check. @default a TCP connection; needed where the target is a load balancer, "alb" */
  healthCheckPath?: string;
  /** Record of TLS connections; only with a certificate, without which AWS writes none. @default none */
  accessLogs?: AccessLogArgs;
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

const PRINCIPAL = /^arn:aws[a-z-]*:iam::\d{12}:(root|(role|user)\/[^*?]+)$/;
const NAMED = 'name accounts, roles or users by ARN, such as "arn:aws:iam::123456789012:root", without a wildcard';
export const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
export const DNS_NAME = /^([a-z0-9-]+\.)+[a-z0-9-]+$/;

export function checkPrincipal(checks: ArgumentChecks, argument: string, principal: pulumi.Input<string>): void {
  checks.matches(argument, principal, PRINCIPAL, NAMED);
}

/** Refuses what AWS would refuse later, and what would open the service to everybody. */
export function checkPrivateService(checks: ArgumentChecks, args: PrivateServiceArgs): void {
  const alb = args.targetType === TargetType.Alb;
  const tls = args.certificateArn !== undefined;
  checkPlacement(checks, args.vpc, args.minimumZones, "vpc.subnetIds")
    .that("vpc.isolated", args.vpc.isolated, args.vpc.isolated, "use an IsolatedVpc: PrivateLink is the one way in")
    .integer("port", args.port, 1, 65535)
    .integer("targetPort", args.targetPort, 1, 65535)
    .oneOf("targetType", args.targetType, Object.values(TargetType))
    .that("targetType", args.targetType, !alb || !tls, "leave certificateArn out: that load balancer ends TLS itself")
    .that("targetType", args.targetType, !alb || args.healthCheckPath !== undefined, "give healthCheckPath with it")
    .matches("healthCheckPath", args.healthCheckPath, /^\//, 'use a path, such as "/health"')
    .that("plainTextToTargets", args.plainTextToTargets, tls || !args.plainTextToTargets, "give certificateArn with it")
    .that("accessLogs", args.accessLogs, tls, "give certificateArn with it: AWS records connections only that it ends")
    .matches("certificateArn", args.certificateArn, /^arn:aws[a-z-]*:acm:/, "use the ARN of a certificate of ACM")
    .matches("privateDnsName", args.privateDnsName, DNS_NAME, 'use a name, such as "payments.example.com"')
    .matches("notificationTopicArn", args.notificationTopicArn, /^arn:aws[a-z-]*:sns:/, "use the ARN of an SNS topic")
    .length("allowedPrincipals", args.allowedPrincipals, 1, 100);
  for (const region of args.consumerRegions ?? []) {
    checks.matches("consumerRegions", region, REGION, 'use regions, such as "eu-west-1"');
  }
  for (const principal of args.allowedPrincipals) checkPrincipal(checks, "allowedPrincipals", principal);
  const literal = args.allowedPrincipals.filter((principal) => typeof principal === "string");
  checks.that("allowedPrincipals", literal, new Set(literal).size === literal.length, "name each principal once");
}
