import { PrincipalAssociation, ResourceAssociation, ResourceShare } from "@pulumi/aws/ram";
import { HttpNamespace, Instance, PrivateDnsNamespace, Service } from "@pulumi/aws/servicediscovery";
import * as pulumi from "@pulumi/pulumi";
import type { ServiceRegistryArgs } from "../compute";
import { type Grant, type Grantable, grantStatements, onAllResources, PlatformComponent } from "../core";
import { namesByValue } from "../network/rule-names";
import {
  checkNamespace,
  checkService,
  type DiscoveryInstanceArgs,
  DiscoveryRecord,
  type DiscoveryServiceArgs,
  NamespaceKind,
  type ServiceNamespaceArgs,
} from "./service-namespace-args";

/** A name of a namespace, for whoever is to be found by it. */
export interface DiscoveredService {
  /** Cloud Map's service, for `registry` of a `ContainerService`. */
  readonly registry: ServiceRegistryArgs;
  readonly serviceId: pulumi.Output<string>;
  /** Host name by DNS; undefined where the name is not in it. */
  readonly hostName: string | undefined;
}

/**
 * A Cloud Map namespace: services find each other by name, through DNS in a VPC or by API, and only those that are well.
 *
 * A DNS namespace makes a hosted zone of Route 53, which is charged for by the month even where nobody asks:
 * aws.amazon.com/cloud-map/pricing. An HTTP namespace has none.
 */
export class ServiceNamespace extends PlatformComponent {
  /** Id of the namespace. */
  readonly namespaceId: pulumi.Output<string>;
  /** ARN of the namespace, for Service Connect. */
  readonly namespaceArn: pulumi.Output<string>;
  /** Name of the namespace. */
  readonly namespaceName: string;
  /** Hosted zone of a DNS namespace; undefined for HTTP. */
  readonly hostedZoneId: pulumi.Output<string> | undefined;
  private readonly logicalName: string;
  private readonly dns: boolean;
  private readonly services = new Set<string>();

  /** @throws ArgumentError where an argument is wrong. */
  constructor(name: string, args: ServiceNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("discovery:ServiceNamespace", name, args, opts);
    this.logicalName = name;
    const checks = this.checks();
    checkNamespace(checks, args);
    checks.done();
    this.namespaceName = args.namespaceName;
    this.dns = (args.kind ?? NamespaceKind.PrivateDns) === NamespaceKind.PrivateDns;
    const common = {
      name: args.namespaceName,
      description: args.description ?? `Services of ${name}.`,
      tags: this.tags(name),
    };
    if (this.dns && args.vpcId !== undefined) {
      const namespace = new PrivateDnsNamespace(name, { ...common, vpc: args.vpcId }, this.child());
      this.namespaceId = namespace.id;
      this.namespaceArn = namespace.arn;
      this.hostedZoneId = namespace.hostedZone;
    } else {
      const namespace = new HttpNamespace(name, common, this.child());
      this.namespaceId = namespace.id;
      this.namespaceArn = namespace.arn;
    }
    if (args.sharedWith) this.share(args.sharedWith, args.shareOutsideOrganization ?? false);
    this.registerOutputs({
      namespaceId: this.namespaceId,
      namespaceArn: this.namespaceArn,
      namespaceName: this.namespaceName,
      hostedZoneId: this.hostedZoneId,
    });
  }

  /**
   * Adds a name. Tasks of a `ContainerService` register under it by `registry: namespace.register("catalog").registry`, and
   * are left out of answers while ECS holds them unhealthy.
   * @param serviceName name in the namespace; one of a kind.
   * @throws ArgumentError where an argument is wrong, or the namespace has such a name.
   */
  register(serviceName: string, args: DiscoveryServiceArgs = {}): DiscoveredService {
    const checks = this.checks();
    checkService(checks, serviceName, args, this.dns);
    if (this.services.has(serviceName)) checks.fail("name", serviceName, "the namespace has a service of that name");
    checks.done();
    this.services.add(serviceName);
    const child = `${this.logicalName}-${serviceName}`;
    const byDns = this.dns && !args.apiOnly;
    const records = args.records ?? [DiscoveryRecord.A];
    const service = new Service(
      child,
      {
        name: serviceName,
        description: args.description,
        namespaceId: this.namespaceId,
        ...(byDns && {
          dnsConfig: {
            namespaceId: this.namespaceId,
            // All that are well, in any order: with "WEIGHTED" an answer is a single one.
            routingPolicy: records.includes(DiscoveryRecord.Cname) ? "WEIGHTED" : "MULTIVALUE",
            dnsRecords: records.map((type) => ({ type, ttl: args.ttlSeconds ?? 10 })),
          },
        }),
        ...(this.dns && args.apiOnly && { type: "HTTP" }),
        // Who registers says what is well: ECS from its health checks. Cloud Map's own checks need public addresses.
        healthCheckCustomConfig: { failureThreshold: 1 },
        forceDestroy: args.deletableWithInstances ?? false,
        tags: this.tags(child),
      },
      this.child(),
    );
    for (const [instance, given] of Object.entries(args.instances ?? {})) {
      new Instance(
        `${child}-${instance.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-")}`,
        { serviceId: service.id, instanceId: instance, attributes: attributesOf(given) },
        this.child(),
      );
    }
    return {
      registry: { serviceArn: service.arn, withPort: byDns && records.includes(DiscoveryRecord.Srv) },
      serviceId: service.id,
      hostName: byDns ? `${serviceName}.${this.namespaceName}` : undefined,
    };
  }

  /**
   * Lets `to` ask by API where services of this namespace are. DNS asks without a permission.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the namespace.
   */
  grantDiscover(to: Grantable, granteeName: string): Grant {
    const statement = onAllResources("Discover", {
      StringEquals: { "servicediscovery:NamespaceName": this.namespaceName },
    });
    return grantStatements(this, this.logicalName, "discover", to, granteeName, [statement]);
  }

  /** docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-shared-namespaces.html names the permission. */
  private share(principals: pulumi.Input<string>[], outside: boolean): void {
    const name = `${this.logicalName}-share`;
    const share = new ResourceShare(
      name,
      {
        allowExternalPrincipals: outside,
        permissionArns: [
          pulumi.interpolate`arn:${this.partition}:ram::aws:permission/AWSRAMPermissionCloudMapECSFullPermission`,
        ],
        tags: this.tags(name),
      },
      this.child(),
    );
    new ResourceAssociation(name, { resourceArn: this.namespaceArn, resourceShareArn: share.arn }, this.child());
    for (const [child, principal] of namesByValue(name, principals)) {
      new PrincipalAssociation(child, { principal, resourceShareArn: share.arn }, this.child());
    }
  }
}

/** docs.aws.amazon.com/cloud-map/latest/api/API_RegisterInstance.html */
function attributesOf(given: DiscoveryInstanceArgs): Record<string, pulumi.Input<string>> {
  return {
    ...given.attributes,
    ...(given.address !== undefined && { AWS_INSTANCE_IPV4: given.address }),
    ...(given.port !== undefined && { AWS_INSTANCE_PORT: String(given.port) }),
    ...(given.hostName !== undefined && { AWS_INSTANCE_CNAME: given.hostName }),
  };
}
