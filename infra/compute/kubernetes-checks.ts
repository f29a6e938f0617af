import { type ArgumentChecks, LOG_RETENTION_DAYS, parseCidr } from "../core";
import { checkClient } from "../data/client-access";
import { checkPlacement } from "../network/placement";
import { kubernetesVersions, supportOf, versionsInStandardSupport } from "./facts/kubernetes";
import {
  type ClusterAccessArgs,
  ClusterAccessPolicy,
  DnsPolicy,
  type FargateProfileArgs,
  type KubernetesClusterArgs,
  type KubernetesNodeGroupArgs,
  NodeImage,
} from "./kubernetes-args";
import { isArm } from "./kubernetes-nodes";

/** A name of Kubernetes: kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** A label with the wildcards that EKS takes. */
const LABEL_PATTERN = /^[-a-z0-9*?]{1,63}$/;

const PART = /^[a-z][a-z0-9-]*$/;

/** Add-ons that have an argument of their own, or that the cluster makes by itself. */
const OWN_ADDONS = [
  "vpc-cni",
  "kube-proxy",
  "coredns",
  "eks-pod-identity-agent",
  "external-dns",
  "amazon-cloudwatch-observability",
];

export function checkCluster(checks: ArgumentChecks, clusterName: string, args: KubernetesClusterArgs): void {
  checks.matches(
    "clusterName",
    clusterName,
    // docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
    /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/,
    "use letters, digits, hyphens and underscores, at most 100",
  );
  checkPlacement(checks, args.placement, args.minimumZones);
  checkVersion(checks, args);
  checkEndpoint(checks, args);
  checkCompute(checks, args);
  checkAddons(checks, args);
  for (const [name, access] of Object.entries(args.access ?? {})) checkAccess(checks, `access.${name}`, name, access);
  checks
    .oneOf("logRetentionDays", args.logRetentionDays, LOG_RETENTION_DAYS)
    .arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key")
    .arn("logKmsKeyArn", args.logKmsKeyArn, "kms", "a KMS key")
    .arn("alarmTopicArn", args.alarmTopicArn, "sns", "an SNS topic");
}

/** A version whose support ended after the facts were written is EKS's to move on: that is a warning, no refusal. */
function checkVersion(checks: ArgumentChecks, { version, extendedSupport }: KubernetesClusterArgs): void {
  if (version === undefined) return;
  const { asOf } = kubernetesVersions;
  const support = supportOf(version, asOf);
  if (support === "standard" || (support === "extended" && extendedSupport)) return;
  const known = versionsInStandardSupport(asOf).join(", ");
  const more = support === "extended" ? ", or extendedSupport, which costs more" : "";
  checks.fail("version", version, `use one that is in standard support on ${asOf}: ${known}${more}`);
}

function checkEndpoint(checks: ArgumentChecks, args: KubernetesClusterArgs): void {
  // docs.aws.amazon.com/eks/latest/userguide/service-quotas.html: 40 ranges a cluster.
  checks.length("publicAccessCidrs", args.publicAccessCidrs, 1, 40);
  args.publicAccessCidrs?.forEach((cidr, index) => {
    checks.cidr(`publicAccessCidrs[${index}]`, cidr, 8, 32);
  });
  for (const [client, settings] of Object.entries(args.clients ?? {})) checkClient(checks, client, settings);
  checks.cidr("serviceCidr", args.serviceCidr, 12, 24);
  const block = args.serviceCidr === undefined ? undefined : parseCidr(args.serviceCidr);
  if (!block) return;
  const inside = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].some((cidr) => overlaps(args.serviceCidr, cidr));
  checks.that("serviceCidr", args.serviceCidr, inside, "use a block of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16");
  const vpc = args.placement.cidrBlock;
  const apart = typeof vpc !== "string" || !overlaps(args.serviceCidr, vpc);
  checks.that("serviceCidr", args.serviceCidr, apart, `use a block that has no address of the VPC's, ${vpc}`);
}

function overlaps(one: string | undefined, other: string): boolean {
  const [first, second] = [parseCidr(one ?? ""), parseCidr(other)];
  if (!first || !second) return false;
  const size = 2 ** (32 - Math.min(first.prefix, second.prefix));
  return Math.floor(first.address / size) === Math.floor(second.address / size);
}

function checkCompute(checks: ArgumentChecks, args: KubernetesClusterArgs): void {
  if (args.autoMode) {
    // docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html, "Considerations for Amazon EKS Auto Mode"
    const why = "Auto Mode makes the nodes, and has no DNS and no network for others; drop it, or autoMode";
    if (args.nodeGroup) checks.fail("nodeGroup", args.nodeGroup, why);
    if (args.fargateProfiles) checks.fail("fargateProfiles", Object.keys(args.fargateProfiles), why);
  }
  const profiles = Object.entries(args.fargateProfiles ?? {});
  const fargateOnly = !args.autoMode && !args.nodeGroup;
  if (args.fargateProfiles && profiles.length === 0) {
    checks.fail("fargateProfiles", {}, "give at least one, or leave it out");
  }
  for (const [name, profile] of profiles) checkProfile(checks, name, profile, fargateOnly);
  if (args.nodeGroup) checkNodes(checks, args.nodeGroup, args.minimumZones ?? 2);
}

