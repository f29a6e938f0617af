import { any, control, fail, pass, texts, tokens } from "../../core";

/** Holds load balancers to the inside of the network, but for those that a team names. */
export const balancerInternal = control({
  id: "elb-internal",
  title: "Load balancers are internal, but for those at the edge that are named",
  severity: "high",
  why: "A load balancer that was meant for other services, and has public addresses, shows them to the internet.",
  fix: "Set internal to true, or name the load balancer in the setting edge.",
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html",
  // A web site has one that is public by right.
  enforcement: "advisory",
  on: [...tokens.loadBalancer, ...tokens.classicLoadBalancer],
  config: {
    edge: texts({
      default: [],
      description: "Names of load balancers, as the program calls them, that are public by right.",
    }),
  },
  check: (balancer, { config }) =>
    any([
      config.edge.includes(balancer.name)
        ? pass
        : fail({ path: "internal", found: "a public load balancer", expected: "an internal one, or its name in edge" }),
      balancer.boolean("internal").mustBeTrue({ absent: "AWS then gives it public addresses" }),
    ]),
});
