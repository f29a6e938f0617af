// Consul's servers for teams that bring Consul along: three zones, encrypted, and reached inside of the network only.
import { ContainerCluster } from "../../infra/compute";
import { ThirdPartyRegistry } from "../../infra/discovery";
import { NatGateways, Vpc } from "../../infra/network";

const vpc = new Vpc("platform", {
  cidrBlock: "10.0.0.0/16",
  availabilityZones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
  minimumZones: 3,
  natGateways: NatGateways.PerZone,
});

// Made by `consul tls ca create` and `consul tls cert create -server -additional-dnsname=consul.registry.internal`.
const secret = (name: string) => `arn:aws:secretsmanager:eu-central-1:123456789012:secret:consul-${name}-AbCdEf`;

const registry = new ThirdPartyRegistry("registry", {
  cluster: new ContainerCluster("tools"),
  placement: vpc.placement(),
  image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/tools/consul:1.21.5",
  egress: { internet: { cidr: "0.0.0.0/0" } },
  tls: {
    authoritySecretArn: secret("authority"),
    certificateSecretArn: secret("certificate"),
    keySecretArn: secret("key"),
  },
});
registry.allowFrom("legacy", { cidr: "10.0.32.0/20" });

export const api = registry.apiUrl;
export const managementTokenArn = registry.managementTokenArn;
