import { Role } from "@pulumi/aws/iam";
import { RelationalDatabase, type RelationalDatabaseArgs } from "../../../../infra/data";
import { type GraphOptions, graph, type TestGraph } from "../../../../testing";

export const CLUSTER = "aws:rds/cluster:Cluster";
export const MEMBER = "aws:rds/clusterInstance:ClusterInstance";
export const INSTANCE = "aws:rds/instance:Instance";
export const KEY = "arn:aws:kms:eu-central-1:123456789012:key/k";
export const SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!cluster-1";
export const placement = { vpcId: "vpc-1", cidrBlock: "10.0.0.0/16", subnetIds: ["subnet-a", "subnet-b", "subnet-c"] };

/** What AWS would answer of databases and proxies. */
export const outputs = {
  [CLUSTER]: { clusterResourceId: "cluster-ABC", masterUserSecrets: [{ secretArn: SECRET }], endpoint: "writer" },
  [INSTANCE]: { resourceId: "db-ABC", masterUserSecrets: [{ secretArn: SECRET }], address: "instance" },
  "aws:rds/proxy:Proxy": { arn: "arn:aws:rds:eu-central-1:123456789012:db-proxy:prx-ABC", endpoint: "proxy" },
};

export type Options = Omit<RelationalDatabaseArgs, "placement">;

/** What the database "catalog" registers with these options. */
export function build(args: Options = {}, options: GraphOptions = {}): Promise<TestGraph> {
  return graph(() => new RelationalDatabase("catalog", { placement, ...args }), { outputs, ...options });
}

export const worker = () => ({ role: new Role("worker", { assumeRolePolicy: "{}" }) });
