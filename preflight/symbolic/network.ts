import type { SymbolicTable, TypeEntry } from "./table";
import type { Values } from "./values";

/** A resource of EC2 with an id of its own: `vpc-0123456789abcdef0`. */
function ec2(prefix: string, arn?: string, more: TypeEntry = {}): TypeEntry {
  const id = `${prefix}-{hex}`;
  return { id, ...(arn === undefined ? {} : { arn: `arn:{p}:ec2:{r}:{a}:${arn}/{id}` }), ...more };
}

const owned: TypeEntry = { ownerId: "{a}" };

/** VPC and EC2. Ids: the EC2 API reference's resource id prefixes; ARNs: Service Authorization Reference, Amazon EC2. */
export const network: SymbolicTable = {
  "aws:ec2/vpc:Vpc": ec2("vpc", "vpc", {
    ...owned,
    mainRouteTableId: "rtb-{hex.main}",
    defaultRouteTableId: "rtb-{hex.main}",
    defaultNetworkAclId: "acl-{hex.default}",
    defaultSecurityGroupId: "sg-{hex.default}",
    dhcpOptionsId: "dopt-{hex.default}",
  }),
  "aws:ec2/subnet:Subnet": ec2("subnet", "subnet", owned),
  "aws:ec2/securityGroup:SecurityGroup": ec2("sg", "security-group", { ...owned, name: "{name}" }),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ec2("sg", "security-group", { ...owned, name: () => "default" }),
  "aws:ec2/securityGroupRule:SecurityGroupRule": { id: "sgrule-{digits}", securityGroupRuleId: "sgr-{hex}" },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ec2("sgr", "security-group-rule", {
    securityGroupRuleId: "{id}",
  }),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ec2("sgr", "security-group-rule", {
    securityGroupRuleId: "{id}",
  }),
  "aws:ec2/routeTable:RouteTable": ec2("rtb", "route-table", owned),
  "aws:ec2/defaultRouteTable:DefaultRouteTable": { id: "{in.defaultRouteTableId}", ...owned },
  "aws:ec2/route:Route": { id: "r-{in.routeTableId}{digits}" },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { id: "rtbassoc-{hex}" },
  "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation": { id: "rtbassoc-{hex}" },
  "aws:ec2/internetGateway:InternetGateway": ec2("igw", "internet-gateway", owned),
  "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment": { id: "{in.internetGatewayId}:{in.vpcId}" },
  "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": ec2("eigw"),
  "aws:ec2/natGateway:NatGateway": ec2("nat", undefined, { networkInterfaceId: "eni-{hex}" }),
  "aws:ec2/eip:Eip": ec2("eipalloc", "elastic-ip", { allocationId: "{id}" }),
  "aws:ec2/eipAssociation:EipAssociation": ec2("eipassoc"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpce", "vpc-endpoint", {
    ...owned,
    networkInterfaceIds: (values) => values.list("subnetIds")?.map((subnet) => `eni-${values.hex(subnet)}`),
  }),
  "aws:ec2/vpcEndpointService:VpcEndpointService": ec2("vpce-svc", "vpc-endpoint-service", {
    serviceName: "com.amazonaws.vpce.{r}.{id}",
    serviceType: () => "Interface",
    baseEndpointDnsNames: (values, id) => [`${id}.${values.context.region}.vpce.${values.context.dnsSuffix}`],
  }),
  "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": { id: "a-{in.vpcEndpointId}{digits}" },
  "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation": { id: "a-{in.vpcEndpointId}{digits}" },
  "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple": {
    id: "a-{in.vpcEndpointServiceId}{digits}",
  },
  "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter": {
    id: "{in.vpcEndpointServiceId}_{in.vpcEndpointId}",
  },
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": ec2("pcx"),
  "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter": { id: "{in.vpcPeeringConnectionId}" },
  "aws:ec2/networkAcl:NetworkAcl": ec2("acl", "network-acl", owned),
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": { id: "{in.defaultNetworkAclId}", ...owned },
  "aws:ec2/networkAclRule:NetworkAclRule": { id: "nacl-{digits}" },
  "aws:ec2/flowLog:FlowLog": ec2("fl", "vpc-flow-log"),
  "aws:ec2/managedPrefixList:ManagedPrefixList": ec2("pl", "prefix-list", owned),
  "aws:ec2/customerGateway:CustomerGateway": ec2("cgw", "customer-gateway"),
  "aws:ec2/vpnGateway:VpnGateway": ec2("vgw", "vpn-gateway"),
  "aws:ec2/vpnConnection:VpnConnection": ec2("vpn", "vpn-connection"),
  "aws:ec2/networkInterface:NetworkInterface": ec2("eni", "network-interface", owned),
  "aws:ec2/instance:Instance": ec2("i", "instance", { primaryNetworkInterfaceId: "eni-{hex}" }),
  "aws:ec2/launchTemplate:LaunchTemplate": ec2("lt", "launch-template", { name: "{name}", latestVersion: () => 1 }),
  "aws:ec2/keyPair:KeyPair": {
    id: "{auto.keyName}",
    keyName: "{auto.keyName}",
    keyPairId: "key-{hex}",
    arn: "arn:{p}:ec2:{r}:{a}:key-pair/{id}",
  },
  "aws:ec2/vpcDhcpOptions:VpcDhcpOptions": ec2("dopt", "dhcp-options", owned),
  "aws:ebs/volume:Volume": ec2("vol", "volume"),
  "aws:ebs/snapshot:Snapshot": ec2("snap", undefined, owned),
  "aws:ec2transitgateway/transitGateway:TransitGateway": ec2("tgw", "transit-gateway", {
    ...owned,
    associationDefaultRouteTableId: "tgw-rtb-{hex}",
    propagationDefaultRouteTableId: "tgw-rtb-{hex}",
  }),
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": ec2("tgw-attach", "transit-gateway-attachment", {
    vpcOwnerId: "{a}",
  }),
  "aws:ec2transitgateway/routeTable:RouteTable": ec2("tgw-rtb", "transit-gateway-route-table"),
  "aws:route53/zone:Zone": {
    id: "Z{ABC.20}",
    zoneId: "{id}",
    arn: "arn:{p}:route53:::hostedzone/{id}",
  },
  "aws:route53/record:Record": { id: "{in.zoneId}_{in.name}_{in.type}", fqdn: fullyQualified },
  "aws:route53/healthCheck:HealthCheck": { id: "{uuid}", arn: "arn:{p}:route53:::healthcheck/{id}" },
};

/** A record's name is taken as it is where it ends like a whole one; otherwise the zone's name, not known here, follows. */
function fullyQualified(values: Values): string | undefined {
  const name = values.input("name");
  return name?.includes(".") ? name.replace(/\.$/, "") : undefined;
}
