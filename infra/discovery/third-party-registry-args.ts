import type * as pulumi from "@pulumi/pulumi";
import type { ContainerClusterTarget, EgressArgs, IngressArgs } from "../compute";
import type { ArgumentChecks, PlatformArgs } from "../core";
import type { Placement } from "../network";
import { checkPlacement } from "../network/placement";

/** What the servers prove themselves with: texts in PEM, as secrets. */
export interface RegistryTlsArgs {
  /** Secret with the certificate of a private authority that signs for this registry alone: who has one of it is let in. */
  authoritySecretArn: pulumi.Input<string>;
  /** Secret with the servers' certificate: for `server.DATACENTER.consul`, and for the registry's host name. */
  certificateSecretArn: pulumi.Input<string>;
  /** Secret with its private key. */
  keySecretArn: pulumi.Input<string>;
}

/** Arguments of {@link ThirdPartyRegistry}. */
export interface ThirdPartyRegistryArgs extends PlatformArgs {
  /** The cluster that runs the servers, a `ContainerCluster`. */
  cluster: ContainerClusterTarget;
  /** Private or isolated subnets of three zones, or five: one server a zone. */
  placement: Placement;
  /** Image of Consul with a tag, such as a copy of `hashicorp/consul:1.21.5` in an `ImageRepository`. */
  image: pulumi.Input<string>;
  /** Where the servers reach the image, the logs and the secrets, as of a `ContainerService`. */
  egress: Record<string, EgressArgs>;
  /** What the servers prove themselves with: authority, certificate and key, each by the ARN of a secret. */
  tls: RegistryTlsArgs;
  /** Who may ask and register, by name. More can follow with `allowFrom`. @default nobody */
  clients?: Record<string, IngressArgs>;
  /** Name of Consul's datacenter: lower-case letters, digits and hyphens. @default "dc1" */
  datacenter?: string;
  /** Domain of the registry's own name, for a hosted zone of the VPC. @default the component's name and ".internal" */
  domainName?: string;
  /** CPU units of a server. @default 512 */
  cpu?: number;
  /** Memory of a server, in MB. @default 1024 */
  memoryMb?: number;
  /** KMS key of the secrets that are made here, of `tls` and of the servers' data. @default AWS's own */
  kmsKeyArn?: pulumi.Input<string>;
  /** Days that logs are kept: 1, 3, 5, 7, 14, 30, 60, 90, … @default 90 */
  logRetentionDays?: number;
  /** SNS topic that alarms tell. @default nobody is told */
  alarmTopicArn?: pulumi.Input<string>;
}

export function checkRegistry(checks: ArgumentChecks, args: ThirdPartyRegistryArgs): void {
  const zones = args.placement.subnetIds.length;
  checkPlacement(checks, args.placement, 3);
  if (zones !== 3 && zones !== 5) {
    checks.fail(
      "placement.subnetIds",
      `${zones} subnets`,
      "give 3 or 5: an even number survives no more than one less",
    );
  }
  checks
    .matches("datacenter", args.datacenter, /^[a-z0-9-]{1,63}$/, "use lower-case letters, digits and hyphens")
    .matches("domainName", args.domainName, /^([a-z0-9-]+\.)+[a-z0-9-]+$/, 'use a domain, such as "shop.internal"')
    .arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key");
  for (const [name, arn] of Object.entries(args.tls)) {
    checks.matches(
      `tls.${name}`,
      arn,
      /^arn:[^:]+:secretsmanager:/,
      "use the ARN of a secret, never the secret itself",
    );
  }
}
