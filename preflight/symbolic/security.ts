import type { SymbolicTable } from "./table";
import type { Values } from "./values";

/** IAM, KMS, secrets, identity, audit, logs. */
export const security: SymbolicTable = {
  "aws:iam/role:Role": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:iam::{a}:role{path}{name}",
    uniqueId: "AROA{ABC.17}",
  },
  "aws:iam/policy:Policy": {
    id: "arn:{p}:iam::{a}:policy{path}{name}",
    name: "{name}",
    arn: "{id}",
    policyId: "ANPA{ABC.17}",
  },
  "aws:iam/user:User": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:iam::{a}:user{path}{name}",
    uniqueId: "AIDA{ABC.17}",
  },
  "aws:iam/group:Group": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:iam::{a}:group{path}{name}",
    uniqueId: "AGPA{ABC.17}",
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:iam::{a}:instance-profile{path}{name}",
    uniqueId: "AIPA{ABC.17}",
  },
  "aws:iam/rolePolicy:RolePolicy": { id: "{in.role}:{name}", name: "{name}" },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { id: "{in.role}/{in.policyArn}" },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    id: (values) => oidcArn(values),
    arn: (values) => oidcArn(values),
  },
  "aws:kms/key:Key": { id: "{uuid}", keyId: "{uuid}", arn: "arn:{p}:kms:{r}:{a}:key/{uuid}" },
  "aws:kms/replicaKey:ReplicaKey": { id: "mrk-{abc.32}", keyId: "{id}", arn: "arn:{p}:kms:{r}:{a}:key/{id}" },
  "aws:kms/alias:Alias": {
    id: aliasName,
    name: aliasName,
    arn: (values) => {
      const name = aliasName(values);
      const { partition, region, account } = values.context;
      return name && `arn:${partition}:kms:${region}:${account}:${name}`;
    },
    targetKeyArn: (values) => keyArn(values, values.input("targetKeyId")),
  },
  "aws:kms/grant:Grant": { id: "{in.keyId}:{uuid}", grantId: "{uuid}" },
  "aws:secretsmanager/secret:Secret": {
    id: "arn:{p}:secretsmanager:{r}:{a}:secret:{name}-facade",
    name: "{name}",
    arn: "{id}",
  },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    id: "{in.secretId}|{uuid}",
    arn: "{in.secretId}",
    versionId: "{uuid}",
    secretArn: "{in.secretId}",
  },
  "aws:secretsmanager/secretPolicy:SecretPolicy": { id: "{in.secretArn}" },
  "aws:secretsmanager/secretRotation:SecretRotation": { id: "{in.secretId}" },
  "aws:ssm/parameter:Parameter": {
    id: "{name}",
    name: "{name}",
    arn: (values) => {
      const name = values.autoName("name");
      const { partition, region, account } = values.context;
      return name && `arn:${partition}:ssm:${region}:${account}:parameter${name.startsWith("/") ? "" : "/"}${name}`;
    },
  },
  "aws:ssm/document:Document": { id: "{name}", name: "{name}", arn: "arn:{p}:ssm:{r}:{a}:document/{name}" },
  "aws:cognito/userPool:UserPool": {
    id: "{r}_{abc.10}",
    name: "{name}",
    arn: "arn:{p}:cognito-idp:{r}:{a}:userpool/{id}",
    endpoint: "cognito-idp.{r}.{dns}/{id}",
  },
  "aws:cognito/userPoolClient:UserPoolClient": { id: "{abc.26}", name: "{name}" },
  "aws:cognito/userPoolDomain:UserPoolDomain": { id: "{in.domain}", awsAccountId: "{a}" },
  "aws:cognito/identityPool:IdentityPool": {
    id: "{r}:{uuid}",
    arn: "arn:{p}:cognito-identity:{r}:{a}:identitypool/{id}",
  },
  "aws:cloudtrail/trail:Trail": {
    id: "arn:{p}:cloudtrail:{r}:{a}:trail/{name}",
    name: "{name}",
    arn: "{id}",
    homeRegion: "{r}",
  },
  "aws:cloudwatch/logGroup:LogGroup": { id: "{name}", name: "{name}", arn: "arn:{p}:logs:{r}:{a}:log-group:{name}" },
  "aws:cloudwatch/logStream:LogStream": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:logs:{r}:{a}:log-group:{in.logGroupName}:log-stream:{name}",
  },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": { id: "{name}", name: "{name}" },
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": { id: "{in.policyName}" },
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": { id: "cwlsf-{digits}", name: "{name}" },
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:logs:{r}:{a}:delivery-source:{name}",
  },
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:logs:{r}:{a}:delivery-destination:{name}",
  },
  "aws:cloudwatch/logDelivery:LogDelivery": { id: "{abc.16}", arn: "arn:{p}:logs:{r}:{a}:delivery:{id}" },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:cloudwatch:{r}:{a}:alarm:{name}",
  },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    id: "{in.alarmName}",
    arn: "arn:{p}:cloudwatch:{r}:{a}:alarm:{in.alarmName}",
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    id: "{in.dashboardName}",
    dashboardArn: "arn:{p}:cloudwatch::{a}:dashboard/{in.dashboardName}",
  },
  "aws:cfg/recorder:Recorder": { id: "{name}", name: "{name}" },
  "aws:cfg/rule:Rule": {
    id: "{name}",
    name: "{name}",
    ruleId: "config-rule-{abc.10}",
    arn: "arn:{p}:config:{r}:{a}:config-rule/config-rule-{abc.10}",
  },
  "aws:cfg/deliveryChannel:DeliveryChannel": { id: "{name}", name: "{name}" },
  "aws:guardduty/detector:Detector": {
    id: "{abc.32}",
    accountId: "{a}",
    arn: "arn:{p}:guardduty:{r}:{a}:detector/{id}",
  },
};

/** A provider's ARN has its URL without the scheme. */
function oidcArn(values: Values): string | undefined {
  const url = values.input("url");
  const { partition, account } = values.context;
  return url && `arn:${partition}:iam::${account}:oidc-provider/${url.replace(/^https:\/\//, "")}`;
}

function aliasName(values: Values): string | undefined {
  const name = values.autoName("name");
  return name === undefined || name.startsWith("alias/") ? name : `alias/${name}`;
}

function keyArn(values: Values, key: string | undefined): string | undefined {
  const { partition, region, account } = values.context;
  return key === undefined || key.startsWith("arn:") ? key : `arn:${partition}:kms:${region}:${account}:key/${key}`;
}
