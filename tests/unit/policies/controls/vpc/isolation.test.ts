import { endpointServiceAcceptance } from "../../../../../policies/controls/vpc/endpoint-service";
import { isolationNoPublicAddress } from "../../../../../policies/controls/vpc/isolation-addresses";
import { isolationNoInternet } from "../../../../../policies/controls/vpc/isolation-internet";
import { isolationNoPeering } from "../../../../../policies/controls/vpc/isolation-peering";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const vpc = sample("aws:ec2/vpc:Vpc", "vault", { id: UNKNOWN, tags: { isolation: "isolated" } });
const open = sample("aws:ec2/vpc:Vpc", "open", { id: UNKNOWN, tags: { Name: "open" } });
const component = sample("aws-microservices-platform:network:IsolatedVpc", "vault");
const untagged = sample("aws:ec2/vpc:Vpc", "untagged", { id: UNKNOWN }, { parent: component });
const notApplicable = { "a VPC that nobody declared as isolated": { subject: open } };
const unknownTags = {
  subject: sample("aws:ec2/vpc:Vpc", "vault", { id: UNKNOWN, tags: UNKNOWN }),
  because: /whether it is isolated is not known/,
};

/** A resource that names `of` at `path`. */
const naming = (type: string, path: string, of: Sample | readonly Sample[], props: Record<string, unknown> = {}) =>
  sample(
    type,
    type.split(":").pop() ?? type,
    { id: UNKNOWN, [path]: UNKNOWN, ...props },
    { from: { [path]: [of].flat() } },
  );
const subnet = (of: Sample = vpc, props: Record<string, unknown> = {}) =>
  sample(
    "aws:ec2/subnet:Subnet",
    `subnet-${of.name}`,
    { id: UNKNOWN, vpcId: UNKNOWN, ...props },
    { from: { vpcId: [of] } },
  );
const inside = subnet();
const gateway = (of: Sample | readonly Sample[]) => naming("aws:ec2/internetGateway:InternetGateway", "vpcId", of);
const table = naming("aws:ec2/routeTable:RouteTable", "vpcId", vpc);
const tableWith = (route: Record<string, unknown>) =>
  naming("aws:ec2/routeTable:RouteTable", "vpcId", vpc, { routes: [route] });

describeControl(isolationNoInternet, {
  compliant: {
    "a VPC with subnets and a table of local routes": { subject: vpc, others: [inside, table, gateway(open)] },
    "the platform's own component": { subject: untagged },
    "a table that names the local route": {
      subject: vpc,
      others: [tableWith({ cidrBlock: "10.0.0.0/16", gatewayId: "local" })],
    },
  },
  violating: {
    "an internet gateway": { subject: vpc, others: [gateway(vpc)], at: "" },
    "the same in the platform's own component": { subject: untagged, others: [gateway(untagged)], at: "" },
    "an attachment of one": {
      subject: vpc,
      others: [naming("aws:ec2/internetGatewayAttachment:InternetGatewayAttachment", "vpcId", vpc)],
      at: "",
    },
    "a NAT gateway in a subnet": {
      subject: vpc,
      others: [naming("aws:ec2/natGateway:NatGateway", "subnetId", inside)],
      at: "",
    },
    "half a default route, inline": {
      subject: vpc,
      others: [tableWith({ cidrBlock: "0.0.0.0/1", gatewayId: UNKNOWN })],
      at: "routes[0]",
    },
    "a route of its own through a transit gateway": {
      subject: vpc,
      others: [
        naming("aws:ec2/route:Route", "routeTableId", table, {
          destinationCidrBlock: "10.0.0.0/8",
          transitGatewayId: "tgw-0a1b",
        }),
      ],
      at: "",
    },
  },
  undecided: {
    "tags that are not known": unknownTags,
    "a gateway that may be another VPC's": { subject: vpc, others: [gateway([vpc, open])], because: /may be in it/ },
    "routes that are not known yet": {
      subject: vpc,
      others: [naming("aws:ec2/routeTable:RouteTable", "vpcId", vpc, { routes: UNKNOWN })],
      because: /the routes of .* are not known/,
    },
    "a route that may be another table's": {
      subject: vpc,
      others: [
        naming("aws:ec2/route:Route", "routeTableId", [table, { ...table, name: "other" }], {
          destinationCidrBlock: "0.0.0.0/0",
          transitGatewayId: "tgw-0a1b",
        }),
      ],
      because: /may have further routes/,
    },
  },
  notApplicable,
  mayBeDropped: {
    vpcId: "what is in no VPC is not in this one",
    routes: "a table without routes of its own has the local one only",
  },
});

const peering = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection";

