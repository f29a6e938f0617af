import type * as pulumi from "@pulumi/pulumi";
import type { IngressArgs } from "../compute";
import { type ArgumentChecks, LOG_RETENTION_DAYS, type PlatformArgs } from "../core";

/** What carries requests between services. */
export const MeshMode = {
  /** ECS Service Connect: a proxy in each task, for services of ECS in networks that reach each other. */
  ServiceConnect: "serviceConnect",
  /** VPC Lattice: no proxy, across networks and accounts, for tasks, functions and load balancers; IAM decides. */
  Lattice: "lattice",
} as const;
export type MeshMode = (typeof MeshMode)[keyof typeof MeshMode];

/** A network whose services call others through VPC Lattice. */
export interface MeshNetworkArgs {
  /** Id of the VPC. */
  vpcId: pulumi.Input<string>;
  /** Who in it may call, by name. @default nobody: more can follow with `allowFrom` */
  clients?: Record<string, IngressArgs>;
}

/** Arguments of {@link ServiceMesh}. */
export interface ServiceMeshArgs extends PlatformArgs {
  /** What carries requests: ECS Service Connect, or VPC Lattice ("lattice"). @default "serviceConnect" */
  mode?: MeshMode;

  /** Service Connect: ARN of the Cloud Map namespace, such as a `ServiceNamespace`'s. @default an HTTP namespace is made */
  namespaceArn?: pulumi.Input<string>;
  /**
   * Service Connect: ARN of the AWS Private CA whose certificates encrypt what services say to each other, best of the
   * short-lived mode. The authority has a price by the month. @default what services say is not encrypted
   */
  certificateAuthorityArn?: pulumi.Input<string>;
  /** Keep no record of requests. @default false */
  withoutAccessLogs?: boolean;

  /** VPC Lattice: networks that call, by name. @default none */
  networks?: Record<string, MeshNetworkArgs>;
  /** VPC Lattice: organisation, `o-…`, whose principals may call, where services let them. @default the own account alone */
  organizationId?: pulumi.Input<string>;
  /** VPC Lattice: bucket or delivery stream that gets the record of requests too, by ARN. @default a log group alone */
  accessLogDestinationArns?: pulumi.Input<string>[];
  /** VPC Lattice: days that the record is kept: 1, 3, 5, 7, 14, 30, 60, 90, … @default 90 */
  logRetentionDays?: number;
  /** VPC Lattice: KMS key of the record; its policy has to let CloudWatch Logs use it. @default CloudWatch's own key */
  logKmsKeyArn?: pulumi.Input<string>;
}

/** How a service takes part in Service Connect; the mesh says the rest. */
export interface MeshConnectionArgs {
  /** Name that others call the service by. @default none: it only calls others */
  discoveryName?: string;
  /** Host name in other tasks. @default the name and the namespace's: name.namespace */
  dnsName?: string;
  /** Port that others call. @default the container's */
  port?: number;
  /** Seconds that a connection may be idle; 0 is for ever. @default Service Connect's */
  idleTimeoutSeconds?: number;
  /** Seconds that a request may take; 0 is for ever; not for TCP. @default Service Connect's, 15 */
  requestTimeoutSeconds?: number;
}

export function checkMesh(checks: ArgumentChecks, args: ServiceMeshArgs): void {
  const lattice = args.mode === MeshMode.Lattice;
  const { namespaceArn, certificateAuthorityArn } = args;
  const { networks, organizationId, accessLogDestinationArns, logRetentionDays, logKmsKeyArn } = args;
  const only = (wanted: boolean, options: Record<string, unknown>, mode: MeshMode) => {
    for (const [name, value] of Object.entries(options)) {
      if (value !== undefined && !wanted) checks.fail(name, "given", `leave it out: it belongs to the mode "${mode}"`);
    }
  };
  only(!lattice, { namespaceArn, certificateAuthorityArn }, MeshMode.ServiceConnect);
  const ofLattice = { networks, organizationId, accessLogDestinationArns, logRetentionDays, logKmsKeyArn };
  only(lattice, ofLattice, MeshMode.Lattice);
  checks
    .oneOf("mode", args.mode, Object.values(MeshMode))
    .matches(
      "namespaceArn",
      namespaceArn,
      /^arn:[^:]+:servicediscovery:.+:namespace\//,
      "use the ARN of a Cloud Map namespace, arn:aws:servicediscovery:…:namespace/…",
    )
    .matches(
      "certificateAuthorityArn",
      certificateAuthorityArn,
      /^arn:[^:]+:acm-pca:.+:certificate-authority\//,
      "use the ARN of an authority of AWS Private CA, arn:aws:acm-pca:…",
    )
    .matches("organizationId", organizationId, /^o-[a-z0-9]{10,32}$/, 'use the id of an organisation, "o-…"')
    .arn("logKmsKeyArn", logKmsKeyArn, "kms", "a KMS key")
    .oneOf("logRetentionDays", logRetentionDays, LOG_RETENTION_DAYS);
  for (const arn of accessLogDestinationArns ?? []) {
    const expected = "use the ARN of a bucket or of a delivery stream; the log group is there already";
    checks.matches("accessLogDestinationArns", arn, /^arn:[^:]+:(s3:::|firehose:.+:deliverystream\/)./, expected);
  }
  for (const [name, network] of Object.entries(networks ?? {})) {
    checks
      .matches(`networks.${name}`, name, /^[a-z][a-z0-9-]*$/, "name it with lower-case letters, digits and hyphens")
      .required(`networks.${name}.vpcId`, network.vpcId, "give the id of a VPC")
      .matches(`networks.${name}.vpcId`, network.vpcId, /^vpc-/, "use the id of a VPC, vpc-…");
  }
}
