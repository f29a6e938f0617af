export { ApiGatewayAccount, type ApiGatewayAccountArgs } from "./account";
export {
  type CognitoAuthorizer,
  type LambdaAuthorizer,
  LambdaAuthorizerKind,
  type RestAuthorizer,
} from "./authorizers";
export type { RestGatewayResponse } from "./body";
export type { RestCorsArgs } from "./cors";
export {
  ApiDomain,
  type ApiDomainArgs,
  EndpointAccessMode,
  EndpointType,
  type MutualTlsArgs,
  type RestSharedDomain,
} from "./domain";
export { PriceClass, ViewerTlsPolicy } from "./facts/cloudfront";
export {
  type AwsServiceBackend,
  ContentHandling,
  type HttpBackend,
  type LambdaBackend,
  type MockBackend,
  PassthroughBehavior,
  type PrivateBackend,
  ResponseTransferMode,
  type RestIntegration,
  type RestIntegrationResponse,
} from "./integrations";
export { validateOpenApi } from "./openapi";
export type { RestAccessArgs } from "./resource-policy";
export { RestApi } from "./rest-api";
export { ApiKeySource, IpAddressType, type RestApiArgs, type RestDomainArgs } from "./rest-api-args";
export { ParameterPlace, type RestRoute, type RestRouteParameter, RouteMethod } from "./routes";
export { ServerlessService, type ServerlessServiceArgs } from "./serverless-service";
export {
  ExecutionLogLevel,
  type RestCacheArgs,
  type RestCachedOperation,
  type RestCanaryArgs,
  type RestLogArgs,
  type RestMethodSettings,
  type RestStageArgs,
  type RestThrottle,
} from "./stage-args";
export { QuotaPeriod, type RestConsumerArgs, type RestQuota } from "./usage";
export type { RestWafArgs } from "./waf";
export { WebApp, type WebAppNodes } from "./web-app";
export {
  GeoRestrictionMode,
  type GithubDeployArgs,
  type WebApiArgs,
  type WebAppArgs,
  type WebContentSecurityArgs,
  type WebDomainArgs,
  type WebGeoRestrictionArgs,
  type WebLogArgs,
  type WebSourcesArgs,
  type WebWafArgs,
} from "./web-app-args";