describeControl(isolationNoPeering, {
  compliant: { "a VPC beside two that are peered": { subject: vpc, others: [naming(peering, "vpcId", open)] } },
  violating: {
    "a connection that it asks for": { subject: vpc, others: [naming(peering, "vpcId", vpc)], at: "" },
    "a connection that another asks for": { subject: vpc, others: [naming(peering, "peerVpcId", vpc)], at: "" },
    "a transit gateway": {
      subject: vpc,
      others: [naming("aws:ec2transitgateway/vpcAttachment:VpcAttachment", "vpcId", vpc)],
      at: "",
    },
  },
  undecided: { "tags that are not known": unknownTags },
  notApplicable,
  mayBeDropped: { vpcId: "a connection of no VPC is not this one's" },
});

const balancer = (of: Sample, props: Record<string, unknown>) =>
  sample("aws:lb/loadBalancer:LoadBalancer", "web", { subnets: [UNKNOWN], ...props }, { from: { subnets: [of] } });
const service = (assignPublicIp: boolean) =>
  sample(
    "aws:ecs/service:Service",
    "payments",
    { networkConfiguration: { subnets: [UNKNOWN], assignPublicIp } },
    { from: { networkConfiguration: [inside] } },
  );
const inEither = (props: Record<string, unknown>) => ({
  ...balancer(inside, props),
  from: { subnets: [inside, subnet(open)] },
});
const instance = naming("aws:ec2/instance:Instance", "subnetId", inside);

describeControl(isolationNoPublicAddress, {
  compliant: {
    "an internal load balancer": { subject: vpc, others: [balancer(inside, { internal: true })] },
    "a public one in another VPC": { subject: vpc, others: [inside, balancer(subnet(open), { internal: false })] },
    "a service without public addresses": { subject: vpc, others: [service(false)] },
    "an internal one that may lie in it": { subject: vpc, others: [inEither({ internal: true })] },
  },
  violating: {
    "a subnet that hands out addresses": { subject: vpc, others: [subnet(vpc, { mapPublicIpOnLaunch: true })], at: "" },
    "a load balancer that is not internal": { subject: vpc, others: [balancer(inside, {})], at: "" },
    "a service with public addresses": { subject: vpc, others: [service(true)], at: "" },
    "an instance with an Elastic IP": {
      subject: vpc,
      others: [naming("aws:ec2/eip:Eip", "instance", instance)],
      at: "",
    },
    "a network interface with an Elastic IP": {
      subject: vpc,
      others: [
        naming(
          "aws:ec2/eip:Eip",
          "networkInterface",
          naming("aws:ec2/networkInterface:NetworkInterface", "subnetId", inside),
        ),
      ],
      at: "",
    },
    "an instance that takes a public address": {
      subject: vpc,
      others: [naming("aws:ec2/instance:Instance", "subnetId", inside, { associatePublicIpAddress: true })],
      at: "",
      saying: /associatePublicIpAddress/,
    },
    "one load balancer of two": {
      subject: vpc,
      others: [balancer(inside, { internal: true }), { ...balancer(inside, {}), name: "second" }],
      at: "",
      saying: /second/,
    },
  },
  undecided: {
    "tags that are not known": unknownTags,
    "a subnet that may hand out addresses": {
      subject: vpc,
      others: [subnet(vpc, { mapPublicIpOnLaunch: UNKNOWN })],
      because: /mapPublicIpOnLaunch/,
    },
    "a public load balancer that may lie in it": {
      subject: vpc,
      others: [inEither({ internal: false })],
      because: /web may lie in it/,
    },
  },
  notApplicable,
  mayBeDropped: {
    vpcId: "a subnet of no VPC is not this one's",
    subnets: "what lies in no subnet is not in this VPC",
    "networkConfiguration.subnets": "what lies in no subnet is not in this VPC",
    "networkConfiguration.assignPublicIp": "AWS's default is false",
  },
});

const endpointService = (props: Record<string, unknown>) =>
  sample("aws:ec2/vpcEndpointService:VpcEndpointService", "payments", { id: UNKNOWN, ...props });
const bare = endpointService({ acceptanceRequired: true });
const principal = (principalArn: string, of: readonly Sample[] = [bare]) =>
  naming("aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple", "vpcEndpointServiceId", of, {
    principalArn,
  });
const account = "arn:aws:iam::210987654321:root";

describeControl(endpointServiceAcceptance, {
  compliant: {
    "an account by name": { subject: endpointService({ acceptanceRequired: true, allowedPrincipals: [account] }) },
    "an account by a resource of its own": { subject: bare, others: [principal(account)] },
  },
  violating: {
    "acceptance by itself": {
      subject: endpointService({ acceptanceRequired: false, allowedPrincipals: [account] }),
      at: "acceptanceRequired",
    },
    everybody: {
      subject: endpointService({ acceptanceRequired: true, allowedPrincipals: [account, "*"] }),
      at: "allowedPrincipals[1]",
    },
    "everybody by a resource of its own": { subject: bare, others: [principal("*")], at: "principalArn" },
    "nobody by name": { subject: bare, at: "allowedPrincipals" },
  },
  undecided: {
    "principals that are not known": {
      subject: endpointService({ acceptanceRequired: true, allowedPrincipals: UNKNOWN }),
      because: /allowedPrincipals/,
    },
  },
});
