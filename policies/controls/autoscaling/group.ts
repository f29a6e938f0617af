import {
  any,
  cannotTell,
  control,
  fail,
  notApplicable,
  pass,
  type Resource,
  stackControl,
  type Verdict,
  when,
} from "../../core";
import { type Graph, given } from "../../graph";

const group = ["aws:autoscaling/group:Group"];
const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/autoscaling-controls.html";
const attachments = [
  "aws:autoscaling/attachment:Attachment",
  "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment",
];

/** Holds groups behind a load balancer to its view of their instances. */
export const autoscalingHealthCheck = stackControl({
  id: "autoscaling-health-check",
  title: "Groups behind a load balancer take its health checks",
  severity: "low",
  why: "EC2 calls an instance healthy whose program has long stopped answering, and the group keeps it.",
  fix: "Set healthCheckType to ELB.",
  url: `${page}#autoscaling-1`,
  on: group,
  check: (one, { graph }) =>
    when(
      isBalanced(graph, one),
      () => given(graph, one, "healthCheckType").string().equals("ELB", { absent: "AWS then asks EC2 alone" }),
      () => notApplicable("no load balancer is in front of it"),
    ),
});

/** A load balancer, a target group or a service of VPC Lattice is named in it, or beside it. */
function isBalanced(graph: Graph, one: Resource): Verdict {
  const { certain, possible } = graph.referrersTo(one, attachments, "autoscalingGroupName");
  const none = fail({ path: "", found: "no load balancer", expected: "one" });
  return any([
    ...["targetGroupArns", "loadBalancers", "trafficSources"].map((path) =>
      given(graph, one, path).list().lengthAtLeast(1),
    ),
    certain.length > 0 ? pass : none,
    ...possible.map(({ reason }) => cannotTell(reason)),
  ]);
}

/** Holds groups to launch templates. */
export const autoscalingLaunchTemplate = control({
  id: "autoscaling-launch-template",
  title: "Groups start instances from a launch template",
  severity: "medium",
  why: "Launch configurations know neither versions nor what EC2 has learnt since, and new accounts can't make any.",
  fix: "Set launchTemplate or mixedInstancesPolicy, and drop launchConfiguration.",
  url: `${page}#autoscaling-9`,
  on: group,
  check: (one) => one.mustBeUnset("launchConfiguration", "launchTemplate or mixedInstancesPolicy"),
});

/** Holds groups to several types of instances. */
export const autoscalingInstanceTypes = control({
  id: "autoscaling-instance-types",
  title: "Groups may take several types of instances",
  severity: "medium",
  why: "When a zone has no more of the one type, the group can't grow, nor replace what fails.",
  fix: "Name two or more types in mixedInstancesPolicy.launchTemplate.overrides, or instanceRequirements in one.",
  url: `${page}#autoscaling-6`,
  on: group,
  check: (one) => {
    const overrides = one.list("mixedInstancesPolicy.launchTemplate.overrides");
    return any([
      overrides.lengthAtLeast(2, { absent: "two types or more" }),
      overrides.some((override) => override.mustBeSet("instanceRequirements", "requirements"), "two types or more"),
    ]);
  },
});
