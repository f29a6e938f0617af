import { integer, stackControl, tokens } from "../../core";
import { atLeastZones, zonesOf } from "../../graph";

/** Holds load balancers to several availability zones. */
export const loadBalancerZones = stackControl({
  id: "elb-zones",
  title: "Load balancers span several availability zones",
  severity: "high",
  why: "A load balancer in one zone stops when that zone does, and takes every service behind it along.",
  fix: "Give subnets, or subnetMappings, of at least as many availability zones as minimumZones asks for.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-13",
  on: tokens.loadBalancer,
  config: {
    minimumZones: integer({ default: 2, minimum: 1, description: "Least number of availability zones." }),
  },
  check: (balancer, { graph, config }) =>
    atLeastZones(
      zonesOf(graph, balancer, { path: "subnets" }, { path: "subnetMappings", item: "subnetId" }),
      config.minimumZones,
      balancer.has("subnetMappings") ? "subnetMappings" : "subnets",
    ),
});
