import {
  autoscalingHealthCheck,
  autoscalingInstanceTypes,
  autoscalingLaunchTemplate,
} from "../controls/autoscaling/group";
import { ec2InstanceMetadata, ec2LaunchTemplateMetadata } from "../controls/ec2/metadata";
import { ec2InstancePublicAddress, ec2LaunchTemplatePublicAddress } from "../controls/ec2/public-address";
import { ebsSnapshotsPrivate, ec2ImagePrivate, ec2ImagesBlockPublicAccess } from "../controls/ec2/sharing";
import { ebsEncrypted, ebsEncryptedByDefault } from "../controls/ec2/volumes";
import { ecrImmutableTags } from "../controls/ecr/immutable-tags";
import { ecrKey } from "../controls/ecr/key";
import { ecrLifecyclePolicy } from "../controls/ecr/lifecycle-policy";
import { ecrPolicy } from "../controls/ecr/policy";
import { ecrScan } from "../controls/ecr/scan";
import { ecsCapacityProtection } from "../controls/ecs/capacity";
import { ecsContainerInsights, ecsExecLogs } from "../controls/ecs/cluster";
import { ecsDeploymentRollback } from "../controls/ecs/deployment";
import { ecsPlatformVersion } from "../controls/ecs/platform-version";
import { ecsNoPublicAddress } from "../controls/ecs/public-address";
import { ecsTaskFileEncryption } from "../controls/ecs/task-file-systems";
import { ecsTaskImage } from "../controls/ecs/task-image";
import {
  ecsTaskCapabilities,
  ecsTaskNetworkMode,
  ecsTaskPrivileged,
  ecsTaskProcesses,
} from "../controls/ecs/task-isolation";
import { ecsTaskLogs } from "../controls/ecs/task-logs";
import { ecsTaskReadOnlyRoot, ecsTaskRoles, ecsTaskUser } from "../controls/ecs/task-rights";
import { ecsTaskEnvironmentSecrets } from "../controls/ecs/task-secrets";
import { eksAuthenticationMode, eksCreatorAdmin, eksDeletionProtection } from "../controls/eks/access";
import { guarddutyEnabled, guarddutyFeatures } from "../controls/guardduty/detector";
import { latticeAuthentication, latticeAuthPolicy, latticeNamedCallers } from "../controls/lattice/auth";
import { latticeAccessLogs, latticeListenerTls, latticeTargetTls, latticeVpcGroups } from "../controls/lattice/traffic";
import {
  cloudmapHealthCheck,
  cloudmapNamespacePrivate,
  cloudmapTimeToLive,
} from "../controls/servicediscovery/namespace";
import { securityGroupEgress } from "../controls/vpc/egress";
import { endpointPrivateDns, endpointSources, vpcServiceEndpoints } from "../controls/vpc/endpoint-network";
import { endpointPolicy, endpointSecureTransport } from "../controls/vpc/endpoint-policy";
import { endpointServiceBalancer } from "../controls/vpc/endpoint-service";
import { vpcFlowLogs } from "../controls/vpc/flow-logs";
import { securityGroupAdministration, securityGroupAuthorized, securityGroupHighRisk } from "../controls/vpc/ingress";
import { networkAclAdministration, networkAclUsed } from "../controls/vpc/network-acls";
import {
  transitGatewayAcceptance,
  vpcBlockPublicAccess,
  vpcBlockPublicAccessExclusion,
} from "../controls/vpc/public-access";
import { mainRouteTablePrivate, peeringRoutes } from "../controls/vpc/routes";
import {
  defaultSecurityGroupClosed,
  securityGroupDescribed,
  securityGroupRulesNotMixed,
} from "../controls/vpc/security-groups";
import { storeSubnetsPrivate } from "../controls/vpc/store-subnets";
import { subnetPublicAddress, vpcNotDefault, vpcZones } from "../controls/vpc/subnets";
import type { Control } from "../core";

/** Controls on what services run on and in: containers, machines, networks, and the ways between them. */
export const platformControls: readonly Control[] = [
  autoscalingHealthCheck,
  autoscalingLaunchTemplate,
  autoscalingInstanceTypes,
  ec2InstanceMetadata,
  ec2LaunchTemplateMetadata,
  ec2LaunchTemplatePublicAddress,
  ec2InstancePublicAddress,
  ebsSnapshotsPrivate,
  ec2ImagePrivate,
  ec2ImagesBlockPublicAccess,
  ebsEncrypted,
  ebsEncryptedByDefault,
  ecrImmutableTags,
  ecrKey,
  ecrLifecyclePolicy,
  ecrPolicy,
  ecrScan,
  ecsCapacityProtection,
  ecsContainerInsights,
  ecsExecLogs,
  ecsDeploymentRollback,
  ecsPlatformVersion,
  ecsNoPublicAddress,
  ecsTaskFileEncryption,
  ecsTaskImage,
  ecsTaskProcesses,
  ecsTaskNetworkMode,
  ecsTaskPrivileged,
  ecsTaskCapabilities,
  ecsTaskLogs,
  ecsTaskReadOnlyRoot,
  ecsTaskUser,
  ecsTaskRoles,
  ecsTaskEnvironmentSecrets,
  eksAuthenticationMode,
  eksCreatorAdmin,
  eksDeletionProtection,
  guarddutyEnabled,
  guarddutyFeatures,
  latticeAuthentication,
  latticeAuthPolicy,
  latticeNamedCallers,
  latticeAccessLogs,
  latticeListenerTls,
  latticeTargetTls,
  latticeVpcGroups,
  cloudmapNamespacePrivate,
  cloudmapHealthCheck,
  cloudmapTimeToLive,
  securityGroupEgress,
  endpointPrivateDns,
  endpointSources,
  vpcServiceEndpoints,
  endpointPolicy,
  endpointSecureTransport,
  endpointServiceBalancer,
  vpcFlowLogs,
  securityGroupAdministration,
  securityGroupHighRisk,
  securityGroupAuthorized,
  networkAclAdministration,
  networkAclUsed,
  vpcBlockPublicAccess,
  vpcBlockPublicAccessExclusion,
  transitGatewayAcceptance,
  mainRouteTablePrivate,
  peeringRoutes,
  defaultSecurityGroupClosed,
  securityGroupRulesNotMixed,
  securityGroupDescribed,
  subnetPublicAddress,
  vpcZones,
  storeSubnetsPrivate,
  vpcNotDefault,
];
