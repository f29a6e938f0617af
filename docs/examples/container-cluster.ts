// A cluster for services on Fargate, half of them on spot capacity unless they say something else, whose services find
// each other by Service Connect in one namespace.
import { ContainerCluster, FargateCapacity } from "../../infra/compute";
import { NamespaceKind, ServiceNamespace } from "../../infra/discovery";

// With nothing given: Container Insights with every task and container, Fargate on demand, sessions of ECS Exec under a
// key and in a log group that is kept for a year.
new ContainerCluster("jobs");

const names = new ServiceNamespace("names", { namespaceName: "shop", kind: NamespaceKind.Http });

const shop = new ContainerCluster("shop", {
  serviceConnectNamespaceArn: names.namespaceArn,
  defaultCapacity: [
    { provider: FargateCapacity.OnDemand, base: 2, weight: 1 },
    { provider: FargateCapacity.Spot, weight: 1 },
  ],
  // Instances of an Auto Scaling group that exists already: ECS grows it, shrinks it, and drains what goes.
  ec2Capacity: {
    gpu: {
      autoScalingGroupArn:
        "arn:aws:autoscaling:eu-central-1:123456789012:autoScalingGroup:6d1c8a4f-0c1e-4f0e-9a53-2f1f0a7f5a10:autoScalingGroupName/gpu",
      targetCapacityPercent: 90,
    },
  },
});

export const clusterArn = shop.clusterArn;
export const gpu = shop.capacityProviders["gpu"];
