type Values = Record<string, unknown>;

/**
 * The platform of `pulumi/index.ts` as `terraform show -json` prints a plan: what is known at plan time under `after`, what is
 * not under `after_unknown`, and references in the configuration.
 */
export function terraformPlan(services: number): string {
  const all = Array.from({ length: services }, (_, i) => service(`service_${i}`)).flat();
  const provider_name = "registry.terraform.io/hashicorp/aws";
  const common = ({ type, name }: PlannedResource) => ({ address: `${type}.${name}`, mode: "managed", type, name });
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.13.0",
    planned_values: {
      root_module: {
        resources: all.map((one) => ({ ...common(one), provider_name, schema_version: 0, values: one.values })),
      },
    },
    resource_changes: all.map((one) => ({
      ...common(one),
      provider_name,
      change: {
        actions: ["create"],
        before: null,
        after: one.values,
        after_unknown: Object.fromEntries(Object.keys(one.references).map((key) => [key, true])),
      },
    })),
    configuration: {
      provider_config: { aws: { name: "aws", full_name: provider_name } },
      root_module: {
        resources: all.map((one) => ({
          ...common(one),
          provider_config_key: "aws",
          schema_version: 0,
          expressions: {
            ...Object.fromEntries(Object.entries(one.values).map(([key, value]) => [key, { constant_value: value }])),
            ...Object.fromEntries(Object.entries(one.references).map(([key, to]) => [key, { references: [to] }])),
          },
        })),
      },
    },
  });
}

interface PlannedResource {
  type: string;
  name: string;
  values: Values;
  /** Properties that another resource's attribute gives. */
  references: Record<string, string>;
}

function service(name: string): PlannedResource[] {
  const planned = (type: string, suffix: string, values: Values, references: Record<string, string> = {}) => ({
    type,
    name: `${name}_${suffix}`,
    values,
    references,
  });
  const key = `aws_kms_key.${name}_key.arn`;
  const policy = (...Statement: Values[]) => JSON.stringify({ Version: "2012-10-17", Statement });
  const administrator = { AWS: "arn:aws:iam::123456789012:root" };
  const lambda = { Service: "lambda.amazonaws.com" };
  return [
    planned("aws_kms_key", "key", {
      enable_key_rotation: true,
      policy: policy({ Effect: "Allow", Principal: administrator, Action: "kms:*", Resource: "*" }),
    }),
    planned("aws_cloudwatch_log_group", "logs", { retention_in_days: 365 }, { kms_key_id: key }),
    planned("aws_dynamodb_table", "table", {
      billing_mode: "PAY_PER_REQUEST",
      attribute: [{ name: "pk", type: "S" }],
      hash_key: "pk",
      point_in_time_recovery: [{ enabled: true }],
      server_side_encryption: [{ enabled: true }],
    }),
    planned("aws_sqs_queue", "dead", {}, { kms_master_key_id: key }),
    planned("aws_sqs_queue", "queue", {}, { kms_master_key_id: key, redrive_policy: `aws_sqs_queue.${name}_dead.arn` }),
    planned("aws_sns_topic", "topic", {}, { kms_master_key_id: key }),
    planned("aws_security_group", "group", {
      description: name,
      vpc_id: "vpc-12345678",
      ingress: [{ protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: ["10.0.0.0/16"] }],
    }),
    planned("aws_iam_role", "role", {
      assume_role_policy: policy({ Effect: "Allow", Principal: lambda, Action: "sts:AssumeRole" }),
    }),
    planned(
      "aws_lambda_function",
      "function",
      {
        function_name: name,
        runtime: "nodejs22.x",
        handler: "index.handler",
        filename: "function.zip",
        vpc_config: [{ subnet_ids: ["subnet-12345678", "subnet-23456789"] }],
        logging_config: [{ log_format: "Text" }],
      },
      { role: `aws_iam_role.${name}_role.arn`, environment: `aws_dynamodb_table.${name}_table.name` },
    ),
    planned(
      "aws_cloudwatch_metric_alarm",
      "alarm",
      {
        alarm_name: name,
        comparison_operator: "GreaterThanThreshold",
        evaluation_periods: 1,
        threshold: 0,
        namespace: "AWS/SQS",
        metric_name: "ApproximateNumberOfMessagesVisible",
        period: 60,
        statistic: "Maximum",
      },
      { alarm_actions: `aws_sns_topic.${name}_topic.arn`, dimensions: `aws_sqs_queue.${name}_dead.name` },
    ),
  ];
}
