import {
  cannotTell,
  choice,
  notApplicable,
  pass,
  type Resource,
  type Settings,
  texts,
  tokens,
  type Verdict,
} from "../../core";
import { type Graph, given } from "../../graph";
import { isIsolated, isolationSettings } from "./isolation";

/** Ways from a VPC to services, without the internet. */
export const endpoint = ["aws:ec2/vpcEndpoint:VpcEndpoint"];
const offered = ["aws:ec2/vpcEndpointService:VpcEndpointService"];

/** Where endpoint policies are asked for. */
export const endpointPolicySettings = {
  ...isolationSettings,
  where: choice(["isolated", "everywhere"], {
    default: "isolated",
    description:
      "isolated asks it of VPCs that are declared as isolated, which have no other way out; everywhere of all.",
  }),
  servicesWithoutPolicy: texts({
    default: [],
    description: "Services that take no endpoint policy, by the end of their endpoint's name.",
  }),
};

/** Judges endpoints of AWS's services that policies are asked for. */
export function ofGuardedEndpoint(
  one: Resource,
  graph: Graph,
  config: Settings<typeof endpointPolicySettings>,
  judge: () => Verdict,
): Verdict {
  const aws = isOfAws(graph, one);
  if (aws.kind !== "pass") return aws;
  if (given(graph, one, "vpcEndpointType").string().value === "GatewayLoadBalancer") {
    return notApplicable("AWS takes no policy on it");
  }
  if (config.servicesWithoutPolicy.includes(shortNameOf(one.string("serviceName").value ?? ""))) {
    return notApplicable("its service takes no policy");
  }
  if (config.where === "everywhere") return judge();
  const vpc = graph.follow(one, "vpcId", tokens.vpc);
  if (vpc.kind !== "resource") return notApplicable("its VPC is not known to be isolated");
  const isolated = isIsolated(vpc.resource, graph, config);
  return isolated.kind === "pass" ? judge() : isolated;
}

/** The service is one of AWS's, not one that somebody offers by PrivateLink. */
export function isOfAws(graph: Graph, one: Resource): Verdict {
  const name = one.string("serviceName");
  const others = notApplicable("it leads to no service of AWS's");
  if (name.value !== undefined) return /^(com\.amazonaws|aws)\.(?!vpce\.)/.test(name.value) ? pass : others;
  if (name.state === "absent") return others;
  const source = graph.follow(one, "serviceName", offered);
  return source.kind === "resource" ? others : cannotTell(name.reason, "serviceName");
}

/** The last part of a service's name, such as `ecr.api` of `com.amazonaws.eu-central-1.ecr.api`. */
export function shortNameOf(serviceName: string): string {
  return serviceName.split(".").slice(3).join(".");
}

/** Interface endpoints have addresses in the VPC; the others are routes. */
export function isInterface(graph: Graph, one: Resource): Verdict {
  return given(graph, one, "vpcEndpointType").string().equals("Interface", { absent: "AWS then makes a gateway" });
}
