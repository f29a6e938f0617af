import { HttpNamespace } from "@pulumi/aws/servicediscovery";
import * as pulumi from "@pulumi/pulumi";
import type { IngressArgs, LatticeTargetArgs, ServiceConnectArgs } from "../compute";
import { admit, checkIngress } from "../compute/container-ingress";
import { ArgumentError, type Grant, type Grantable, grant, PlatformComponent } from "../core";
import { createNetwork, createService, LATTICE_PORT, type LatticeNetwork, type LatticeParts } from "./lattice";
import { checkLatticeService, type LatticeServiceArgs } from "./lattice-args";
import { createCertificateRole } from "./service-connect";
import { checkMesh, type MeshConnectionArgs, MeshMode, type ServiceMeshArgs } from "./service-mesh-args";

/** A service of a mesh of VPC Lattice. */
export interface MeshService {
  /** Host name that callers use, by HTTPS. */
  readonly hostName: pulumi.Output<string>;
  readonly serviceArn: pulumi.Output<string>;
  /** Target groups by name, for `lattice` of a `ContainerService`; each is there once a listener sends requests to it. */
  readonly targets: Record<string, LatticeTargetArgs>;
}

/**
 * Traffic between services, with discovery, timeouts, encryption and a record of every request, while services keep their
 * code. By ECS Service Connect each task gets a proxy, which also retries, leaves bad tasks out and counts; by VPC Lattice
 * there is none, and IAM decides who calls whom.
 *
 * It takes the place of AWS App Mesh, which ended on 2026-09-30. What App Mesh called a
 * - mesh is the namespace of Service Connect, and the service network of VPC Lattice;
 * - virtual service is a `discoveryName`, and a service of VPC Lattice (`addService`);
 * - virtual node is the `ContainerService` with `serviceConnect`, and a target group;
 * - virtual router and route is nothing in Service Connect, which sends requests to all tasks alike: versions change by the
 *   deployment (`CANARY`, `LINEAR`); in VPC Lattice it is the listener with the weights of its `targets`;
 * - virtual gateway is the `loadBalancer` of a `ContainerService`, and the association of a VPC (`networks`);
 * - backend is nothing in Service Connect but the security group's rule; in VPC Lattice it is `grantInvoke`;
 * - retry policy and outlier detection are built into Service Connect, with no settings; VPC Lattice has none: callers retry;
 * - mutual TLS is TLS by certificates of AWS Private CA in Service Connect, and requests signed by IAM in VPC Lattice.
 * A service can't be in App Mesh and in Service Connect at once: it is moved as a second service, next to the first.
 */
export class ServiceMesh extends PlatformComponent {
  /** What carries requests between services. */
  readonly mode: MeshMode;
  /** Namespace of Service Connect; undefined for VPC Lattice. */
  readonly namespaceArn: pulumi.Output<string> | undefined;
  /** Service network of VPC Lattice; undefined for Service Connect. */
  readonly serviceNetworkArn: pulumi.Output<string> | undefined;
  private readonly logicalName: string;
  private readonly args: ServiceMeshArgs;
  private readonly network: LatticeNetwork | undefined;
  private readonly tlsRoleArn: pulumi.Output<string> | undefined;
  private readonly services = new Map<string, LatticeParts>();
  private readonly clients = new Set<string>();

  /** @throws ArgumentError where an argument is wrong, or belongs to the other mode. */
  constructor(name: string, args: ServiceMeshArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("discovery:ServiceMesh", name, args, opts);
    this.logicalName = name;
    this.args = args;
    this.mode = args.mode ?? MeshMode.ServiceConnect;
    const checks = this.checks();
    checkMesh(checks, args);
    for (const [network, { clients = {} }] of Object.entries(args.networks ?? {})) {
      for (const [client, who] of Object.entries(clients)) {
        checkIngress(checks, `networks.${network}.clients`, client, who);
      }
    }
    checks.done();
    if (this.mode === MeshMode.Lattice) {
      this.network = createNetwork(this.parts());
      this.serviceNetworkArn = this.network.network.arn;
      for (const [network, { clients = {} }] of Object.entries(args.networks ?? {})) {
        for (const [client, who] of Object.entries(clients)) this.admit(network, client, who);
      }
    } else {
      this.namespaceArn = pulumi.output(args.namespaceArn ?? this.createNamespace());
      const authority = args.certificateAuthorityArn;
      this.tlsRoleArn =
        authority === undefined
          ? undefined
          : createCertificateRole({
              ...this.parts(),
              certificateAuthorityArn: authority,
              partition: this.partition,
              region: this.region,
            }).arn;
    }
    this.registerOutputs({ namespaceArn: this.namespaceArn, serviceNetworkArn: this.serviceNetworkArn });
  }

