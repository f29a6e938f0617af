import { control, notApplicable } from "../../core";

/** Holds capacity providers to leaving instances with tasks alone. */
export const ecsCapacityProtection = control({
  id: "ecs-capacity-protection",
  title: "Capacity providers protect instances that run tasks",
  severity: "medium",
  why: "An Auto Scaling group that scales in by itself ends instances with running tasks, and their requests.",
  fix: "Set autoScalingGroupProvider.managedTerminationProtection to ENABLED, and protectFromScaleIn of the group to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-19",
  on: ["aws:ecs/capacityProvider:CapacityProvider"],
  check: (provider) =>
    provider.at("autoScalingGroupProvider").state === "absent"
      ? notApplicable("it has no Auto Scaling group")
      : provider
          .string("autoScalingGroupProvider.managedTerminationProtection")
          .equals("ENABLED", { absent: "AWS then takes DISABLED" }),
});
