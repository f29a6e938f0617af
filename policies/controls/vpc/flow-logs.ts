import { any, cannotTell, fail, stackControl, tokens } from "../../core";

/** Holds VPCs to a record of their traffic. */
export const vpcFlowLogs = stackControl({
  id: "vpc-flow-logs",
  title: "The traffic of VPCs is recorded",
  severity: "medium",
  why: "Without flow logs nobody can tell who tried to reach what, nor what an intruder reached.",
  fix: "Make a FlowLog with the vpcId of the VPC, and trafficType ALL or REJECT.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-6",
  on: tokens.vpc,
  check: (vpc, { graph }) => {
    const { certain, possible } = graph.referrersTo(vpc, ["aws:ec2/flowLog:FlowLog"], "vpcId");
    return any(
      [
        ...certain.map((log) => log.string("trafficType").oneOf(["ALL", "REJECT"])),
        ...possible.map(({ reason }) => cannotTell(reason)),
      ],
      fail({ path: "", found: "no FlowLog", expected: "one with trafficType ALL or REJECT" }),
    );
  },
});
