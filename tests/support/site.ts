/** A program with what the platform does without: a database behind a proxy, a function and a bucket behind CloudFront, backups by tag. */
export const site = {
  "index.ts": `
import * as aws from "@pulumi/aws";

const service = (name: string, principal: string) =>
  new aws.iam.Role(name, {
    assumeRolePolicy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: principal } }] },
  });
const grant = (name: string, role: aws.iam.Role, Action: string, Resource: aws.iam.PolicyStatement["Resource"]) =>
  new aws.iam.RolePolicy(name, { role: role.name, policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] } });

const network = new aws.ec2.Vpc("network", { cidrBlock: "10.0.0.0/16" });
const subnets = ["a", "b"].map((zone, index) =>
  new aws.ec2.Subnet("private-" + zone, { vpcId: network.id, cidrBlock: "10.0." + index + ".0/24", availabilityZone: "eu-central-1" + zone }),
);
const group = (name: string) => new aws.ec2.SecurityGroup(name, { vpcId: network.id });
const [clients, proxies, stores] = [group("clients"), group("proxies"), group("stores")];
const opens = (name: string, from: aws.ec2.SecurityGroup, to: aws.ec2.SecurityGroup) => {
  const port = { ipProtocol: "tcp", fromPort: 5432, toPort: 5432 };
  new aws.vpc.SecurityGroupEgressRule(name + "-out", { ...port, securityGroupId: from.id, referencedSecurityGroupId: to.id });
  new aws.vpc.SecurityGroupIngressRule(name + "-in", { ...port, securityGroupId: to.id, referencedSecurityGroupId: from.id });
};
opens("clients-proxies", clients, proxies);
opens("proxies-stores", proxies, stores);
const database = new aws.rds.Cluster("database", {
  engine: "aurora-postgresql", masterUsername: "owner", manageMasterUserPassword: true, vpcSecurityGroupIds: [stores.id],
});
const secret = database.masterUserSecrets.apply((secrets) => secrets[0].secretArn);
const pooler = service("pooler", "rds.amazonaws.com");
grant("pooler-reads", pooler, "secretsmanager:GetSecretValue", secret);
const proxy = new aws.rds.Proxy("proxy", {
  engineFamily: "POSTGRESQL", requireTls: true, roleArn: pooler.arn, auths: [{ authScheme: "SECRETS", secretArn: secret }],
  vpcSubnetIds: subnets.map((one) => one.id), vpcSecurityGroupIds: [proxies.id],
});
const targets = new aws.rds.ProxyDefaultTargetGroup("targets", { dbProxyName: proxy.name });
new aws.rds.ProxyTarget("target", { dbProxyName: proxy.name, targetGroupName: targets.name, dbClusterIdentifier: database.id });

const renderer = service("renderer", "lambda.amazonaws.com");
new aws.iam.RolePolicyAttachment("renderer-network", {
  role: renderer.name, policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
});
const render = new aws.lambda.Function("render", {
  role: renderer.arn, runtime: "nodejs22.x", handler: "index.handler", s3Bucket: "code", s3Key: "render.zip",
  vpcConfig: { subnetIds: subnets.map((one) => one.id), securityGroupIds: [clients.id] },
  environment: { variables: { DATABASE_HOST: proxy.endpoint } },
});
const url = new aws.lambda.FunctionUrl("url", { functionName: render.name, authorizationType: "AWS_IAM" });
const access = new aws.cloudfront.OriginAccessControl("access", {
  originAccessControlOriginType: "lambda", signingBehavior: "always", signingProtocol: "sigv4",
});
const viewer = new aws.cloudfront.OriginAccessIdentity("viewer", {});
const files = new aws.s3.Bucket("files", {});
new aws.s3.BucketPolicy("files-policy", {
  bucket: files.id,
  policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: viewer.iamArn }, Action: "s3:GetObject", Resource: [files.arn.apply((arn) => arn + "/*")] }] },
});
const behavior = { viewerProtocolPolicy: "https-only", allowedMethods: ["GET", "HEAD"], cachedMethods: ["GET", "HEAD"] };
const web = new aws.cloudfront.Distribution("web", {
  enabled: true, restrictions: { geoRestriction: { restrictionType: "none" } }, viewerCertificate: { cloudfrontDefaultCertificate: true },
  defaultCacheBehavior: { ...behavior, targetOriginId: "render" },
  orderedCacheBehaviors: [{ ...behavior, targetOriginId: "files", pathPattern: "/static/*" }],
  origins: [
    {
      originId: "render", domainName: url.functionUrl.apply((text) => new URL(text).host), originAccessControlId: access.id,
      customOriginConfig: { httpPort: 80, httpsPort: 443, originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] },
    },
    {
      originId: "files", domainName: files.bucketRegionalDomainName,
      s3OriginConfig: { originAccessIdentity: viewer.cloudfrontAccessIdentityPath },
    },
  ],
});
const called = { function: render.name, principal: "cloudfront.amazonaws.com", sourceArn: web.arn };
new aws.lambda.Permission("url-call", { ...called, action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "AWS_IAM" });
new aws.lambda.Permission("call", { ...called, action: "lambda:InvokeFunction", invokedViaFunctionUrl: true });

const orders = new aws.dynamodb.Table("orders", {
  hashKey: "id", attributes: [{ name: "id", type: "S" }], billingMode: "PAY_PER_REQUEST", tags: { backup: "daily" },
});
new aws.dynamodb.Table("scratch", { hashKey: "id", attributes: [{ name: "id", type: "S" }], billingMode: "PAY_PER_REQUEST" });
const keeper = service("keeper", "backup.amazonaws.com");
grant("keeper-backs-up", keeper, "dynamodb:StartAwsBackupJob", orders.arn);
const vault = new aws.backup.Vault("vault", {});
const plan = new aws.backup.Plan("plan", { rules: [{ ruleName: "daily", targetVaultName: vault.name, schedule: "cron(0 5 * * ? *)" }] });
new aws.backup.Selection("selection", {
  planId: plan.id, iamRoleArn: keeper.arn, resources: ["*"],
  conditions: [{ stringEquals: [{ key: "aws:ResourceTag/backup", value: "daily" }] }],
});
`,
};
