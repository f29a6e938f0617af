// A catalog's database: Aurora PostgreSQL with a writer and a reader in other zones, which a service reaches with an IAM
// token and no password.
import { SecurityGroup } from "@pulumi/aws/ec2";
import { Role } from "@pulumi/aws/iam";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc";
import { serviceTrust } from "../../infra/core";
import { RelationalDatabase } from "../../infra/data";
import { Vpc } from "../../infra/network";

const vpc = new Vpc("shop", {
  cidrBlock: "10.0.0.0/16",
  availabilityZones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
});

// Encrypted, TLS only, backed up for seven days, with logs and insights, and not to be deleted by mistake. Its major
// version is written down, so that it changes when somebody wants it to.
const database = new RelationalDatabase("catalog-db", {
  placement: vpc.placement(),
  engineVersion: "17",
  databaseName: "catalog",
});

// Whoever runs with this role and in this group may connect as the database user "catalog", and as nobody else. The user
// is made once: CREATE USER catalog; GRANT rds_iam TO catalog.
const role = new Role("catalog", { assumeRolePolicy: serviceTrust("ecs-tasks.amazonaws.com") });
const group = new SecurityGroup("catalog", { vpcId: vpc.vpcId, description: "The catalog's tasks." });
database.allowFrom("catalog", group.id);
new SecurityGroupEgressRule("catalog-database", {
  securityGroupId: group.id,
  referencedSecurityGroupId: database.securityGroupId,
  description: "To the database",
  ipProtocol: "tcp",
  fromPort: database.port,
  toPort: database.port,
});
database.grantConnect("catalog", { role }, "catalog");

export const databaseHost = database.endpoint;
export const databaseReaderHost = database.readerEndpoint;
export const databasePort = database.port;
