import { all, stackControl } from "../../core";
import { both } from "../../graph/iam";
import { refuse } from "../shared/statements";
import { allowsAction, everyBroadGrant, grantingTypes, onAll } from "./grants";

/**
 * Actions that read, write or call what is the business's, with what ARNs have before the name. All of them can be held
 * to named resources: docs.aws.amazon.com/service-authorization/latest/reference/.
 */
export const dataActions: Readonly<Record<string, string>> = {
  "s3:GetObject": "",
  "s3:PutObject": "",
  "s3:DeleteObject": "",
  "dynamodb:GetItem": "table",
  "dynamodb:Query": "table",
  "dynamodb:Scan": "table",
  "dynamodb:PutItem": "table",
  "dynamodb:UpdateItem": "table",
  "dynamodb:DeleteItem": "table",
  "secretsmanager:GetSecretValue": "secret",
  "ssm:GetParameter": "parameter",
  "ssm:GetParameters": "parameter",
  "ssm:GetParametersByPath": "parameter",
  "sqs:ReceiveMessage": "",
  "sqs:SendMessage": "",
  "sns:Publish": "",
  "kinesis:GetRecords": "stream",
  "kinesis:PutRecords": "stream",
  "lambda:InvokeFunction": "function",
  "states:StartExecution": "stateMachine",
  "sts:AssumeRole": "role",
};

/** Holds policies to the data that they name. */
export const policyDataAccess = stackControl({
  id: "iam-policy-data-access",
  title: "Policies name the data that they open",
  severity: "medium",
  why: "A flaw in one service then opens the data of all of them.",
  fix: "Name the buckets, tables, queues, secrets, functions and roles in Resource.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  on: grantingTypes,
  check: (policy, { graph }) =>
    everyBroadGrant(graph, policy, (statement, path) =>
      all(
        Object.entries(dataActions).map(([action, kind]) =>
          refuse(
            both(
              statement.conditions.length === 0,
              allowsAction(statement, action.toLowerCase()),
              onAll(statement, action === "sts:AssumeRole" ? "iam" : action.slice(0, action.indexOf(":")), kind),
            ),
            { path, found: `an Allow of ${action} on all`, expected: "named resources, or a condition" },
          ),
        ),
      ),
    ),
});
