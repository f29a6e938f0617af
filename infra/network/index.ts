export { AwsServiceEndpoints, type AwsServiceEndpointsArgs } from "./aws-service-endpoints";
export type { FlowLogArgs } from "./flow-logs";
export type { GatewayEndpointPolicyArgs } from "./gateway-endpoints";
export { ISOLATION_TAG, IsolatedVpc, type IsolatedVpcArgs } from "./isolated-vpc";
export { type AwsxVpc, type IsolatedNetwork, type Placement, placementInAwsx } from "./placement";
export { type DnsProof, PrivateService } from "./private-service";
export { type AccessLogArgs, type PrivateServiceArgs, TargetType } from "./private-service-args";
export {
  type OfferedService,
  PrivateServiceConnection,
  type PrivateServiceConnectionArgs,
} from "./private-service-connection";
export { NatGateways, PublicAccessExclusion, SubnetTier, Vpc, type VpcArgs } from "./vpc";
export type { ZoneArgs } from "./zones";
