import { control, notApplicable, when } from "../../core";

/** Holds the nodes' SSH to named security groups. */
export const eksNodeSsh = control({
  id: "eks-node-ssh",
  title: "EKS node groups don't open SSH to the internet",
  severity: "high",
  why: "With a key and no source group, EKS opens port 22 of every node to 0.0.0.0/0.",
  fix: "Drop remoteAccess, and use Systems Manager; or set remoteAccess.sourceSecurityGroupIds.",
  url: "https://docs.aws.amazon.com/eks/latest/APIReference/API_RemoteAccessConfig.html",
  on: ["aws:eks/nodeGroup:NodeGroup"],
  check: (nodes) =>
    when(
      nodes.string("remoteAccess.ec2SshKey").test(() => true, "a key"),
      () =>
        nodes.list("remoteAccess.sourceSecurityGroupIds").lengthAtLeast(1, {
          absent: "security groups: AWS then takes 0.0.0.0/0",
        }),
      () => notApplicable("nobody comes in by SSH"),
    ),
});
