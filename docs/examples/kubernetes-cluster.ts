/**
 * Kubernetes on Fargate: a cluster in private subnets, whose services need no nodes. One service may read a queue, and has
 * its settings as a ConfigMap; a deployment role may change what is in the service's namespace, and nothing else.
 */
import { Role } from "@pulumi/aws/iam";
import { ClusterAccessPolicy, KubernetesCluster } from "../../infra/compute";
import { policyDocument } from "../../infra/core";
import { Queue } from "../../infra/messaging";
import { NatGateways, SubnetTier, Vpc } from "../../infra/network";

// Pods pull their images, and what the cluster itself runs, through the NAT gateways.
const network = new Vpc("network", {
  cidrBlock: "10.20.0.0/16",
  availabilityZones: ["eu-central-1a", "eu-central-1b"],
  natGateways: NatGateways.PerZone,
});

// Nothing more is needed: Fargate profiles for `default` and for the cluster's own pods, DNS, a private endpoint,
// logs of the control plane and of the pods, a key for both and for secrets, alarms.
const cluster = new KubernetesCluster("services", { placement: network.placement(SubnetTier.Private) });

// Pods of the service account `orders` have this role, which is a grantee as any other.
const orders = cluster.podRole("orders", { namespace: "default", serviceAccount: "orders" });
const incoming = new Queue("incoming-orders");
incoming.grantConsume(orders, "orders");
cluster.environment("orders", { namespace: "default", variables: { LOG_LEVEL: "info", QUEUE_URL: incoming.url } });

const deployment = new Role("deployment", {
  assumeRolePolicy: policyDocument({
    Effect: "Allow",
    Principal: { Service: "codebuild.amazonaws.com" },
    Action: "sts:AssumeRole",
  }),
});
cluster.grantAccess({ role: deployment }, "deployment", ClusterAccessPolicy.Edit, ["default"]);

export const clusterName = cluster.clusterName;
// pulumi stack output manifests | kubectl apply -f -
export const manifests = cluster.manifestYaml();
