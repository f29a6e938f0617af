import { all, pass, type Resource, stackControl, type Verdict } from "../../core";
import { type Graph, given, Unclear } from "../../graph";
import { arnOf, partOf, receivers, roleCalls } from "../../graph/wiring";
import { byRole, logStreamBeside } from "./shared";

const fix = "Let the service take the role on, and grant the role logs:CreateLogStream and logs:PutLogEvents.";

export const apiAccountWiring = stackControl({
  id: "wiring-api-account",
  title: "API Gateway may write the logs of the account's APIs",
  severity: "medium",
  why: "API Gateway refuses a stage with logs, or writes none, where the account's role may not write them.",
  fix,
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
  on: ["aws:apigateway/account:Account"],
  check: (account, { graph }) =>
    writes(graph, account, "cloudwatchRoleArn", "apigateway.amazonaws.com", `API account ${account.name}`, (role) => {
      // API Gateway names the log groups of executions itself.
      const place = placeOf(role);
      return place instanceof Unclear ? place : `${place}:log-group:API-Gateway-Execution-Logs_api/stage:log-stream:s`;
    }),
});

const feedback = ["sqs", "lambda", "firehose", "http", "application"].flatMap((protocol) =>
  ["Success", "Failure"].map((outcome) => `${protocol}${outcome}FeedbackRoleArn`),
);

export const topicFeedbackWiring = stackControl({
  id: "wiring-topic-feedback",
  title: "A topic may write the log of its deliveries",
  severity: "medium",
  why: "What could not be delivered to a subscriber is then to be found nowhere.",
  fix,
  url: "https://docs.aws.amazon.com/sns/latest/dg/topics-attrib.html",
  on: receivers.topic.types,
  check: (topic, { graph }) =>
    all(
      feedback.map((path) =>
        topic.has(path) === false
          ? pass
          : writes(graph, topic, path, "sns.amazonaws.com", `topic ${topic.name}`, () => groupOf(topic)),
      ),
    ),
});

const monitored = ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance", "aws:rds/cluster:Cluster"];

export const databaseMonitoringWiring = stackControl({
  id: "wiring-database-monitoring",
  title: "RDS may write the enhanced monitoring of a database",
  severity: "medium",
  why: "Without its role the database runs and its operating system is not watched.",
  fix: "Let monitoring.rds.amazonaws.com take the role on, and grant the role AmazonRDSEnhancedMonitoringRole, or logs:CreateLogStream and logs:PutLogEvents on the log group RDSOSMetrics.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html",
  on: monitored,
  check: (database, { graph }) => {
    const interval = given(graph, database, "monitoringInterval");
    return interval.state === "absent" || interval.number().value === 0
      ? pass
      : writes(graph, database, "monitoringRoleArn", "monitoring.rds.amazonaws.com", `database ${database.name}`, () =>
          logStreamBeside(database, () => "RDSOSMetrics"),
        );
  },
});

/** SNS names the log groups sns/REGION/ACCOUNT/TOPIC: docs.aws.amazon.com/sns/latest/dg/sns-topic-attributes.html */
function groupOf(topic: Resource): string | Unclear {
  return logStreamBeside(topic, (region, account, name) => `sns/${region}/${account}/${name}`);
}

function writes(
  graph: Graph,
  resource: Resource,
  path: string,
  service: string,
  from: string,
  streamOf: (role: Resource) => string | Unclear,
): Verdict {
  if (resource.has(path) === undefined && graph.dependenciesOf(resource, path).length === 0) {
    return pass;
  }
  const edge = { from, to: "its log group", path };
  return resource.has(path) === false
    ? pass
    : byRole(graph, edge, { resource, rolePath: path, service }, (role) =>
        all(
          ["logs:CreateLogStream", "logs:PutLogEvents"].map((action) => {
            const stream = streamOf(role);
            const group = typeof stream === "string" ? stream.replace(/:log-stream:s$/, "") : stream;
            return roleCalls(graph, edge, role, [action], [stream, group]);
          }),
        ),
      );
}

/** A role says the account and no region; log groups of any are meant. */
function placeOf(role: Resource): string | Unclear {
  const arn = arnOf(role);
  const [partition, account] = [partOf(arn, "partition"), partOf(arn, "account")];
  return typeof partition === "string" && typeof account === "string"
    ? `arn:${partition}:logs:region:${account}`
    : Unclear.because("the account is not known");
}
