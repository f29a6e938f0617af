import type { Resource } from "../../core/resource";
import type { Graph } from "../graph";
import { type Truth, Unclear } from "../iam/truth";
import { vpcOf } from "./routes";

const optionTypes = ["aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions"];
const exclusionTypes = ["aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion"];

/**
 * Whether the account's Block Public Access, as far as the stack sets it, lets the internet in to a subnet. Both of its
 * modes keep connections from outside away.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 */
export function letsInternetIn(graph: Graph, subnet: Resource): Truth {
  const vpc = vpcOf(graph, subnet);
  const region = vpc?.string("region").value;
  for (const options of graph.ofType(optionTypes)) {
    const other = options.string("region").value;
    const mode = options.string("internetGatewayBlockMode");
    const elsewhere = region !== undefined && other !== undefined && region !== other;
    if (!elsewhere && mode.value !== "off") {
      const excluded = isExcluded(graph, subnet, vpc);
      return mode.state === "unknown" && excluded === false ? Unclear.because(mode.reason) : excluded;
    }
  }
  return true;
}

function isExcluded(graph: Graph, subnet: Resource, vpc: Resource | undefined): Truth {
  const exclusions = [
    ...graph.referrersTo(subnet, exclusionTypes, "subnetId").certain,
    ...(vpc ? graph.referrersTo(vpc, exclusionTypes, "vpcId").certain : []),
  ];
  const modes = exclusions.map((one) => one.string("internetGatewayExclusionMode"));
  const unknown = modes.find(({ state }) => state === "unknown");
  return (
    modes.some(({ value }) => value === "allow-bidirectional") || (unknown ? Unclear.because(unknown.reason) : false)
  );
}
