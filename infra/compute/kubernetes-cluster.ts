import type { LogGroup } from "@pulumi/aws/cloudwatch";
import type { Addon, Cluster } from "@pulumi/aws/eks";
import type { Role } from "@pulumi/aws/iam";
import type { Key } from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import { type Grant, type Grantable, grant, PlatformComponent } from "../core";
import { type AccessInput, Clients } from "../data/client-access";
import { kubernetesVersions, supportOf } from "./facts/kubernetes";
import { createAccess } from "./kubernetes-access";
import { createClusterAlarms } from "./kubernetes-alarms";
import {
  type ClusterAccessArgs,
  type ClusterAccessPolicy,
  type KubernetesClusterArgs,
  PodCompute,
  type PodEnvironmentArgs,
  type PodRoleArgs,
} from "./kubernetes-args";
import { checkAccess, checkCluster, checkNamespaced } from "./kubernetes-checks";
import { type ClusterCompute, createCompute } from "./kubernetes-compute";
import { createControlPlane } from "./kubernetes-control-plane";
import { fargateProfiles } from "./kubernetes-fargate";
import { type ClusterInput, type ClusterMemberInput, isFargateOnly } from "./kubernetes-input";
import {
  checkEnvironment,
  environmentManifest,
  type KubernetesManifest,
  loggingManifests,
  serviceAccountManifest,
  toYaml,
} from "./kubernetes-manifests";
import { createNodeRole } from "./kubernetes-nodes";
import { associate, createIdentityRole, createTokenRole, issuerOf, PodRole } from "./kubernetes-pod-roles";

/** Port of the Kubernetes API. */
const HTTPS = { name: "https", from: 443 };

/** Children of a {@link KubernetesCluster}, for reading and for tests. */
export interface KubernetesClusterNodes extends Omit<ClusterCompute, "agent"> {
  readonly cluster: Cluster;
  /** Undefined where a key was given. */
  readonly key: Key | undefined;
  readonly logGroup: LogGroup;
  /** Logs of pods on Fargate; undefined where none run there. */
  readonly podLogGroup: LogGroup | undefined;
}

/**
 * Kubernetes on EKS: pods on Fargate over zones, on nodes that EKS looks after, or in Auto Mode. The endpoint is private,
 * nobody comes in but by named access entries, secrets and logs are encrypted with a key of the cluster's own, and pods
 * have roles of their own.
 *
 * What lies inside the cluster (the configuration of Fargate's logs, service accounts, environments) it hands out as
 * data, by `manifests` and `manifestYaml`, for `kubectl apply` or for a repository that a controller watches. The
 * namespaces of your services are yours to make.
 *
 * Pods pull images and call AWS through NAT gateways, or, in a network without internet, through endpoints for
 * {@link kubernetesEndpointServices}. Logs of pods on nodes are collected by `containerInsights`.
 */
export class KubernetesCluster extends PlatformComponent {
  /** Name in AWS. */
  readonly clusterName: pulumi.Output<string>;
  /** ARN of the cluster. */
  readonly arn: pulumi.Output<string>;
  /** URL of the Kubernetes API. */
  readonly endpoint: pulumi.Output<string>;
  /** Certificate of the endpoint's authority, in base64, as kubectl's configuration wants it. */
  readonly certificateAuthority: pulumi.Output<string>;
  /** Kubernetes version. */
  readonly version: string;
  /** Issuer of the cluster's tokens, without `https://`. */
  readonly issuer: pulumi.Output<string>;
  /** Security group that clients of the endpoint are admitted to. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Security group that EKS makes for the control plane, the nodes and the pods on Fargate: databases admit it. */
  readonly podSecurityGroupId: pulumi.Output<string>;
  /** Children, for reading and for tests. */
  readonly nodes: KubernetesClusterNodes;
  private readonly input: ClusterMemberInput;
  private readonly agent: Addon | undefined;
  private readonly clients: Clients;
  private readonly entries = new Set<string>();
  private readonly objects = new Map<string, pulumi.Output<KubernetesManifest[]>>();

