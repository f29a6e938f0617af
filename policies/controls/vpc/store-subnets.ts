import {
  all,
  cannotTell,
  fail,
  notApplicable,
  pass,
  type Resource,
  stackControl,
  tokens,
  type Verdict,
} from "../../core";
import { type Graph, given, Unclear } from "../../graph";
import { isPublicSubnet } from "../../graph/network/routes";
import { subnetsOfStores } from "../../graph/network/store-stations";
import { everyCandidate } from "../shared/candidates";

/** Stores that AWS chooses subnets for where the program names none, or that may be in no network. */
const unnamed = [
  "aws:mq/broker:Broker",
  "aws:elasticache/serverlessCache:ServerlessCache",
  "aws:redshiftserverless/workgroup:Workgroup",
  "aws:opensearch/domain:Domain",
];

/** Holds what keeps data to subnets that the internet has no route to. */
export const storeSubnetsPrivate = stackControl({
  id: "store-subnets-private",
  title: "Data stores, and the subnet groups that they are in, have private subnets only",
  severity: "high",
  why: "In a public subnet nothing but a setting of the store, and a security group, stands between its data and the internet.",
  fix: "Name subnets whose route table has no route to an internet gateway.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-46",
  on: [...subnetsOfStores.keys()],
  check: (one, { graph }) => {
    const path = subnetsOfStores.get(one.type) ?? "";
    const [block = ""] = path.split(".");
    return unnamed.includes(one.type) && given(graph, one, block).state === "absent"
      ? notApplicable("it names no subnets")
      : inPrivateSubnets(graph, one, path);
  },
});

function inPrivateSubnets(graph: Graph, one: Resource, path: string): Verdict {
  const { certain, external, candidates, open, reasons } = graph.followList(one, path, tokens.subnet);
  const judge = (subnet: Resource): Verdict => isPrivate(graph, subnet, path);
  return all(
    certain.map(judge),
    external.map((id) => cannotTell(`the routes of subnet ${id} are not in this stack`, path)),
    open || candidates.length === 0
      ? reasons.map((reason) => cannotTell(reason, path))
      : everyCandidate(candidates, reasons.join("; "), judge),
  );
}

function isPrivate(graph: Graph, subnet: Resource, path: string): Verdict {
  const open = isPublicSubnet(graph, subnet);
  return open instanceof Unclear
    ? cannotTell(open.reasons.join("; "), path)
    : open
      ? fail({ path, found: `${subnet.name}, which has a route to an internet gateway`, expected: "private subnets" })
      : pass;
}
