import { all, any, pass, type Resource, stackControl, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { closedToEverybody } from "../shared/open-policy";
import { judgePolicy } from "../shared/policies";
import { searchDomains } from "./domains";

const policies = ["aws:opensearch/domainPolicy:DomainPolicy", "aws:elasticsearch/domainPolicy:DomainPolicy"];

/** Holds search domains to requests of principals that are named. */
export const searchAccessPolicy = stackControl({
  id: "opensearch-access-policy",
  title: "Search domains don't take requests that nobody signed",
  severity: "critical",
  why: "A policy for everybody leaves the documents to whoever reaches the endpoint.",
  fix: "Name principals in accessPolicies; a domain in a VPC with fine-grained access control may leave it to that.",
  url: "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html",
  on: searchDomains,
  check: (domain, { graph }) =>
    any([
      judgePolicy(
        graph,
        domain,
        { types: policies, path: "domainName", document: "accessPolicies" },
        closedToEverybody,
        pass,
      ),
      knowsUsersInVpc(graph, domain),
    ]),
});

/** AWS lets everybody in by policy where its users are known by fine-grained access control. */
function knowsUsersInVpc(graph: Graph, domain: Resource): Verdict {
  return all(
    given(graph, domain, "advancedSecurityOptions").boolean("enabled").mustBeTrue(),
    given(graph, domain, "vpcOptions").list("subnetIds").lengthAtLeast(1),
  );
}
