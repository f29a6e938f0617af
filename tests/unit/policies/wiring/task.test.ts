import { taskWiring } from "../../../../policies/controls/wiring/task";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../support/policies";
import { allow, arn, granted, grantedBy, logGroup, role, table } from "./samples";

const ECS = "ecs-tasks.amazonaws.com";
const runner = role("runner", ECS);
const starter = role("starter", ECS);
const orders = table("orders");
const logs = logGroup("g");
const password = sample("aws:secretsmanager/secret:Secret", "s", { arn: arn("secretsmanager", "secret:s-1") });
const images = sample("aws:ecr/repository:Repository", "r", { name: "shop", arn: arn("ecr", "repository/shop") });
const container = {
  image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop@sha256:0",
  environment: [{ name: "TABLE", value: "orders" }],
  secrets: [{ name: "PASSWORD", valueFrom: `${password.props.arn}:password::` }],
  logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "g" } },
};
const task = (definitions: unknown) =>
  sample("aws:ecs/taskDefinition:TaskDefinition", "t", {
    arn: arn("ecs", "task-definition/t:1"),
    taskRoleArn: runner.props.arn,
    executionRoleArn: starter.props.arn,
    containerDefinitions: definitions,
  });
const read = granted(runner, allow("dynamodb:GetItem", String(orders.props.arn)));
const fetch = [allow("ecr:BatchGetImage"), allow("ecr:GetDownloadUrlForLayer"), allow("ecr:GetAuthorizationToken")];
const write = allow(["logs:CreateLogStream", "logs:PutLogEvents"], `${logs.props.arn}:*`);
const open = allow("secretsmanager:GetSecretValue", String(password.props.arn));
const world = [runner, starter, orders, logs, password, images];
const subject = task(JSON.stringify([container]));
const collector = (more: Record<string, unknown>) => ({
  subject: task(JSON.stringify([{ name: "collector", ...more }])),
  others: [runner, starter],
});
const configured = (text: string) => collector({ environment: [{ name: "AOT_CONFIG_CONTENT", value: text }] });
const pipelines = (exporters: string[]) => JSON.stringify({ service: { pipelines: { traces: { exporters } } } });
/** Containers that send traces. */
const senders = {
  "X-Ray's daemon": collector({ image: "public.ecr.aws/xray/aws-xray-daemon:latest" }),
  "AWS's own configuration of a collector": collector({ command: ["--config=/etc/ecs/ecs-default-config.yaml"] }),
  "AWS's own configuration with metrics": collector({ command: ["--config", "/etc/ecs/ecs-amp-xray-prometheus.yaml"] }),
  "a configuration that is JSON": configured(pipelines(["debug", "awsxray"])),
  "a configuration that is YAML": configured("pipelines:\n  traces:\n    exporters: [awsxray]\n"),
  "a configuration with a list in YAML": configured("traces:\n  exporters:\n    - debug\n    - awsxray\n"),
};
const database = sample("aws:rds/cluster:Cluster", "db", {
  arn: arn("rds", "cluster:db"),
  clusterResourceId: "cluster-ABC",
  endpoint: "db.cluster-abc.eu-central-1.rds.amazonaws.com",
  iamDatabaseAuthenticationEnabled: true,
});
const ofDatabase = (secrets: string[], ...others: Sample[]) => ({
  subject: task(
    JSON.stringify([
      {
        environment: [{ name: "DB_HOST", value: database.props.endpoint }],
        secrets: secrets.map((name) => ({ name, valueFrom: arn("secretsmanager", "secret:far") })),
      },
    ]),
  ),
  others: [runner, starter, database, ...others],
});
const traces = granted(runner, allow("xray:PutTraceSegments"));

