// The platform of ../pulumi/index.ts as a CDK app with cdk-nag's packs. Run by ../run.ts with what it installs.
import {
  App,
  aws_cloudwatch,
  aws_dynamodb,
  aws_ec2,
  aws_iam,
  aws_kms,
  aws_lambda,
  aws_logs,
  aws_sns,
  aws_sqs,
  Stack,
  Validations,
} from "aws-cdk-lib";
import {
  AwsSolutionsChecks,
  HIPAASecurityChecks,
  NagPack,
  NagRuleCompliance,
  NIST80053R5Checks,
  PCIDSS321Checks,
  ServerlessChecks,
} from "cdk-nag";

/** CloudFormation takes 500 resources a stack. */
const SERVICES_IN_STACK = 40;
const services = Number(process.env.SERVICES);

const app = new App();
for (let first = 0; first < services; first += SERVICES_IN_STACK) {
  const stack = new Stack(app, `platform-${first / SERVICES_IN_STACK}`);
  for (let i = first; i < Math.min(first + SERVICES_IN_STACK, services); i++) service(stack, `service-${i}`);
}
for (const Pack of [AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks]) {
  Validations.of(app).addPlugins(new Pack(app));
}
// Which rules have a verdict on which resources; not asked for where time is taken.
const judged = process.env.COUNT_VERDICTS ? watchRules() : undefined;
app.synth();
if (judged) console.log(`verdicts: ${judged.size}`);

/** Notes each pair of a rule and a resource that it applies to; several packs have the same rule. */
function watchRules(): Set<string> {
  const pairs = new Set<string>();
  const apply: unknown = Reflect.get(NagPack.prototype, "applyRule");
  if (typeof apply !== "function") throw new Error("cdk-nag applies its rules in another way");
  Reflect.set(NagPack.prototype, "applyRule", function (this: NagPack, params: Applied) {
    const rule = (node: Applied["node"]): unknown => {
      const verdict = params.rule(node);
      if (verdict !== NagRuleCompliance.NOT_APPLICABLE) pairs.add(`${params.rule.name} ${node.node.path}`);
      return verdict;
    };
    // Findings are named after the rule's function.
    const named = Object.defineProperty(rule, "name", { value: params.rule.name });
    return Reflect.apply(apply, this, [{ ...params, rule: named }]);
  });
  return pairs;
}

/** A rule that a pack applies to a resource. */
interface Applied {
  rule(node: Applied["node"]): unknown;
  node: { node: { path: string } };
}

function service(scope: Stack, name: string): void {
  const principal = { AWS: "arn:aws:iam::123456789012:root" };
  const key = new aws_kms.CfnKey(scope, `${name}-key`, {
    enableKeyRotation: true,
    keyPolicy: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: principal, Action: "kms:*", Resource: "*" }],
    },
  });
  const logs = new aws_logs.CfnLogGroup(scope, `${name}-logs`, { retentionInDays: 365, kmsKeyId: key.attrArn });
  const table = new aws_dynamodb.CfnTable(scope, `${name}-table`, {
    billingMode: "PAY_PER_REQUEST",
    attributeDefinitions: [{ attributeName: "pk", attributeType: "S" }],
    keySchema: [{ attributeName: "pk", keyType: "HASH" }],
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    sseSpecification: { sseEnabled: true, kmsMasterKeyId: key.attrArn, sseType: "KMS" },
  });
  const dead = new aws_sqs.CfnQueue(scope, `${name}-dead`, { kmsMasterKeyId: key.attrArn });
  const queue = new aws_sqs.CfnQueue(scope, `${name}-queue`, {
    kmsMasterKeyId: key.attrArn,
    redrivePolicy: { deadLetterTargetArn: dead.attrArn, maxReceiveCount: 5 },
  });
  const topic = new aws_sns.CfnTopic(scope, `${name}-topic`, { kmsMasterKeyId: key.attrArn });
  const group = new aws_ec2.CfnSecurityGroup(scope, `${name}-group`, {
    groupDescription: name,
    vpcId: "vpc-12345678",
    securityGroupIngress: [{ ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIp: "10.0.0.0/16" }],
  });
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const role = new aws_iam.CfnRole(scope, `${name}-role`, {
    assumeRolePolicyDocument: { Version: "2012-10-17", Statement: [trust] },
  });
  new aws_lambda.CfnFunction(scope, `${name}-function`, {
    runtime: "nodejs22.x",
    handler: "index.handler",
    code: { zipFile: "exports.handler = async () => {};" },
    role: role.attrArn,
    vpcConfig: { subnetIds: ["subnet-12345678", "subnet-23456789"], securityGroupIds: [group.attrGroupId] },
    environment: { variables: { TABLE: table.ref, QUEUE: queue.ref, TOPIC: topic.ref } },
    loggingConfig: { logGroup: logs.ref },
  });
  new aws_cloudwatch.CfnAlarm(scope, `${name}-alarm`, {
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
    threshold: 0,
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: [{ name: "QueueName", value: dead.attrQueueName }],
    period: 60,
    statistic: "Maximum",
    alarmActions: [topic.ref],
  });
}
