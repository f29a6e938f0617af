import { efsZones } from "../../../../../policies/controls/efs/zones";
import { vpcEndpointZones } from "../../../../../policies/controls/vpc/endpoint-zones";
import { natGatewayZones } from "../../../../../policies/controls/vpc/nat-zones";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import { a, alsoA, b, network, placed } from "./samples";

const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";
const endpoint = (subnets: readonly Sample[]) =>
  placed(endpointType, "subnetIds", subnets, { id: UNKNOWN, vpcEndpointType: "Interface" });
const bare = sample(endpointType, "bare", { id: UNKNOWN, vpcEndpointType: "Interface" });
const oneOfItsOwn = endpoint([a]);
const associated = (subnet: Sample, of = bare) =>
  sample(
    "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",
    `association-${subnet.name}`,
    { vpcEndpointId: UNKNOWN, subnetId: UNKNOWN },
    { from: { vpcEndpointId: [of], subnetId: [subnet] } },
  );

describeControl(vpcEndpointZones, {
  compliant: {
    "addresses in two zones": { subject: endpoint([a, b]) },
    "subnets that are associated by resources of their own": { subject: bare, others: [associated(a), associated(b)] },
  },
  violating: {
    "an address in one zone": { subject: endpoint([a]), at: "subnetIds" },
    "no subnet": { subject: bare, at: "subnetIds" },
    "associated subnets of one zone": { subject: bare, others: [associated(a), associated(alsoA)], at: "subnetIds" },
  },
  undecided: {
    "subnets of another stack": {
      subject: sample(
        endpointType,
        "subject",
        { vpcEndpointType: "Interface", subnetIds: UNKNOWN },
        { from: { subnetIds: [network] } },
      ),
      because: /nothing in this stack/,
    },
    "a subnet of its own, and further ones": {
      subject: oneOfItsOwn,
      others: [associated(a, oneOfItsOwn), associated(b, oneOfItsOwn)],
      because: /further subnets are associated/,
    },
  },
  notApplicable: {
    "a gateway endpoint": { subject: sample(endpointType, "s3", { vpcEndpointType: "Gateway" }) },
    "an endpoint of AWS's default type, which is a gateway": { subject: sample(endpointType, "s3") },
  },
});

const gateway = (subnet: Sample, props: Record<string, unknown> = {}) =>
  sample(
    "aws:ec2/natGateway:NatGateway",
    "nat",
    { id: UNKNOWN, subnetId: UNKNOWN, ...props },
    { from: { subnetId: [subnet] } },
  );
/** A route table that sends subnets to a gateway, by a route of its own or inline. */
function routed(nat: Sample, subnets: readonly Sample[], inline = false): Sample[] {
  const table = inline
    ? sample(
        "aws:ec2/routeTable:RouteTable",
        "table",
        { id: UNKNOWN, routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: UNKNOWN }] },
        { from: { routes: [nat] } },
      )
    : sample("aws:ec2/routeTable:RouteTable", "table", { id: UNKNOWN });
  const route = sample(
    "aws:ec2/route:Route",
    "route",
    { routeTableId: UNKNOWN, natGatewayId: UNKNOWN },
    { from: { routeTableId: [table], natGatewayId: [nat] } },
  );
  const associations = subnets.map((subnet) =>
    sample(
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
      `association-${subnet.name}`,
      { routeTableId: UNKNOWN, subnetId: UNKNOWN },
      { from: { routeTableId: [table], subnetId: [subnet] } },
    ),
  );
  return inline ? [table, ...associations] : [table, route, ...associations];
}
const nat = gateway(a);
const second = { ...gateway(b), name: "second" };
const tables = ["one", "other"].map((name) => sample("aws:ec2/routeTable:RouteTable", name, { id: UNKNOWN }));

describeControl(natGatewayZones, {
  compliant: { "one gateway for its own zone": { subject: nat, others: routed(nat, [alsoA]) } },
  violating: {
    "one gateway for two zones": { subject: nat, others: routed(nat, [alsoA, b]), at: "subnetId" },
    "the same by inline routes": { subject: nat, others: routed(nat, [alsoA, b], true), at: "subnetId" },
    "a gateway in another zone than what it serves": { subject: nat, others: routed(nat, [b]), at: "subnetId" },
  },
  undecided: {
    "a subnet whose zone AWS chooses": {
      subject: nat,
      others: routed(nat, [sample("aws:ec2/subnet:Subnet", "anywhere", { id: UNKNOWN })]),
      because: /zone of the subnet of association-anywhere/,
    },
    "a route of one of two tables": {
      subject: nat,
      others: [
        sample(
          "aws:ec2/route:Route",
          "route",
          { routeTableId: UNKNOWN, natGatewayId: UNKNOWN },
          { from: { routeTableId: tables, natGatewayId: [nat] } },
        ),
      ],
      because: /any of one, other/,
    },
    "inline routes to one of two gateways": {
      subject: nat,
      others: [
        sample(
          "aws:ec2/routeTable:RouteTable",
          "table",
          { id: UNKNOWN, routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: UNKNOWN }] },
          { from: { routes: [nat, second] } },
        ),
      ],
      because: /any of nat, second/,
    },
  },
  notApplicable: { "a regional gateway": { subject: gateway(a, { availabilityMode: "regional" }) } },
  mayBeDropped: {
    routeTableId: "a route, or an association, that belongs to no table says nothing of the gateway",
    natGatewayId: "a route that leads elsewhere says nothing of the gateway",
    subnetId: "an association without a subnet is a gateway's",
  },
});

const files = sample("aws:efs/fileSystem:FileSystem", "files", { id: UNKNOWN });
const target = (subnet: Sample, of: readonly Sample[] = [files]) =>
  sample(
    "aws:efs/mountTarget:MountTarget",
    `target-${subnet.name}`,
    { fileSystemId: UNKNOWN, subnetId: UNKNOWN },
    { from: { fileSystemId: of, subnetId: [subnet] } },
  );
const others = sample("aws:efs/fileSystem:FileSystem", "others", { id: UNKNOWN });

describeControl(efsZones, {
  compliant: { "mount targets in two zones": { subject: files, others: [target(a), target(b)] } },
  violating: {
    "a mount target in one zone": { subject: files, others: [target(a)], at: "" },
    "two in the same zone": { subject: files, others: [target(a), target(alsoA)], at: "" },
    "files that are kept in one zone": {
      subject: sample("aws:efs/fileSystem:FileSystem", "files", { availabilityZoneName: "eu-central-1a" }),
      at: "availabilityZoneName",
    },
  },
  undecided: {
    "mount targets that may be another file system's": {
      subject: files,
      others: [target(a, [files, others]), target(b, [files, others])],
      because: /any of files, others/,
    },
  },
  notApplicable: { "files that nothing mounts": { subject: files } },
});
