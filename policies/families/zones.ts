import { autoscalingGroupZones } from "../controls/autoscaling/zones";
import { daxZones } from "../controls/dax/zones";
import { ecsServiceZones } from "../controls/ecs/zones";
import { efsZones } from "../controls/efs/zones";
import { eksClusterZones, eksFargateProfileZones, eksNodeGroupZones } from "../controls/eks/zones";
import { cacheClusterZones, replicationGroupZones, serverlessCacheZones } from "../controls/elasticache/zones";
import { loadBalancerZones } from "../controls/elasticloadbalancing/zones";
import { lambdaZones } from "../controls/lambda/zones";
import { mqBrokerZones } from "../controls/mq/zones";
import { openSearchZones } from "../controls/opensearch/zones";
import { rdsClusterZones, rdsInstanceMultiAz } from "../controls/rds/zones";
import { redshiftZones } from "../controls/redshift/zones";
import { vpcEndpointZones } from "../controls/vpc/endpoint-zones";
import { natGatewayZones } from "../controls/vpc/nat-zones";
import type { Control } from "../core";

/** Controls that hold everything zonal to several availability zones. */
export const zoneControls: readonly Control[] = [
  loadBalancerZones,
  lambdaZones,
  ecsServiceZones,
  eksClusterZones,
  eksNodeGroupZones,
  eksFargateProfileZones,
  autoscalingGroupZones,
  rdsInstanceMultiAz,
  rdsClusterZones,
  replicationGroupZones,
  cacheClusterZones,
  serverlessCacheZones,
  mqBrokerZones,
  openSearchZones,
  redshiftZones,
  daxZones,
  vpcEndpointZones,
  natGatewayZones,
  efsZones,
];
