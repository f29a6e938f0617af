import { any, cannotTell, fail, pass, type Resource, stackControl, type Verdict } from "../../core";
import { given, type Referrers } from "../../graph";
import { distributions } from "./behaviors";

const source = "aws:cloudwatch/logDeliverySource:LogDeliverySource";
const delivery = "aws:cloudwatch/logDelivery:LogDelivery";

/** Others that have their logs delivered so, of those that @pulumi/aws and EventBridge name: their sources are not these. */
const others = [
  "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase",
  "aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime",
  "aws:bedrock/agentcoreBrowser:AgentcoreBrowser",
  "aws:bedrock/agentcoreCodeInterpreter:AgentcoreCodeInterpreter",
  "aws:bedrock/agentcoreGateway:AgentcoreGateway",
  "aws:bedrock/agentcoreMemory:AgentcoreMemory",
  "aws:cloudwatch/eventBus:EventBus",
  "aws:workmail/organization:Organization",
];

/** Holds distributions to a record of requests. */
export const distributionAccessLogs = stackControl({
  id: "cloudfront-access-logs",
  title: "CloudFront distributions log who fetched what",
  severity: "medium",
  why: "What CloudFront answers from its cache, or refuses, is in no other log.",
  fix: "Make a LogDeliverySource with the distribution's ARN as resourceArn and a LogDelivery of it; or set loggingConfig.bucket.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-5",
  on: distributions,
  check: (distribution, { graph }) => {
    // The older kind of logs, which a distribution of several tenants does not have.
    const older = given(graph, distribution, "loggingConfig");
    return any([
      older.mustBeSet("bucket", "a bucket, or a LogDelivery", { unknown: "set" }),
      delivered(graph.referrersTo(distribution, [source], "resourceArn", [...distributions, ...others]), (one) =>
        delivered(graph.referrersTo(one, [delivery], "deliverySourceName"), () => pass),
      ),
    ]);
  },
});

/** One of those that refer to something satisfies `judge`. */
function delivered({ certain, possible }: Referrers, judge: (one: Resource) => Verdict): Verdict {
  return any(
    [...certain.map(judge), ...possible.map(({ resource: one, reason }) => cannotTell(`${one.name}: ${reason}`))],
    fail({ path: "", found: "no delivery of its access logs", expected: "a LogDeliverySource with a LogDelivery" }),
  );
}
