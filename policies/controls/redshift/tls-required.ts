import { all, any, cannotTell, fail, type Resource, stackControl, type Value, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";

/** Holds warehouses to TLS. */
export const redshiftTlsRequired = stackControl({
  id: "redshift-tls-required",
  title: "Redshift clusters and workgroups refuse connections without TLS",
  severity: "medium",
  why: "A client that is set up wrongly talks in clear, and its password and data are read on the way.",
  fix: "Set require_ssl to true in the cluster's parameter group, or in configParameters of the workgroup.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-2",
  on: ["aws:redshift/cluster:Cluster", "aws:redshiftserverless/workgroup:Workgroup"],
  check: (warehouse, { graph }) =>
    warehouse.type === "aws:redshift/cluster:Cluster"
      ? byGroup(warehouse, graph)
      : requires(given(graph, warehouse, "configParameters"), "parameterKey", "parameterValue"),
});

function byGroup(cluster: Resource, graph: Graph): Verdict {
  const path = "clusterParameterGroupName";
  if (given(graph, cluster, path).state === "absent")
    return cannotTell(`${path} is not set, and what the account's default group says is not known`, path);
  const group = graph.follow(cluster, path, ["aws:redshift/parameterGroup:ParameterGroup"]);
  switch (group.kind) {
    case "resource":
      return requires(group.resource.at("parameters"), "name", "value");
    case "unclear":
      return cannotTell(group.reason, path);
    default:
      return cannotTell(`${path} names a group that is not in this stack`, path);
  }
}

function requires(parameters: Value, name: string, value: string): Verdict {
  if (parameters.state === "unknown") return cannotTell(parameters.reason, parameters.path);
  return any(
    parameters
      .list()
      .items.filter((one) => [undefined, "require_ssl"].includes(one.string(name).value))
      .map((one) => all(one.string(name).equals("require_ssl"), one.boolean(value).mustBeTrue())),
    fail({ path: parameters.path, found: "no require_ssl", expected: "true" }),
  );
}
