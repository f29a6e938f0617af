import { all, cannotTell, stackControl, tokens } from "../../core";
import { both, either, type Truth } from "../../graph/iam";
import { coversPort, type GroupRule, rulesOf } from "../../graph/network/security-groups";
import { refuse } from "../shared/statements";

/** docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html, Port. */
const usualPort = 5439;

/** Holds warehouses to clients at addresses that are named. */
export const redshiftPortIngress = stackControl({
  id: "redshift-port-ingress",
  title: "Security groups let nobody but named addresses reach Redshift",
  severity: "high",
  why: "A rule for all addresses lets everybody who has a way to the warehouse try passwords on it.",
  fix: "Name blocks or security groups in the rule on the warehouse's port, instead of 0.0.0.0/0.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-15",
  on: ["aws:redshift/cluster:Cluster", "aws:redshiftserverless/workgroup:Workgroup"],
  check: (warehouse, { graph }) => {
    const path = warehouse.type === "aws:redshift/cluster:Cluster" ? "vpcSecurityGroupIds" : "securityGroupIds";
    const { certain, external, reasons, length } = graph.followList(warehouse, path, tokens.securityGroup);
    if (length === 0)
      return cannotTell(`${path} is not set, and the rules of the VPC's default group are not known`, path);
    const port = warehouse.number("port").value ?? usualPort;
    return all(
      certain.flatMap((group) => rulesOf(graph, group).map((rule) => refuse(opens(rule, port), findingOn(rule)))),
      [...external.map((id) => `${id} is not in this stack`), ...reasons].map((reason) => cannotTell(reason, path)),
    );
  },
});

function opens(rule: GroupRule, port: number): Truth {
  const forAll = either(rule.blocks.includes("0.0.0.0/0"), ...(rule.unclear ? [rule.unclear] : []));
  return both(rule.direction === "ingress", forAll, coversPort(rule, port));
}

function findingOn({ owner }: GroupRule) {
  const found = `a rule of ${owner.name} that lets all addresses reach the port`;
  return { path: "", found, expected: "named blocks or security groups" };
}
