import {
  all,
  cannotTell,
  fail,
  notApplicable,
  pass,
  type Resource,
  type Settings,
  type StackControlDefinition,
  text,
  tokens,
  type Verdict,
} from "../../core";
import type { Graph } from "../../graph";

/** The component of this project's that is isolated by what it is. */
const component = "aws-microservices-platform:network:IsolatedVpc";

/** How a team marks its isolated VPCs. */
export const isolationSettings = {
  tagKey: text({ default: "isolation", description: "Key of the tag by which a VPC is declared as isolated." }),
  tagValue: text({ default: "isolated", description: "Value of that tag." }),
};

type Check = StackControlDefinition<typeof isolationSettings>["check"];

/** Whether a VPC is declared as isolated, by tag or by component. */
export function isIsolated(vpc: Resource, graph: Graph, config: Settings<typeof isolationSettings>): Verdict {
  if (graph.ancestor(vpc, component)) return pass;
  const tag = vpc.string(["tags", config.tagKey]);
  if (tag.state === "unknown") {
    return cannotTell(`whether it is isolated is not known: ${tag.reason}`, "tags");
  }
  return tag.value === config.tagValue ? pass : notApplicable("it is not declared as isolated");
}

/** Judges VPCs that are declared as isolated; the others are not applicable. */
export function ofIsolatedVpc(judge: (vpc: Resource, graph: Graph) => Verdict): Check {
  return (vpc, { graph, config }) => {
    const isolated = isIsolated(vpc, graph, config);
    return isolated.kind === "pass" ? judge(vpc, graph) : isolated;
  };
}

/** No resource of `types` refers to the target by `path`. */
export function noneRefers(
  graph: Graph,
  target: Resource,
  types: readonly string[],
  path: string,
  what: string,
): Verdict {
  const { certain, possible } = graph.referrersTo(target, types, path);
  if (certain.length > 0) {
    return fail(...certain.map((one) => ({ path: "", found: `${what} ${one.name}`, expected: `no ${what}` })));
  }
  return all(possible.map(({ resource, reason }) => cannotTell(`${what} ${resource.name} may be in it: ${reason}`)));
}

/** Subnets of a VPC, for certain. */
export function subnetsOf(graph: Graph, vpc: Resource): readonly Resource[] {
  return graph.referrersTo(vpc, tokens.subnet, "vpcId").certain;
}