  /** @throws ArgumentError where an argument is wrong */
  constructor(name: string, args: KubernetesClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("compute:KubernetesCluster", name, args, opts);
    const clusterName = args.clusterName ?? `${pulumi.getStack()}-${name}`;
    const checks = this.checks();
    checkCluster(checks, clusterName, args);
    checks.done();
    this.version = args.version ?? kubernetesVersions.current;
    this.warnOfSupport(args.extendedSupport ?? false);

    const access: AccessInput = { name, tags: (child) => this.tags(child), child: (more) => this.child(more) };
    const input: ClusterInput = {
      ...access,
      clusterName,
      args,
      partition: this.partition,
      region: this.region,
      accountId: this.accountId,
    };
    const nodeRole = isFargateOnly(args) ? undefined : createNodeRole(input, args.autoMode ?? false);
    const onFargate = fargateProfiles(input).size > 0;
    const controlPlane = createControlPlane(input, args.autoMode ? nodeRole : undefined, onFargate);
    const { cluster, podLogGroup } = controlPlane;
    this.input = { ...input, cluster };
    const group = controlPlane.group;
    this.clients = new Clients("cluster", access, group, [HTTPS]);

    const { agent, ...compute } = createCompute(this.input, nodeRole, podLogGroup);
    this.agent = agent;
    createClusterAlarms(input);
    this.clients.admit(args.clients);
    for (const [entry, settings] of Object.entries(args.access ?? {})) this.enter(entry, settings);
    if (podLogGroup) this.objects.set("logging", loggingManifests(this.region, podLogGroup.name));

    this.clusterName = cluster.name;
    this.arn = cluster.arn;
    this.endpoint = cluster.endpoint;
    this.certificateAuthority = cluster.certificateAuthority.apply(({ data }) => data ?? "");
    this.issuer = issuerOf(cluster);
    this.securityGroupId = group.id;
    // Before there is a cluster, the block is what the program gave, without the group: the ARN makes it unknown until then.
    this.podSecurityGroupId = pulumi
      .all([cluster.vpcConfig, cluster.arn])
      .apply(([{ clusterSecurityGroupId }]) => clusterSecurityGroupId);
    this.nodes = {
      cluster,
      key: controlPlane.key,
      logGroup: controlPlane.logGroup,
      podLogGroup,
      ...compute,
    };
    this.registerOutputs({
      clusterName: this.clusterName,
      arn: this.arn,
      endpoint: this.endpoint,
      certificateAuthority: this.certificateAuthority,
      version: this.version,
      issuer: this.issuer,
      securityGroupId: this.securityGroupId,
      podSecurityGroupId: this.podSecurityGroupId,
    });
  }

  /**
   * Lets whatever is in a security group open connections to the Kubernetes API.
   * @param clientName names the rule; one of a kind for the cluster.
   * @throws ArgumentError where the cluster has a client of that name.
   */
  allowFrom(clientName: string, securityGroupId: pulumi.Input<string>): void {
    this.clients.allowFrom(this.checks(), clientName, securityGroupId);
  }

  /**
   * Lets `to` use the Kubernetes API, as far as `policy` goes, and find the cluster's endpoint.
   * @param granteeName names the grant: lower-case letters, digits and hyphens, one of a kind for the cluster.
   * @param namespaces where it may do so. @default the whole cluster
   * @throws ArgumentError where the cluster has an access entry of that name.
   */
  grantAccess(to: Grantable, granteeName: string, policy: ClusterAccessPolicy, namespaces?: string[]): Grant {
    const access: ClusterAccessArgs = { roleArn: to.role.arn, policy, namespaces };
    const checks = this.checks();
    checkAccess(checks, "granteeName", granteeName, access);
    if (this.entries.has(granteeName)) {
      checks.fail("granteeName", granteeName, "the cluster has an access entry of that name");
    }
    checks.done();
    this.enter(granteeName, access);
    return grant(this, this.input.name, "describe", to, granteeName, ["eks:DescribeCluster"], [this.arn]);
  }

