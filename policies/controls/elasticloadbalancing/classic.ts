import {
  cannotTell,
  control,
  integer,
  notApplicable,
  stackControl,
  tokens,
  type Value,
  type Verdict,
} from "../../core";
import { atLeastZones, given, zonesOf } from "../../graph";

const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html";

/** Holds classic load balancers to letting requests end. */
export const classicDraining = control({
  id: "elb-classic-draining",
  title: "Classic load balancers let requests end before they let an instance go",
  severity: "low",
  why: "Without draining, each deployment cuts off the requests that are under way.",
  fix: "Set connectionDraining to true.",
  url: `${page}#elb-7`,
  on: tokens.classicLoadBalancer,
  check: (balancer) => balancer.boolean("connectionDraining").mustBeTrue({ absent: "AWS then cuts them off" }),
  remedy: [{ path: "connectionDraining", value: true }],
});

/** Holds classic load balancers to certificates that are renewed by themselves. */
export const classicCertificate = control({
  id: "elb-classic-certificate",
  title: "Classic load balancers have their certificates from ACM",
  severity: "medium",
  why: "A certificate that was uploaded to IAM is renewed by hand, or forgotten.",
  fix: "Set the listener's sslCertificateId to the ARN of a certificate of ACM.",
  url: `${page}#elb-2`,
  on: tokens.classicLoadBalancer,
  check: (balancer) => balancer.list("listeners").every(fromAcm),
});

function fromAcm(listener: Value): Verdict {
  const protocol = listener.string("lbProtocol");
  if (protocol.state === "unknown") return cannotTell(protocol.reason, protocol.path);
  return ["https", "ssl"].includes(protocol.value?.toLowerCase() ?? "")
    ? listener.string("sslCertificateId").matches(/^arn:[^:]+:acm:/, "the ARN of a certificate of ACM")
    : notApplicable("the listener has no certificate");
}

/** Holds classic load balancers to several availability zones. */
export const classicZones = stackControl({
  id: "elb-classic-zones",
  title: "Classic load balancers span several availability zones",
  severity: "medium",
  why: "A load balancer in one zone stops when that zone does, and takes every service behind it along.",
  fix: "Give subnets, or availabilityZones, of at least as many availability zones as minimumZones asks for.",
  url: `${page}#elb-10`,
  on: tokens.classicLoadBalancer,
  config: { minimumZones: integer({ default: 2, minimum: 1, description: "Least number of availability zones." }) },
  check: (balancer, { graph, config }) =>
    given(graph, balancer, "subnets").state === "absent"
      ? balancer.list("availabilityZones").lengthAtLeast(config.minimumZones)
      : atLeastZones(zonesOf(graph, balancer, { path: "subnets" }), config.minimumZones, "subnets"),
});