  /**
   * How a service takes part, for `serviceConnect` of a `ContainerService`:
   * `serviceConnect: mesh.connect({ discoveryName: "catalog", port: 80 })`. Its security group still has to let callers in,
   * and theirs let them out, on the container's port.
   * @throws ArgumentError where the mesh is one of VPC Lattice.
   */
  connect(args: MeshConnectionArgs = {}): ServiceConnectArgs {
    if (this.namespaceArn === undefined) {
      throw new ArgumentError(`${this.label}: mode is "lattice"; use addService, or make a mesh of Service Connect`);
    }
    const { certificateAuthorityArn } = this.args;
    const encrypts = args.discoveryName !== undefined && certificateAuthorityArn !== undefined && this.tlsRoleArn;
    return {
      ...args,
      namespaceArn: this.namespaceArn,
      accessLogs: !this.args.withoutAccessLogs,
      ...(encrypts && {
        tls: { certificateAuthorityArn, roleArn: encrypts },
      }),
    };
  }

  /**
   * Adds a service that is called by HTTPS through VPC Lattice. Its targets have to let VPC Lattice in, by the managed
   * prefix list `com.amazonaws.REGION.vpc-lattice`.
   * @param serviceName one of a kind for the mesh.
   * @throws ArgumentError where an argument is wrong, or the mesh is one of Service Connect.
   */
  addService(serviceName: string, args: LatticeServiceArgs): MeshService {
    const { network } = this.lattice("addService");
    const checks = this.checks();
    checkLatticeService(checks, this.logicalName, serviceName, args);
    if (this.services.has(serviceName)) checks.fail("name", serviceName, "the mesh has a service of that name");
    checks.done();
    const made = createService(this.parts(), network, serviceName, args);
    this.services.set(serviceName, made);
    const targets = Object.entries(made.groups).map(([target, group]): [string, LatticeTargetArgs] => [
      target,
      { targetGroupArn: pulumi.all([group.arn, made.listener.id]).apply(([arn]) => arn) },
    ]);
    return {
      hostName: made.service.dnsEntries.apply((entries) => entries?.[0]?.domainName ?? ""),
      serviceArn: made.service.arn,
      targets: Object.fromEntries(targets),
    };
  }

  /**
   * Lets `to` call a service; where the service names its `callers`, it has to be one of them. Requests are signed with
   * Signature Version 4 for `vpc-lattice-svcs`.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the service.
   * @throws ArgumentError where there is no such service.
   */
  grantInvoke(serviceName: string, to: Grantable, granteeName: string): Grant {
    const found = this.services.get(serviceName);
    if (!found) {
      const known = [...this.services.keys()].join(", ") || "none yet";
      throw new ArgumentError(`${this.label}: serviceName is "${serviceName}"; there is ${known}`);
    }
    const actions = ["vpc-lattice-svcs:Invoke"];
    const resources = [pulumi.interpolate`${found.service.arn}/*`];
    return grant(this, this.logicalName, `${serviceName}-invoke`, to, granteeName, actions, resources);
  }

  /**
   * Lets a client in one of the networks open connections to services of VPC Lattice.
   * @throws ArgumentError where there is no such network, or a client of that name.
   */
  allowFrom(networkName: string, clientName: string, client: IngressArgs): void {
    const { groups } = this.lattice("allowFrom");
    const checks = this.checks();
    checks.oneOf("networkName", networkName, Object.keys(groups));
    checkIngress(checks, "clients", clientName, client);
    if (this.clients.has(`${networkName}/${clientName}`)) {
      checks.fail("clientName", clientName, "the network has a client of that name");
    }
    checks.done();
    this.admit(networkName, clientName, client);
  }

  private admit(networkName: string, clientName: string, client: IngressArgs): void {
    const group = this.network?.groups[networkName];
    if (!group) return;
    this.clients.add(`${networkName}/${clientName}`);
    const name = `${this.logicalName}-${networkName}`;
    admit({ ...this.parts(), name, securityGroupId: group.id, port: LATTICE_PORT }, clientName, client);
  }

  private lattice(method: string): LatticeNetwork {
    if (this.network) return this.network;
    throw new ArgumentError(`${this.label}: mode is "serviceConnect"; ${method} is for a mesh of VPC Lattice`);
  }

  private createNamespace(): pulumi.Output<string> {
    const name = `${this.logicalName}-namespace`;
    const namespace = new HttpNamespace(
      name,
      {
        name: `${pulumi.getStack()}-${this.logicalName}`,
        description: `Services of the mesh ${this.logicalName}.`,
        tags: this.tags(name),
      },
      this.child(),
    );
    return namespace.arn;
  }

  private parts() {
    return {
      name: this.logicalName,
      args: this.args,
      accountId: this.accountId,
      tags: (child: string) => this.tags(child),
      child: (more?: pulumi.CustomResourceOptions) => this.child(more),
    };
  }
}