  /**
   * Makes a role that just the pods of one service account have: a `Grantable`, which grants of the platform take. On
   * nodes they get it by EKS Pod Identity, on Fargate, which that does not reach, by the cluster's tokens. The service
   * account is in `manifests`.
   * @param name names the role: lower-case letters, digits and hyphens, one of a kind for the cluster.
   * @throws ArgumentError where an argument is wrong, or the cluster has nothing for the pods to run on.
   */
  podRole(name: string, { namespace, serviceAccount, compute }: PodRoleArgs): PodRole {
    const { nodes, input } = this;
    const fargateOnly = isFargateOnly(input.args);
    const where = compute ?? (fargateOnly ? PodCompute.Fargate : PodCompute.Nodes);
    const checks = this.checks();
    checkNamespaced(checks, name, namespace);
    checks
      .matches(
        "serviceAccount",
        serviceAccount,
        /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/,
        "use a service account's name",
      )
      .oneOf("compute", compute, Object.values(PodCompute));
    if (compute === PodCompute.Nodes && fargateOnly) checks.fail("compute", compute, "the cluster has no nodes");
    if (compute === PodCompute.Fargate && !nodes.issuer) {
      checks.fail("compute", compute, "the cluster has no Fargate profile");
    }
    this.claim(checks, `account ${namespace}/${serviceAccount}`, "serviceAccount", serviceAccount);
    checks.done();
    const roleName = `${input.name}-pods-${name}`;
    const account = { namespace, serviceAccount };
    const byToken = where === PodCompute.Fargate ? nodes.issuer : undefined;
    const role: Role = byToken
      ? createTokenRole(input, byToken, roleName, account)
      : createIdentityRole(input, roleName, account);
    const pods = new PodRole(role, namespace, serviceAccount, where);
    if (!byToken) associate(input, `${roleName}-identity`, pods, this.agent);
    const manifest = serviceAccountManifest(namespace, serviceAccount, byToken ? role.arn : undefined);
    this.objects.set(
      `account ${namespace}/${serviceAccount}`,
      manifest.apply((one) => [one]),
    );
    return pods;
  }

  /**
   * Adds the variables of a service to `manifests`, as a ConfigMap that its pods take by `envFrom`.
   * @param name name of the ConfigMap.
   * @throws ArgumentError where a variable has no proper name, or looks like a secret.
   */
  environment(name: string, args: PodEnvironmentArgs): void {
    const checks = this.checks();
    checkNamespaced(checks, name, args.namespace);
    checkEnvironment(checks, args);
    this.claim(checks, `environment ${args.namespace}/${name}`, "name", name);
    checks.done();
    const manifest = environmentManifest(this.label, name, args, () => this.checks());
    this.objects.set(
      `environment ${args.namespace}/${name}`,
      manifest.apply((one) => [one]),
    );
  }

  /** What belongs into the cluster, as far as the program has come: logging, service accounts, environments. */
  manifests(): pulumi.Output<KubernetesManifest[]> {
    return pulumi.all([...this.objects.values()]).apply((lists) => lists.flat());
  }

  /** `manifests` as one YAML text. */
  manifestYaml(): pulumi.Output<string> {
    return this.manifests().apply(toYaml);
  }

  private claim(checks: ReturnType<KubernetesCluster["checks"]>, key: string, argument: string, value: string): void {
    if (this.objects.has(key)) checks.fail(argument, value, "the cluster has one of that name in that namespace");
  }

  private enter(name: string, access: ClusterAccessArgs): void {
    this.entries.add(name);
    createAccess(this.input, name, access);
  }

  /** A program that was right when it was written goes on working: EKS acts on the day, and says so here before. */
  private warnOfSupport(extended: boolean): void {
    const day = new Date().toISOString().slice(0, 10);
    const support = supportOf(this.version, day);
    if (support === "standard" || (support === "extended" && extended)) return;
    const next = extended ? "EKS moves the cluster on by itself" : "EKS moves the cluster to the next one by itself";
    pulumi.log.warn(`${this.label}: Kubernetes ${this.version} is out of support; ${next}. Raise version.`, this);
  }
}
