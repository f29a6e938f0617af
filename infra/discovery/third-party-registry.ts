import { SecurityGroup } from "@pulumi/aws/ec2";
import { AccessPoint, BackupPolicy, FileSystem, FileSystemPolicy, MountTarget } from "@pulumi/aws/efs";
import { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import type { FileSystemMountArgs, IngressArgs } from "../compute";
import { ContainerProtocol } from "../compute/container-args";
import { admit, checkIngress } from "../compute/container-ingress";
import { ContainerService } from "../compute/container-service";
import { type Grant, type Grantable, grant, PlatformComponent, policyDocument } from "../core";
import { createGeneratedSecret } from "../data/generated-secret";
import { namesByValue } from "../network/rule-names";
import { aclToken, CONSUL_DATA, CONSUL_START, ConsulPort, consulConfiguration, gossipKey } from "./consul";
import { ServiceNamespace } from "./service-namespace";
import { checkRegistry, type ThirdPartyRegistryArgs } from "./third-party-registry-args";

/** Port of EFS. */
const NFS = 2049;

/**
 * A service registry of one's own: Consul's servers on Fargate, one a zone, for teams that bring Consul along. What servers
 * say is encrypted, by a gossip key and by TLS in both directions; whoever asks needs a token; nothing outside of the
 * network reaches them. Services on ECS join by dataplanes, with no agent of their own. For all else `ServiceNamespace` and
 * `ServiceMesh` are less to run.
 *
 * The servers' data is on EFS. Without it a server that is started again would be a new one to the others: once most of
 * them were gone at the same time, those that come would wait for those that went, for ever. On EFS they come back as who
 * they were, with tokens, policies and keys. HashiCorp asks for it as well:
 * developer.hashicorp.com/consul/docs/deploy/server/ecs/fargate
 */
export class ThirdPartyRegistry extends PlatformComponent {
  /** Host name of the servers. */
  readonly hostName: string;
  /** Address of the API, by HTTPS. */
  readonly apiUrl: string;
  /** Secret with the token that may do everything; it makes the others. */
  readonly managementTokenArn: pulumi.Output<string>;
  /** Secret with the gossip key, for agents elsewhere that join. */
  readonly gossipKeyArn: pulumi.Output<string>;
  /** Security group of the servers. */
  readonly securityGroupId: pulumi.Output<string>;
  /** The servers. */
  readonly servers: ContainerService;
  private readonly logicalName: string;
  private readonly args: ThirdPartyRegistryArgs;
  private readonly clients = new Set<string>();

  /** @throws ArgumentError where an argument is wrong, such as an even number of zones. */
  constructor(name: string, args: ThirdPartyRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("discovery:ThirdPartyRegistry", name, args, opts);
    this.logicalName = name;
    this.args = args;
    const checks = this.checks();
    checkRegistry(checks, args);
    for (const [client, who] of Object.entries(args.clients ?? {})) checkIngress(checks, "clients", client, who);
    checks.done();

    const count = args.placement.subnetIds.length;
    const domain = args.domainName ?? `${name}.internal`;
    const names = new ServiceNamespace(
      `${name}-names`,
      { namespaceName: domain, vpcId: args.placement.vpcId },
      { parent: this },
    );
    this.hostName = `consul.${domain}`;
    this.apiUrl = `https://${this.hostName}:${ConsulPort.Api}`;
    const gossip = this.createSecret("gossip-key", "Key of the gossip of", gossipKey);
    const token = this.createSecret("management-token", "Token that may do everything in", aclToken);
    this.gossipKeyArn = gossip;
    this.managementTokenArn = token;
    const files = this.createFiles();
    this.servers = new ContainerService(
      `${name}-server`,
      {
        cluster: args.cluster,
        placement: args.placement,
        minimumZones: count,
        desiredCount: count,
        image: args.image,
        egress: args.egress,
        port: ConsulPort.Api,
        protocol: ContainerProtocol.Tcp,
        cpu: args.cpu ?? 512,
        memoryMb: args.memoryMb ?? 1024,
        entryPoint: ["/bin/sh", "-c"],
        command: [CONSUL_START],
        environment: { CONSUL_CONFIGURATION: consulConfiguration(count, args.datacenter ?? "dc1", this.hostName) },
        secrets: {
          GOSSIP_KEY: gossip,
          MANAGEMENT_TOKEN: token,
          TLS_AUTHORITY: args.tls.authoritySecretArn,
          TLS_CERTIFICATE: args.tls.certificateSecretArn,
          TLS_KEY: args.tls.keySecretArn,
        },
        kmsKeyArns: args.kmsKeyArn === undefined ? undefined : [args.kmsKeyArn],
        fileSystems: { data: files.mount },
        stopTimeoutSeconds: 120,
        // One server after the other, and no second one in a zone: most of them always go on.
        deployment: { maximumPercent: 100, minimumHealthyPercent: count === 3 ? 66 : 80 },
        registry: names.register("consul").registry,
        logRetentionDays: args.logRetentionDays,
        alarmTopicArn: args.alarmTopicArn,
      },
      { parent: this },
    );
    this.securityGroupId = this.servers.securityGroupId;
    this.servers.allowTo("files", { securityGroupId: files.group.id, port: NFS });
    this.admitTo(files.group.id, "files", NFS);
    this.letServersTalk();
    for (const [client, who] of Object.entries(args.clients ?? {})) this.admitClient(client, who);
    this.registerOutputs({
      hostName: this.hostName,
      apiUrl: this.apiUrl,
      managementTokenArn: this.managementTokenArn,
      securityGroupId: this.securityGroupId,
    });
  }

  /**
   * Lets a client reach the API and, for dataplanes, gRPC. It has to be let out on 8501 and 8503, and needs a token.
   * @param clientName names the rules; one of a kind for the registry.
   * @throws ArgumentError where the registry has a client of that name.
   */
  allowFrom(clientName: string, client: IngressArgs): void {
    const checks = this.checks();
    checkIngress(checks, "clients", clientName, client);
    if (this.clients.has(clientName)) checks.fail("clientName", clientName, "the registry has a client of that name");
    checks.done();
    this.admitClient(clientName, client);
  }

  /**
   * Lets `to` read the token that may do everything, to make policies and tokens with.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the registry.
   */
  grantAdminister(to: Grantable, granteeName: string): Grant {
    const { kmsKeyArn } = this.args;
    const viaService = this.region.apply((region) => `secretsmanager.${region}.amazonaws.com`);
    const key =
      kmsKeyArn === undefined ? undefined : { keyArn: kmsKeyArn, actions: ["kms:Decrypt" as const], viaService };
    const action = ["secretsmanager:GetSecretValue"];
    return grant(this, this.logicalName, "administer", to, granteeName, action, [this.managementTokenArn], key);
  }

  private createSecret(what: string, description: string, format: (hex: string) => string): pulumi.Output<string> {
    const name = `${this.logicalName}-${what}`;
    return createGeneratedSecret(
      {
        name,
        description: `${description} the registry ${this.logicalName}.`,
        generation: 1,
        kmsKeyArn: this.args.kmsKeyArn,
        tags: this.tags(name),
        options: this.child(),
      },
      format,
    ).arn;
  }

  /** One directory for all servers, in which each zone has its own. */
  private createFiles(): { group: SecurityGroup; mount: FileSystemMountArgs } {
    const { placement, kmsKeyArn } = this.args;
    const name = `${this.logicalName}-files`;
    const group = new SecurityGroup(
      name,
      { vpcId: placement.vpcId, description: `Data of ${this.logicalName}.`, egress: [], tags: this.tags(name) },
      this.child(),
    );
    const fileSystem = new FileSystem(
      name,
      { encrypted: true, kmsKeyId: kmsKeyArn, throughputMode: "elastic", tags: this.tags(name) },
      this.child(),
    );
    new BackupPolicy(name, { fileSystemId: fileSystem.id, backupPolicy: { status: "ENABLED" } }, this.child());
    // Where there is a policy, whoever is let in by no role and by no statement stays out.
    const policy = new FileSystemPolicy(
      name,
      { fileSystemId: fileSystem.id, policy: refusePlainClients(fileSystem.arn) },
      this.child(),
    );
    const targets = namesByValue(name, placement.subnetIds).map(
      ([child, subnetId]) =>
        new MountTarget(child, { fileSystemId: fileSystem.id, subnetId, securityGroups: [group.id] }, this.child()),
    );
    const point = new AccessPoint(
      name,
      {
        fileSystemId: fileSystem.id,
        posixUser: { uid: 1000, gid: 1000 },
        rootDirectory: { path: "/consul", creationInfo: { ownerUid: 1000, ownerGid: 1000, permissions: "0700" } },
        tags: this.tags(name),
      },
      this.child(),
    );
    const mount = {
      path: CONSUL_DATA,
      // Known as soon as the file system is, and yet no task is started before it can be reached, by roles alone.
      fileSystemId: pulumi
        .all([fileSystem.id, pulumi.all([...targets, policy].map((one) => one.id))])
        .apply(([id]) => id),
      fileSystemArn: fileSystem.arn,
      accessPointId: point.id,
      accessPointArn: point.arn,
    };
    return { group, mount };
  }

  /** Servers reach each other, by TCP for all and by UDP for gossip. */
  private letServersTalk(): void {
    const id = this.securityGroupId;
    const ways = [
      ["rpc", "tcp", ConsulPort.Rpc],
      ["gossip", "tcp", ConsulPort.Gossip],
      ["gossip-udp", "udp", ConsulPort.Gossip],
    ] as const;
    for (const [way, ipProtocol, port] of ways) {
      const name = `${this.logicalName}-${way}`;
      const rule = {
        securityGroupId: id,
        referencedSecurityGroupId: id,
        description: `Between servers: ${way}.`,
        ipProtocol,
        fromPort: port,
        toPort: port,
      };
      new SecurityGroupIngressRule(`${name}-in`, { ...rule, tags: this.tags(`${name}-in`) }, this.child());
      new SecurityGroupEgressRule(`${name}-out`, { ...rule, tags: this.tags(`${name}-out`) }, this.child());
    }
  }

  private admitClient(client: string, who: IngressArgs): void {
    this.clients.add(client);
    for (const [what, port] of Object.entries({ api: ConsulPort.Api, grpc: ConsulPort.Grpc })) {
      admit({ ...this.rule(this.securityGroupId, port), name: `${this.logicalName}-${what}` }, client, who);
    }
  }

  private admitTo(groupId: pulumi.Input<string>, name: string, port: number): void {
    const input = { ...this.rule(groupId, port), name: `${this.logicalName}-${name}` };
    admit(input, "servers", { securityGroupId: this.securityGroupId });
  }

  private rule(securityGroupId: pulumi.Input<string>, port: number) {
    return {
      securityGroupId,
      port,
      tags: (child: string) => this.tags(child),
      child: (more?: pulumi.CustomResourceOptions) => this.child(more),
    };
  }
}

/** docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html */
function refusePlainClients(fileSystemArn: pulumi.Output<string>): pulumi.Output<string> {
  const actions = ["ClientMount", "ClientWrite", "ClientRootAccess"];
  return policyDocument({
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: actions.map((action) => `elasticfilesystem:${action}`),
    Resource: fileSystemArn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  });
}
