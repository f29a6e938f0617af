import { fail, notApplicable, pass, type Resource, stackControl } from "../../core";
import { type Graph, given } from "../../graph";
import { pathText } from "../../graph/path";
import { entryTypes, type Passage, passagesOf } from "../../graph/requests";

/** Holds each place that requests come by to having another one beside it. */
export const requestSinglePoint = stackControl({
  id: "request-single-point",
  title: "No place that a request comes by is the only one of its kind",
  severity: "medium",
  why: "Requests fail, all of them, while the one task, machine or node on their way is replaced, or its zone is down.",
  fix: "Run two or more of it in several availability zones: desiredCount or minCapacity of 2, a second target, a replica.",
  url: "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_fault_isolation_multiaz_region_system.html",
  on: entryTypes,
  check: (entry, { graph }) => {
    const passages = passagesOf(graph, entry);
    const single = passages.flatMap((passage) => {
      const why = whySingle(graph, passage);
      return why === undefined ? [] : [{ passage, why }];
    });
    if (passages.length === 1) {
      return notApplicable("nothing in the stack is known to be behind it");
    }
    const [first, ...rest] = single;
    if (!first) {
      return pass;
    }
    const others = rest.map(({ passage, why }) => `; and ${passage.steps.at(-1)}, ${why}`).join("");
    return fail({
      path: "",
      found: `${pathText(first.passage.steps)}, ${first.why}${others}`,
      expected: "two or more of each, in several availability zones",
    });
  },
});

/** Why a place is the only one of its kind; undefined where it is not, where there is no telling, or where a control on its zones says so. */
function whySingle(graph: Graph, { resource, alone }: Passage): string | undefined {
  switch (resource.type) {
    case "aws:ecs/service:Service":
      return serviceIsSingle(graph, resource) ? "which runs one task" : undefined;
    case "aws:ec2/instance:Instance":
      return alone ? "the only machine" : undefined;
    case "aws:autoscaling/group:Group": {
      const machines = given(graph, resource, "desiredCapacity").number().value ?? resource.number("minSize").value;
      return machines !== undefined && machines < 2 && alone ? "which has one machine" : undefined;
    }
    case "aws:docdb/cluster:Cluster":
      return isOneInstance(graph, resource, "aws:docdb/clusterInstance:ClusterInstance");
    case "aws:neptune/cluster:Cluster":
      return isOneInstance(graph, resource, "aws:neptune/clusterInstance:ClusterInstance");
    case "aws:memorydb/cluster:Cluster":
      // AWS makes one replica where nothing is said.
      return given(graph, resource, "numReplicasPerShard").number().value === 0 ? "which has no replica" : undefined;
    default:
      return undefined;
  }
}

/** One task, and nothing that scales it and would keep two. */
function serviceIsSingle(graph: Graph, service: Resource): boolean {
  if (service.string("schedulingStrategy").value === "DAEMON") {
    return false;
  }
  const [scaled] = scalingOf(graph).get(service) ?? [];
  const count = given(graph, service, "desiredCount").number();
  const least = scaled ? scaled.number("minCapacity").value : count.value;
  return least !== undefined && least < 2;
}

const scaling = new WeakMap<Graph, Map<Resource, Resource[]>>();

/** What scales a service: a target names it as `service/cluster/name`. */
function scalingOf(graph: Graph): Map<Resource, Resource[]> {
  let index = scaling.get(graph);
  if (!index) {
    index = new Map();
    for (const target of graph.ofType("aws:appautoscaling/target:Target")) {
      const id = target.string("resourceId").value;
      const services =
        id === undefined
          ? graph.dependenciesOf(target, "resourceId").filter(({ type }) => type === "aws:ecs/service:Service")
          : graph.named(id.split("/").pop() ?? "", ["aws:ecs/service:Service"]);
      for (const service of services) {
        index.set(service, [...(index.get(service) ?? []), target]);
      }
    }
    scaling.set(graph, index);
  }
  return index;
}

function isOneInstance(graph: Graph, cluster: Resource, type: string): string | undefined {
  const { certain, possible } = graph.referrersTo(cluster, [type], "clusterIdentifier");
  return certain.length < 2 && possible.length === 0 ? "which has one instance" : undefined;
}
