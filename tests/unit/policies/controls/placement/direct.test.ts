import { autoscalingGroupZones } from "../../../../../policies/controls/autoscaling/zones";
import { ecsServiceZones } from "../../../../../policies/controls/ecs/zones";
import { eksClusterZones, eksFargateProfileZones, eksNodeGroupZones } from "../../../../../policies/controls/eks/zones";
import { serverlessCacheZones } from "../../../../../policies/controls/elasticache/zones";
import { lambdaZones } from "../../../../../policies/controls/lambda/zones";
import type { StackControl } from "../../../../../policies/index";
import { type Case, describeControl, sample, UNKNOWN } from "../../../../support/policies";
import { a, alsoA, b, network, placed } from "./samples";

/** The examples of a control on a resource that has its subnets in a property of its own. */
function examples(type: string, path: string) {
  const [top = path, inner] = path.split(".");
  const merged = inner === undefined ? UNKNOWN : { [inner]: UNKNOWN };
  return {
    compliant: { "two subnets of two zones": { subject: placed(type, path, [a, b]) } },
    violating: {
      "two subnets of one zone": { subject: placed(type, path, [a, alsoA]), at: path },
      "one subnet": { subject: placed(type, path, [a]), at: path },
      "two zones of three that are asked for": {
        subject: placed(type, path, [a, b]),
        config: { minimumZones: 3 },
        at: path,
      },
    },
    undecided: {
      "a slice of two subnets": {
        subject: sample(type, "subject", { [top]: merged }, { from: { [top]: [a, b] } }),
        because: /may be any of a, b/,
      },
      "subnets of another stack": {
        subject: sample(type, "subject", { [top]: merged }, { from: { [top]: [network] } }),
        because: /nothing in this stack/,
      },
    },
  };
}

function direct(control: StackControl, path: string, notApplicable: Record<string, Case> = {}): void {
  const [type = ""] = control.on;
  describeControl(control, { ...examples(type, path), notApplicable });
}

direct(lambdaZones, "vpcConfig.subnetIds", {
  "a function in no VPC": { subject: sample("aws:lambda/function:Function", "outside", { runtime: "nodejs22.x" }) },
});
direct(ecsServiceZones, "networkConfiguration.subnets", {
  "a service whose tasks are where its instances are": { subject: sample("aws:ecs/service:Service", "bridge") },
});
direct(eksClusterZones, "vpcConfig.subnetIds");
direct(eksNodeGroupZones, "subnetIds");
direct(eksFargateProfileZones, "subnetIds");
direct(serverlessCacheZones, "subnetIds");

const autoscaling = "aws:autoscaling/group:Group";
const placedGroup = examples(autoscaling, "vpcZoneIdentifiers");
describeControl(autoscalingGroupZones, {
  ...placedGroup,
  compliant: {
    ...placedGroup.compliant,
    "two zones by name": { subject: sample(autoscaling, "subject", { availabilityZones: ["a", "b"] }) },
  },
  violating: {
    ...placedGroup.violating,
    "one zone by name": {
      subject: sample(autoscaling, "subject", { availabilityZones: ["a"] }),
      at: "availabilityZones",
    },
  },
});
