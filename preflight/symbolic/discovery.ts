import type { SymbolicTable } from "./table";

const namespace = { id: "ns-{abc.16}", name: "{name}", arn: "arn:{p}:servicediscovery:{r}:{a}:namespace/{id}" };

/** Cloud Map, VPC Lattice, and how their resources are shared. */
export const discovery: SymbolicTable = {
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": { ...namespace, hostedZone: "Z{ABC.20}" },
  "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace": { ...namespace, hostedZone: "Z{ABC.20}" },
  "aws:servicediscovery/httpNamespace:HttpNamespace": { ...namespace, httpName: "{name}" },
  "aws:servicediscovery/service:Service": {
    id: "srv-{abc.16}",
    name: "{name}",
    arn: "arn:{p}:servicediscovery:{r}:{a}:service/{id}",
  },
  "aws:servicediscovery/instance:Instance": { id: "{in.serviceId}/{in.instanceId}" },
  "aws:vpclattice/serviceNetwork:ServiceNetwork": {
    id: "sn-{hex}",
    name: "{name}",
    arn: "arn:{p}:vpc-lattice:{r}:{a}:servicenetwork/{id}",
  },
  "aws:vpclattice/service:Service": {
    id: "svc-{hex}",
    name: "{name}",
    arn: "arn:{p}:vpc-lattice:{r}:{a}:service/{id}",
    dnsEntries: (values, id) => {
      const name = values.autoName("name");
      return name && id
        ? [{ domainName: `${name}-${id.slice(4)}.7d67968.vpc-lattice-svcs.${values.context.region}.on.aws` }]
        : undefined;
    },
  },
  "aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation": {
    id: "snva-{hex}",
    arn: "arn:{p}:vpc-lattice:{r}:{a}:servicenetworkvpcassociation/{id}",
  },
  "aws:vpclattice/serviceNetworkServiceAssociation:ServiceNetworkServiceAssociation": {
    id: "snsa-{hex}",
    arn: "arn:{p}:vpc-lattice:{r}:{a}:servicenetworkserviceassociation/{id}",
  },
  "aws:vpclattice/targetGroup:TargetGroup": {
    id: "tg-{hex}",
    name: "{name}",
    arn: "arn:{p}:vpc-lattice:{r}:{a}:targetgroup/{id}",
  },
  "aws:vpclattice/targetGroupAttachment:TargetGroupAttachment": { id: "{in.targetGroupIdentifier}/{hex}" },
  "aws:vpclattice/listener:Listener": {
    id: "{in.serviceIdentifier}/listener-{hex}",
    listenerId: "listener-{hex}",
    arn: "arn:{p}:vpc-lattice:{r}:{a}:service/{in.serviceIdentifier}/listener/listener-{hex}",
  },
  "aws:vpclattice/authPolicy:AuthPolicy": { id: "{in.resourceIdentifier}" },
  "aws:vpclattice/accessLogSubscription:AccessLogSubscription": {
    id: "als-{hex}",
    arn: "arn:{p}:vpc-lattice:{r}:{a}:accesslogsubscription/{id}",
  },
  "aws:ram/resourceShare:ResourceShare": {
    id: "arn:{p}:ram:{r}:{a}:resource-share/{uuid}",
    arn: "{id}",
  },
  "aws:ram/resourceAssociation:ResourceAssociation": { id: "{in.resourceShareArn},{in.resourceArn}" },
  "aws:ram/principalAssociation:PrincipalAssociation": { id: "{in.resourceShareArn},{in.principal}" },
};
