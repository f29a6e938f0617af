import { SecurityGroup, VpcEndpoint, VpcEndpointConnectionAccepter } from "@pulumi/aws/ec2";
import { Record as DnsRecord, Zone } from "@pulumi/aws/route53";
import { EndpointPrivateDns, SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import { type PlatformArgs, PlatformComponent } from "../core";
import { checkPlacement, type Placement } from "./placement";
import { DNS_NAME, REGION } from "./private-service-args";
import { namesByValue } from "./rule-names";

/** What this needs of a `PrivateService`, which is one. */
export interface OfferedService {
  serviceName: pulumi.Input<string>;
  endpointServiceId: pulumi.Input<string>;
  port: number;
  /** Whether somebody accepts each connection. */
  acceptanceRequired: boolean;
  /** Name that its owner has proved to AWS. @default AWS's names only */
  privateDnsName?: string;
}

/** Arguments of {@link PrivateServiceConnection}. */
export interface PrivateServiceConnectionArgs extends PlatformArgs {
  /** The consumer's network, and two or more subnets of different zones. */
  placement: Placement;
  /** Refuse fewer subnets, one a zone, than this, 2 to 6. @default 2 */
  minimumZones?: number;
  /**
   * A `PrivateService` of the same program; its connection is accepted here, with the service's own provider, so that it may be
   * of another account or region. Give this or `serviceName`.
   */
  service?: OfferedService;
  /** Name of a service of another program or account: `com.amazonaws.vpce.…`. Give this or `service`. */
  serviceName?: pulumi.Input<string>;
  /** Port of the service, 1 to 65535. @default that of `service`, otherwise 443 */
  port?: number;
  /** Region of the service. @default the consumer's */
  serviceRegion?: string;
  /** Blocks that may call the service. @default the consumer's whole network, where no `fromSecurityGroupIds` are given */
  fromCidrBlocks?: pulumi.Input<string>[];
  /** Security groups whose members may call the service. @default none */
  fromSecurityGroupIds?: pulumi.Input<string>[];
  /**
   * Name that consumers call the service by, in a private zone of the consumer's network: no proof of a domain, and no
   * act of the service's owner is needed. @default AWS's names only
   */
  privateDnsName?: string;
  /**
   * Use the name that the service's owner has proved to AWS. Not with `privateDnsName`. AWS turns it on only once the
   * connection is accepted: where that is somebody else's to do, deploy without this first, then with it. @default false
   */
  useServiceDnsName?: boolean;
  /** Leave it to the service's owner to accept. @default true where the service is another program's */
  withoutAcceptance?: boolean;
}

const ACCEPTER = "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter";

/**
 * A consumer's way to a `PrivateService`: an interface endpoint over zones, its security group and its name.
 * It has no endpoint policy: AWS takes one for its own services only, and lets everything through to others'.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export class PrivateServiceConnection extends PlatformComponent {
  /** Id of the interface endpoint. */
  readonly endpointId: pulumi.Output<string>;
  /** Name by which the service is called in the consumer's network. */
  readonly dnsName: pulumi.Output<string>;
  /** Security group of the endpoint, which says who may call. */
  readonly securityGroupId: pulumi.Output<string>;

  /** @throws ArgumentError where both or neither of `service` and `serviceName` are given, or subnets are too few. */
  constructor(name: string, args: PrivateServiceConnectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:PrivateServiceConnection", name, args, opts);
    this.check(args);
    const { placement } = args;
    const port = args.port ?? args.service?.port ?? 443;
    const group = this.group(name, args, port);
    this.securityGroupId = group.id;
    const endpoint = new VpcEndpoint(
      name,
      {
        vpcId: placement.vpcId,
        vpcEndpointType: "Interface",
        serviceName: args.service?.serviceName ?? args.serviceName,
        serviceRegion: args.serviceRegion,
        subnetIds: placement.subnetIds,
        securityGroupIds: [group.id],
        // AWS refuses it on an endpoint that is not accepted yet: EndpointPrivateDns follows the acceptance.
        privateDnsEnabled: args.useServiceDnsName ? undefined : false,
        tags: this.tags(name),
      },
      this.child(),
    );
    this.endpointId = endpoint.id;
    const accepter = this.accept(name, args, endpoint);
    const accepted = accepter ? { dependsOn: accepter } : undefined;
    if (args.useServiceDnsName) {
      new EndpointPrivateDns(name, { vpcEndpointId: endpoint.id, privateDnsEnabled: true }, this.child(accepted));
    }
    const own = endpoint.dnsEntries.apply((entries) => entries?.[0]);
    this.dnsName = args.privateDnsName
      ? this.name(name, args.privateDnsName, placement, own, accepted)
      : own.apply((entry) => (args.useServiceDnsName && args.service?.privateDnsName) || (entry?.dnsName ?? ""));
    this.registerOutputs({
      endpointId: this.endpointId,
      dnsName: this.dnsName,
      securityGroupId: this.securityGroupId,
    });
  }

  private check(args: PrivateServiceConnectionArgs): void {
    const { service, useServiceDnsName, privateDnsName } = args;
    const checks = checkPlacement(this.checks(), args.placement, args.minimumZones)
      .exclusive({ service, serviceName: args.serviceName })
      .exclusive({ privateDnsName, useServiceDnsName: useServiceDnsName || undefined }, true)
      .integer("port", args.port, 1, 65535)
      .matches("serviceName", args.serviceName, /^com\.amazonaws\.vpce\./, 'use a name such as "com.amazonaws.vpce.…"')
      .matches("serviceRegion", args.serviceRegion, REGION, 'use a region, such as "eu-west-1"')
      .matches("privateDnsName", privateDnsName, DNS_NAME, 'use a name, such as "payments.internal"');
    if (useServiceDnsName && service) {
      const accepted = !service.acceptanceRequired || !args.withoutAcceptance;
      checks
        .that("useServiceDnsName", true, service.privateDnsName !== undefined, "give the service a privateDnsName")
        .that("useServiceDnsName", true, accepted, "leave withoutAcceptance out: the name works once accepted");
    }
    for (const block of args.fromCidrBlocks ?? []) checks.cidr("fromCidrBlocks", block, 8, 32);
    for (const group of args.fromSecurityGroupIds ?? []) {
      checks.matches("fromSecurityGroupIds", group, /^sg-/, "use the id of a security group, sg-…");
    }
    checks.done();
  }

  /** Accepts as the service's owner, where the service is of this program and asks for it. */
  private accept(
    name: string,
    { service, serviceRegion, withoutAcceptance }: PrivateServiceConnectionArgs,
    endpoint: VpcEndpoint,
  ): VpcEndpointConnectionAccepter | undefined {
    if (!service?.acceptanceRequired || withoutAcceptance) return undefined;
    const provider = pulumi.Resource.isInstance(service) ? service.getProvider(ACCEPTER) : undefined;
    return new VpcEndpointConnectionAccepter(
      name,
      { vpcEndpointServiceId: service.endpointServiceId, vpcEndpointId: endpoint.id, region: serviceRegion },
      this.child(provider && { provider }),
    );
  }

  private group(name: string, args: PrivateServiceConnectionArgs, port: number): SecurityGroup {
    const child = `${name}-endpoint`;
    const group = new SecurityGroup(
      child,
      {
        vpcId: args.placement.vpcId,
        description: `Endpoint of ${name}: port ${port} from named sources`,
        egress: [],
        tags: this.tags(child),
      },
      this.child(),
    );
    const ports = { securityGroupId: group.id, ipProtocol: "tcp", fromPort: port, toPort: port };
    const groups = args.fromSecurityGroupIds ?? [];
    const blocks = args.fromCidrBlocks ?? (groups.length === 0 ? [args.placement.cidrBlock] : []);
    for (const [rule, cidrIpv4] of namesByValue(`${child}-block`, blocks)) {
      new SecurityGroupIngressRule(rule, { ...ports, cidrIpv4, description: "From the consumer" }, this.child());
    }
    for (const [rule, referencedSecurityGroupId] of namesByValue(`${child}-group`, groups)) {
      new SecurityGroupIngressRule(
        rule,
        { ...ports, referencedSecurityGroupId, description: "From the consumer" },
        this.child(),
      );
    }
    return group;
  }

  /** A private zone with one record: the endpoint, under the name that consumers were promised. */
  private name(
    name: string,
    dnsName: string,
    placement: Placement,
    entry: pulumi.Output<{ dnsName: string; hostedZoneId: string } | undefined>,
    accepted: pulumi.CustomResourceOptions | undefined,
  ): pulumi.Output<string> {
    const zone = new Zone(
      name,
      { name: dnsName, vpcs: [{ vpcId: placement.vpcId }], tags: this.tags(name) },
      this.child(),
    );
    new DnsRecord(
      name,
      {
        zoneId: zone.zoneId,
        name: dnsName,
        type: "A",
        aliases: [
          {
            name: entry.apply((one) => one?.dnsName ?? ""),
            zoneId: entry.apply((one) => one?.hostedZoneId ?? ""),
            evaluateTargetHealth: true,
          },
        ],
      },
      this.child(accepted),
    );
    return pulumi.output(dnsName);
  }
}
