export { AwsServiceEndpoints, type AwsServiceEndpointsArgs } from "./aws-service-endpoints";
export type { FlowLogArgs } from "./flow-logs";
export { ISOLATION_TAG, IsolatedVpc, type IsolatedVpcArgs } from "./isolated-vpc";
export { type AwsxVpc, type Placement, placementInAwsx } from "./placement";
export { PrivateService, type PrivateServiceArgs, TargetType } from "./private-service";
export { PrivateServiceConnection, type PrivateServiceConnectionArgs } from "./private-service-connection";
export { NatGateways, Vpc, type VpcArgs } from "./vpc";
export type { ZoneArgs } from "./zones";