function checkProfile(checks: ArgumentChecks, name: string, profile: FargateProfileArgs, fargateOnly: boolean): void {
  const path = `fargateProfiles.${name}`;
  checks.matches(path, name, PART, "name it with lower-case letters, digits and hyphens");
  if (fargateOnly && name === "system") checks.fail(path, name, "the cluster makes a profile of that name itself");
  // docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html
  checks.length(`${path}.selectors`, profile.selectors, 1, 5);
  profile.selectors.forEach(({ namespace }, index) => {
    const expected = 'use a namespace, such as "shop", or a pattern of it, such as "shop-*"';
    checks.matches(`${path}.selectors[${index}].namespace`, namespace, LABEL_PATTERN, expected);
  });
}

function checkNodes(checks: ArgumentChecks, nodes: KubernetesNodeGroupArgs, zones: number): void {
  checks
    .oneOf("nodeGroup.image", nodes.image, Object.values(NodeImage))
    .length("nodeGroup.instanceTypes", nodes.instanceTypes, 1, 20)
    .integer("nodeGroup.minimumNodes", nodes.minimumNodes, zones, 450, `so that there is one in ${zones} zones`)
    .integer("nodeGroup.maximumNodes", nodes.maximumNodes, nodes.minimumNodes ?? zones, 450)
    .integer("nodeGroup.volumeGb", nodes.volumeGb, 20, 16_384, "GB");
  const arm = isArm(nodes);
  nodes.instanceTypes?.forEach((type, index) => {
    const path = `nodeGroup.instanceTypes[${index}]`;
    checks.matches(path, type, /^[a-z0-9-]+\.[a-z0-9-]+$/, 'use an instance type, such as "m7g.large"');
    // docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html: g after the generation is Graviton; a1 is too.
    const graviton = /^([a-z]+\d+g[a-z]*|a1)\./.test(type);
    checks.that(path, type, graviton === arm, `use types of the image's architecture, which is ${arm ? "Arm" : "x86"}`);
  });
}

function checkAddons(checks: ArgumentChecks, args: KubernetesClusterArgs): void {
  for (const [name, addon] of Object.entries(args.addons ?? {})) {
    checks.matches(`addons.${name}`, name, PART, 'use the name that EKS gives it, such as "metrics-server"');
    if (OWN_ADDONS.includes(name)) {
      checks.fail(`addons.${name}`, name, "the cluster has it by itself or by an argument of its own; drop it");
    }
    checks.matches(`addons.${name}.version`, addon.version, /^v\d/, 'use a version, such as "v0.8.0-eksbuild.2"');
  }
  if (args.containerInsights && !args.autoMode && !args.nodeGroup) {
    const expected =
      "CloudWatch's agent runs on nodes, one each, which Fargate has none of; give nodeGroup or autoMode";
    checks.fail("containerInsights", true, expected);
  }
  const dns = args.externalDns;
  if (!dns) return;
  checks
    .length("externalDns.hostedZoneIds", dns.hostedZoneIds, 1, Number.POSITIVE_INFINITY)
    .length("externalDns.domains", dns.domains, 1, Number.POSITIVE_INFINITY)
    .oneOf("externalDns.policy", dns.policy, Object.values(DnsPolicy));
  dns.hostedZoneIds.forEach((id, index) => {
    const expected = "use the id of a hosted zone, Z…, not its ARN";
    checks.matches(`externalDns.hostedZoneIds[${index}]`, id, /^[A-Z0-9]{1,32}$/, expected);
  });
}

export function checkAccess(checks: ArgumentChecks, path: string, name: string, access: ClusterAccessArgs): void {
  checks
    .matches(path, name, PART, "name it with lower-case letters, digits and hyphens")
    .required(`${path}.roleArn`, access.roleArn, "use the ARN of an IAM role, arn:aws:iam::…:role/…")
    .matches(
      `${path}.roleArn`,
      access.roleArn,
      /^arn:[^:]+:iam::\d{12}:role\/./,
      "use the ARN of an IAM role, arn:aws:iam::…:role/…: people and programs come in by roles, users have keys that stay",
    )
    .oneOf(`${path}.policy`, access.policy, Object.values(ClusterAccessPolicy))
    .length(`${path}.namespaces`, access.namespaces, 1, Number.POSITIVE_INFINITY);
}

/** Checks the names of pods' things. */
export function checkNamespaced(checks: ArgumentChecks, name: string, namespace: string): void {
  checks
    .matches("name", name, PART, "name it with lower-case letters, digits and hyphens")
    .matches("namespace", namespace, LABEL, "use a namespace: lower-case letters, digits and hyphens, at most 63");
}
