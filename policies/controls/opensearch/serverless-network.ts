import { control, notApplicable, type Value, type Verdict, when } from "../../core";

/** Holds serverless collections to the network. */
export const searchServerlessNetwork = control({
  id: "opensearch-serverless-network",
  title: "OpenSearch Serverless collections are not reached from the internet",
  severity: "high",
  why: "A network policy that allows the public leaves the documents to data access policies alone.",
  fix: "Set AllowFromPublic to false, and name VPC endpoints in SourceVPCEs.",
  url: "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-network.html",
  on: ["aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy"],
  check: (policy) =>
    when(
      policy.string("type").equals("network"),
      () => policy.json("policy").judge((rules) => rules.list().every(isClosed), { absent: "rules" }),
      () => notApplicable("it is no network policy"),
    ),
});

function isClosed(rule: Value): Verdict {
  return rule.boolean("AllowFromPublic").mustBeFalse();
}
