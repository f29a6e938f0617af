import { cannotTell, fail, pass, type Resource, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { referrersAmongTypes } from "../shared/referrers";

const association = "aws:wafv2/webAclAssociation:WebAclAssociation";

/** Passes for what has a web ACL in front of it, by an association beside it. */
export function hasWebAcl(graph: Graph, resource: Resource): Verdict {
  const { certain, possible } = referrersAmongTypes(graph, resource, association, "resourceArn");
  if (certain.length > 0) return pass;
  const [first] = possible;
  return first
    ? cannotTell(`${first.resource.name}: ${first.reason}`)
    : fail({ path: "", found: "no web ACL", expected: "a WebAclAssociation with its ARN as resourceArn" });
}
