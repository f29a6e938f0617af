import { fail } from "../../core";
import { placedBySubnets } from "../shared/zones";

const noSubnets = fail({ path: "subnetIds", found: "nothing", expected: "subnets in several availability zones" });

/** Holds clusters to several availability zones. */
export const eksClusterZones = placedBySubnets({
  id: "eks-cluster-zones",
  title: "EKS clusters are reached in several availability zones",
  why: "Pods and people reach the API by interfaces in these subnets: in one zone, they are gone with it.",
  fix: "Give vpcConfig.subnetIds subnets of at least as many availability zones as minimumZones asks for.",
  url: "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
  on: ["aws:eks/cluster:Cluster"],
  subnets: { path: "vpcConfig.subnetIds" },
  absent: fail({ path: "vpcConfig.subnetIds", found: "nothing", expected: "subnets in several availability zones" }),
});

/** Holds node groups to several availability zones. */
export const eksNodeGroupZones = placedBySubnets({
  id: "eks-node-group-zones",
  title: "EKS node groups span several availability zones",
  why: "Pods have nowhere to go when the one zone that has nodes is down.",
  fix: "Give subnetIds subnets of at least as many availability zones as minimumZones asks for.",
  url: "https://docs.aws.amazon.com/eks/latest/best-practices/data-plane.html",
  on: ["aws:eks/nodeGroup:NodeGroup"],
  subnets: { path: "subnetIds" },
  absent: noSubnets,
});

/** Holds Fargate profiles to several availability zones. */
export const eksFargateProfileZones = placedBySubnets({
  id: "eks-fargate-profile-zones",
  title: "EKS Fargate profiles span several availability zones",
  why: "Pods of the profile can't be started while the one zone that it has subnets in is down.",
  fix: "Give subnetIds subnets of at least as many availability zones as minimumZones asks for.",
  url: "https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html",
  on: ["aws:eks/fargateProfile:FargateProfile"],
  subnets: { path: "subnetIds" },
  absent: noSubnets,
});
