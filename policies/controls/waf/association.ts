import { cannotTell, fail, pass, type Resource, tokens, type Verdict } from "../../core";
import type { Graph } from "../../graph";

const association = "aws:wafv2/webAclAssociation:WebAclAssociation";

/** What an association may put a web ACL in front of, as @pulumi/aws says of its resourceArn. */
const protectable = [
  ...tokens.loadBalancer,
  "aws:apigateway/stage:Stage",
  "aws:cognito/userPool:UserPool",
  "aws:appsync/graphQLApi:GraphQLApi",
  "aws:apprunner/service:Service",
  "aws:amplify/app:App",
  "aws:bedrock/agentcoreGateway:AgentcoreGateway",
  "aws:verifiedaccess/instance:Instance",
];

/** Passes for what has a web ACL in front of it, by an association beside it. */
export function hasWebAcl(graph: Graph, resource: Resource): Verdict {
  const { certain, possible } = graph.referrersTo(resource, [association], "resourceArn", protectable);
  if (certain.length > 0) return pass;
  const [first] = possible;
  return first
    ? cannotTell(`${first.resource.name}: ${first.reason}`)
    : fail({ path: "", found: "no web ACL", expected: "a WebAclAssociation with its ARN as resourceArn" });
}
