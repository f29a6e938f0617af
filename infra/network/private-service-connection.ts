import { SecurityGroup, VpcEndpoint, VpcEndpointConnectionAccepter } from "@pulumi/aws/ec2";
import { Record as DnsRecord, Zone } from "@pulumi/aws/route53";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import { type PlatformArgs, PlatformComponent } from "../core";
import type { Placement } from "./placement";
import type { PrivateService } from "./private-service";

/** Arguments of {@link PrivateServiceConnection}. */
export interface PrivateServiceConnectionArgs extends PlatformArgs {
  /** The consumer's network, and two or more subnets of different zones. */
  placement: Placement;
  /** A service of the same program; its connection is accepted here. Give this or `serviceName`. */
  service?: PrivateService;
  /** Name of a service of another program or account: `com.amazonaws.vpce.…`. Give this or `service`. */
  serviceName?: pulumi.Input<string>;
  /** Port of the service, 1 to 65535. @default that of `service`, otherwise 443 */
  port?: number;
  /** Region of the service. @default the consumer's */
  serviceRegion?: string;
  /** Blocks that may call the service. @default the consumer's whole network, where no `fromSecurityGroupIds` are given */
  fromCidrBlocks?: pulumi.Input<string>[];
  /** Security groups whose members may call the service. */
  fromSecurityGroupIds?: pulumi.Input<string>[];
  /**
   * Name that consumers call the service by, in a private zone of the consumer's network: no proof of a domain, and no
   * act of the service's owner is needed. @default AWS's names only
   */
  privateDnsName?: string;
  /** Use the name that the service's owner has proved to AWS. Not with `privateDnsName`. @default false */
  useServiceDnsName?: boolean;
  /** Leave it to the service's owner to accept. @default true where the service is another program's */
  withoutAcceptance?: boolean;
}

/** A consumer's way to a {@link PrivateService}: an interface endpoint over zones, its security group and its name. */
export class PrivateServiceConnection extends PlatformComponent {
  readonly endpointId: pulumi.Output<string>;
  /** Name by which the service is called in the consumer's network. */
  readonly dnsName: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;

  /** @throws ArgumentError where both or neither of `service` and `serviceName` are given, or subnets are too few. */
  constructor(name: string, args: PrivateServiceConnectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:PrivateServiceConnection", name, args, opts);
    this.checks()
      .exclusive({ service: args.service, serviceName: args.serviceName })
      .exclusive({ privateDnsName: args.privateDnsName, useServiceDnsName: args.useServiceDnsName || undefined }, true)
      .integer("port", args.port, 1, 65535)
      .length("placement.subnetIds", args.placement.subnetIds, 2, 6)
      .matches("serviceRegion", args.serviceRegion, /^[a-z]{2}(-[a-z]+)+-\d$/, 'use a region, such as "eu-west-1"')
      .matches(
        "privateDnsName",
        args.privateDnsName,
        /^([a-z0-9-]+\.)+[a-z0-9-]+$/,
        'use a name, such as "payments.internal"',
      )
      .done();
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
        privateDnsEnabled: args.useServiceDnsName ?? false,
        tags: this.tags(name),
      },
      this.child(),
    );
    this.endpointId = endpoint.id;
    const accepter =
      args.service && !args.withoutAcceptance
        ? new VpcEndpointConnectionAccepter(
            name,
            { vpcEndpointServiceId: args.service.endpointServiceId, vpcEndpointId: endpoint.id },
            this.child(),
          )
        : undefined;
    const own = endpoint.dnsEntries.apply((entries) => entries?.[0]);
    this.dnsName = args.privateDnsName
      ? this.name(name, args.privateDnsName, placement, own, accepter)
      : own.apply((entry) => entry?.dnsName ?? "");
    this.registerOutputs({ endpointId: this.endpointId, dnsName: this.dnsName });
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
    blocks.forEach((cidrIpv4, index) => {
      new SecurityGroupIngressRule(`${child}-block-${index}`, { ...ports, cidrIpv4 }, this.child());
    });
    groups.forEach((referencedSecurityGroupId, index) => {
      new SecurityGroupIngressRule(`${child}-group-${index}`, { ...ports, referencedSecurityGroupId }, this.child());
    });
    return group;
  }

  /** A private zone with one record: the endpoint, under the name that consumers were promised. */
  private name(
    name: string,
    dnsName: string,
    placement: Placement,
    entry: pulumi.Output<{ dnsName: string; hostedZoneId: string } | undefined>,
    accepter: VpcEndpointConnectionAccepter | undefined,
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
      this.child(accepter ? { dependsOn: accepter } : undefined),
    );
    return pulumi.output(dnsName);
  }
}
