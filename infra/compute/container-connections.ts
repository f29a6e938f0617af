import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";

/** Encryption between services of Service Connect, by certificates of AWS Private CA that ECS makes and rotates. */
export interface ServiceConnectTlsArgs {
  /** ARN of the certificate authority, best of the short-lived mode. */
  certificateAuthorityArn: pulumi.Input<string>;
  /** Role that ECS makes certificates by; `ServiceMesh` makes it. */
  roleArn: pulumi.Input<string>;
  /** KMS key of the private keys. @default AWS's own */
  kmsKeyArn?: pulumi.Input<string>;
}

/**
 * How a service takes part in Service Connect; `ServiceMesh.connect` makes these. ECS adds a proxy to each task, for which
 * the task should have 256 CPU units and 64 MB more.
 */
export interface ServiceConnectArgs {
  /** ARN of the Cloud Map namespace. @default the cluster's */
  namespaceArn?: pulumi.Input<string>;
  /** Name in the namespace that others call the service by. @default none: it only calls others */
  discoveryName?: string;
  /** Host name in other tasks. @default the name and the namespace's: name.namespace */
  dnsName?: string;
  /** Port that others call. @default the container's */
  port?: number;
  /** Seconds that a connection may be idle; 0 is for ever. @default Service Connect's */
  idleTimeoutSeconds?: number;
  /** Seconds that a request may take; 0 is for ever; not for TCP. @default Service Connect's, 15 */
  requestTimeoutSeconds?: number;
  /** Encryption of what others say to this service; needs `discoveryName`. @default none: it is not encrypted */
  tls?: ServiceConnectTlsArgs;
  /** Write a line a request, without its query, to the service's log group. @default false */
  accessLogs?: boolean;
}

/** Entry of each task in a Cloud Map service; `ServiceNamespace.register` makes these. */
export interface ServiceRegistryArgs {
  /** ARN of the Cloud Map service. */
  serviceArn: pulumi.Input<string>;
  /** Register the port too, for SRV records. @default false */
  withPort?: boolean;
}

/** VPC Lattice sends requests to the service's tasks; `ServiceMesh.addService` makes these. */
export interface LatticeTargetArgs {
  /** ARN of a VPC Lattice target group of addresses. */
  targetGroupArn: pulumi.Input<string>;
}

/** A target group that a load balancer of one's own sends requests to. The load balancer's listener has to be there first. */
export interface AttachedTargetGroupArgs {
  /** ARN of the target group, of addresses. */
  targetGroupArn: pulumi.Input<string>;
  /** Security group of the load balancer, which is let in. @default nobody is let in: see `clients` */
  securityGroupId?: pulumi.Input<string>;
}

export function checkServiceConnect(checks: ArgumentChecks, args: ServiceConnectArgs | undefined): void {
  if (!args) return;
  const path = "serviceConnect";
  const server = args.discoveryName !== undefined;
  checks
    .matches(
      `${path}.namespaceArn`,
      args.namespaceArn,
      /^arn:[^:]+:servicediscovery:.+:namespace\//,
      "use the ARN of a Cloud Map namespace, arn:aws:servicediscovery:…:namespace/…",
    )
    .matches(`${path}.discoveryName`, args.discoveryName, /^[a-z0-9-]{1,64}$/, "use lower-case letters, digits and -")
    .matches(`${path}.dnsName`, args.dnsName, /^[a-z0-9.-]{1,127}$/, "use a host name in lower case")
    .integer(`${path}.port`, args.port, 1, 65_535)
    .integer(`${path}.idleTimeoutSeconds`, args.idleTimeoutSeconds, 0, 2_147_483_647, "seconds")
    .integer(`${path}.requestTimeoutSeconds`, args.requestTimeoutSeconds, 0, 2_147_483_647, "seconds");
  const needServer = {
    dnsName: args.dnsName,
    port: args.port,
    idleTimeoutSeconds: args.idleTimeoutSeconds,
    requestTimeoutSeconds: args.requestTimeoutSeconds,
    tls: args.tls,
  };
  for (const [name, value] of Object.entries(needServer)) {
    if (value !== undefined && !server)
      checks.fail(`${path}.${name}`, "given", "give discoveryName with it: nobody calls this service");
  }
  if (args.tls) {
    const { certificateAuthorityArn, kmsKeyArn } = args.tls;
    const authority = /^arn:[^:]+:acm-pca:.+:certificate-authority\//;
    checks
      .matches(
        `${path}.tls.certificateAuthorityArn`,
        certificateAuthorityArn,
        authority,
        "use an ARN of AWS Private CA",
      )
      .arn(`${path}.tls.kmsKeyArn`, kmsKeyArn, "kms", "a KMS key");
  }
}

export function checkConnections(
  checks: ArgumentChecks,
  registry: ServiceRegistryArgs | undefined,
  targetGroups: Record<string, AttachedTargetGroupArgs> = {},
  lattice: LatticeTargetArgs[] = [],
): void {
  checks.matches(
    "registry.serviceArn",
    registry?.serviceArn,
    /^arn:[^:]+:servicediscovery:.+:service\//,
    "use the ARN of a Cloud Map service, arn:aws:servicediscovery:…:service/…",
  );
  for (const [name, target] of Object.entries(targetGroups)) {
    const path = `targetGroups.${name}`;
    checks
      .matches(path, name, /^[a-z][a-z0-9-]*$/, "name it with lower-case letters, digits and hyphens")
      .matches(
        `${path}.targetGroupArn`,
        target.targetGroupArn,
        /^arn:[^:]+:elasticloadbalancing:.+:targetgroup\//,
        "use the ARN of a target group, arn:aws:elasticloadbalancing:…:targetgroup/…",
      )
      .matches(`${path}.securityGroupId`, target.securityGroupId, /^sg-/, "use the id of a security group, sg-…");
  }
  // docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html
  checks.length("targetGroups", Object.keys(targetGroups), 0, 5);
  lattice.forEach((target, index) => {
    checks.matches(
      `lattice[${index}].targetGroupArn`,
      target.targetGroupArn,
      /^arn:[^:]+:vpc-lattice:.+:targetgroup\//,
      "use the ARN of a target group of VPC Lattice, arn:aws:vpc-lattice:…:targetgroup/…",
    );
  });
}
