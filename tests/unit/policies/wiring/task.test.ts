import { taskWiring } from "../../../../policies/controls/wiring/task";
import { describeControl, sample, UNKNOWN } from "../../../support/policies";
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
const fetch = [allow("ecr:BatchGetImage"), allow("ecr:GetDownloadUrlForLayer")];
const write = allow(["logs:CreateLogStream", "logs:PutLogEvents"], `${logs.props.arn}:*`);
const open = allow("secretsmanager:GetSecretValue", String(password.props.arn));
const world = [runner, starter, orders, logs, password, images];
const subject = task(JSON.stringify([container]));

describeControl(taskWiring, {
  compliant: {
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
  mayBeDropped: { containerDefinitions: "AWS refuses a task without containers", arn: "the role trusts all tasks" },
});
