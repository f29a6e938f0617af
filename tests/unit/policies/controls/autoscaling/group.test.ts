import {
  autoscalingHealthCheck,
  autoscalingInstanceTypes,
  autoscalingLaunchTemplate,
} from "../../../../../policies/controls/autoscaling/group";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const group = (props: Record<string, unknown> = {}, from: Record<string, readonly Sample[]> = {}) => ({
  subject: sample("aws:autoscaling/group:Group", "workers", { id: UNKNOWN, name: UNKNOWN, ...props }, { from }),
});
const other = sample("aws:autoscaling/group:Group", "other", { id: UNKNOWN });
const attached = (of: readonly Sample[], type = "aws:autoscaling/attachment:Attachment") =>
  sample(type, "a", { autoscalingGroupName: UNKNOWN }, { from: { autoscalingGroupName: of } });
const notApplicable = { "a bucket": { subject: sample("aws:s3/bucket:Bucket", "b") } };
const elb = { healthCheckType: "ELB" };
const balanced = group(elb);

describeControl(autoscalingHealthCheck, {
  compliant: {
    "a target group": group({ targetGroupArns: ["arn"], ...elb }),
    "a classic load balancer": group({ loadBalancers: ["web"], ...elb }),
    "another source of traffic": group({ trafficSources: [{ identifier: "arn" }], ...elb }),
    "a target group beside it": { ...balanced, others: [attached([balanced.subject])] },
    "another source beside it": {
      ...balanced,
      others: [attached([balanced.subject], "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment")],
    },
  },
  violating: {
    "EC2's alone": { ...group({ targetGroupArns: ["arn"], healthCheckType: "EC2" }), at: "healthCheckType" },
    "what AWS does with nothing given": { ...group({ targetGroupArns: ["arn"] }), at: "healthCheckType" },
    "what AWS will tell of": {
      ...group({ targetGroupArns: ["arn"], healthCheckType: UNKNOWN }),
      at: "healthCheckType",
    },
  },
  undecided: {
    "target groups that come from elsewhere": {
      ...group({ targetGroupArns: UNKNOWN }, { targetGroupArns: [other] }),
      because: /targetGroupArns is not known/,
    },
    "a target group that may be another group's": {
      ...group(),
      others: [attached([group().subject, other])],
      because: /autoscalingGroupName is not known/,
    },
    "a check that comes from elsewhere": {
      ...group({ targetGroupArns: ["arn"], healthCheckType: UNKNOWN }, { healthCheckType: [other] }),
      because: /healthCheckType is not known/,
    },
  },
  mayBeDropped: {},
  notApplicable: {
    ...notApplicable,
    "a group behind nothing": group(),
    "a group with an empty list": group({ targetGroupArns: [] }),
    "a group beside one that is balanced": { ...group(), others: [attached([other])] },
  },
});

describeControl(autoscalingLaunchTemplate, {
  compliant: { "a template": group({ launchTemplate: { id: "lt-1" } }), "a mix": group({ mixedInstancesPolicy: {} }) },
  violating: { "a launch configuration": { ...group({ launchConfiguration: "old" }), at: "launchConfiguration" } },
  undecided: {
    "a launch configuration that is not known yet": {
      ...group({ launchConfiguration: UNKNOWN }),
      because: /launchConfiguration is not known/,
    },
  },
  notApplicable,
});

const mix = (overrides: unknown) => group({ mixedInstancesPolicy: { launchTemplate: { overrides } } });
const overrides = "mixedInstancesPolicy.launchTemplate.overrides";

describeControl(autoscalingInstanceTypes, {
  compliant: {
    "two types": mix([{ instanceType: "m7g.large" }, { instanceType: "m6g.large" }]),
    requirements: mix([{ instanceRequirements: { vcpuCount: { min: 2 } } }]),
  },
  violating: {
    "one type by its template": { ...group({ launchTemplate: { id: "lt-1" } }), at: overrides },
    "one type in a mix": { ...mix([{ instanceType: "m7g.large" }]), at: overrides },
  },
  undecided: { "types that are not known yet": { ...mix(UNKNOWN), because: /overrides is not known/ } },
  mayBeDropped: {},
  notApplicable,
});