describeControl(taskWiring, {
  compliant: {
    ...Object.fromEntries(
      Object.entries(senders).map(([name, one]) => [`traces by ${name}`, { ...one, others: [...one.others, traces] }]),
    ),
    "a collector that sends metrics alone": configured(`${pipelines(["awsemf"])} receivers: {awsxray: {}}`),
    "AWS's own configuration without traces": collector({ command: ["--config=/etc/ecs/ecs-amp.yaml"] }),
    "a database that it may connect to": ofDatabase(
      [],
      granted(runner, allow("rds-db:connect", arn("rds-db", "dbuser:cluster-ABC/orders"))),
    ),
    "a database that it has a password for": ofDatabase(["DB_PASSWORD"]),
    "a database, and a file of variables": {
      subject: task(
        JSON.stringify([
          {
            environment: [{ name: "DB_HOST", value: database.props.endpoint }],
            environmentFiles: [{ type: "s3", value: "arn:aws:s3:::b/o.env" }],
          },
        ]),
      ),
      others: [runner, starter, database],
    },
    "roles that ECS may take on for the account's tasks alone": {
      subject,
      others: [
        ...world.filter((one) => one !== runner && one !== starter),
        role("runner", ECS, { ArnLike: { "aws:SourceArn": arn("ecs", "*") } }),
        role("starter", ECS, { StringEquals: { "aws:SourceAccount": "123456789012" } }),
        read,
        granted(starter, ...fetch, write, open),
      ],
    },
    "all that it takes": { subject, others: [...world, read, granted(starter, ...fetch, write, open)] },
  },
  violating: {
    ...Object.fromEntries(
      Object.entries(senders).map(([name, one]) => [
        `traces by ${name} that it may not send`,
        {
          ...one,
          at: "taskRoleArn",
          saying: /task t → X-Ray without a policy of role runner that allows xray:PutTrace/,
        },
      ]),
    ),
    "a collector without a role": {
      subject: sample("aws:ecs/taskDefinition:TaskDefinition", "t", {
        containerDefinitions: JSON.stringify([{ image: "amazon/aws-xray-daemon" }]),
      }),
      at: "taskRoleArn",
      saying: /task t → X-Ray without a role/,
    },
    "a database that it may not connect to": {
      ...ofDatabase([]),
      at: "containerDefinitions",
      saying: /task t → database db without a policy of role runner that allows rds-db:connect/,
    },
    "an image that ECS may fetch, and may not log in for": {
      subject,
      others: [...world, read, granted(starter, ...fetch.slice(0, 2), write, open)],
      at: "executionRoleArn",
      saying: /image repository r without a policy of role starter that allows ecr:GetAuthorizationToken/,
    },
    "a role that ECS may take on in another region alone": {
      subject,
      others: [
        ...world.filter((one) => one !== runner),
        role("runner", ECS, { ArnLike: { "aws:SourceArn": "arn:aws:ecs:us-east-1:123456789012:*" } }),
        read,
        granted(starter, ...fetch, write, open),
      ],
      at: "taskRoleArn",
      saying: /trust policy of role runner/,
    },
    "a table that its code may not touch": {
      subject,
      others: [...world, granted(starter, ...fetch, write, open)],
      at: "containerDefinitions",
      saying: /task t → table orders without a policy of role runner/,
    },
    "a role that ECS may not take on": {
      subject,
      others: [
        ...world.filter((one) => one !== runner),
        role("runner", "lambda.amazonaws.com"),
        read,
        granted(starter, ...fetch, write, open),
      ],
      at: "taskRoleArn",
      saying: /trust policy of role runner/,
    },
    "a secret that ECS may not read": {
      subject,
      others: [...world, read, granted(starter, ...fetch, write)],
      at: "executionRoleArn",
      saying: /secret s without a policy of role starter that allows secretsmanager:GetSecretValue/,
    },
    "logs that ECS may not write": {
      subject,
      others: [...world, read, granted(starter, ...fetch, open)],
      at: "executionRoleArn",
      saying: /log group g/,
    },
    "an image that ECS may not fetch": {
      subject,
      others: [...world, read, granted(starter, write, open)],
      at: "executionRoleArn",
      saying: /image repository r/,
    },
  },
  undecided: {
    "definitions that are not known yet": {
      subject: task(UNKNOWN),
      others: world,
      because: /containerDefinitions is not known/,
    },
    "a policy that is not known yet": {
      subject,
      others: [...world, read, grantedBy(starter, UNKNOWN)],
      because: /starter-policy/,
    },
  },
  mayBeDropped: {
    containerDefinitions: "AWS refuses a task without containers",
    arn: "the role trusts all tasks",
    taskRoleArn: "containers that call nothing need no role",
    endpoint: "an address of nothing names nothing",
    iamDatabaseAuthenticationEnabled: "a database that takes passwords alone asks nothing of IAM",
  },
});
