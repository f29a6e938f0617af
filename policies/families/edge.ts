import { certificateDnsValidation } from "../controls/acm/dns-validation";
import { certificateKeyLength } from "../controls/acm/key-length";
import { certificateNoExport } from "../controls/acm/no-export";
import { certificateTransparency } from "../controls/acm/transparency";
import { apiAccessLogFormat } from "../controls/apigateway/access-log-format";
import { apiAccessLogs } from "../controls/apigateway/access-logs";
import { apiCacheEncryption } from "../controls/apigateway/cache-encryption";
import { apiClientCertificate } from "../controls/apigateway/client-certificate";
import { apiCorsOrigins } from "../controls/apigateway/cors-origins";
import { apiDataTrace } from "../controls/apigateway/data-trace";
import { apiEndpointTls } from "../controls/apigateway/endpoint-tls";
import { apiEndpointType } from "../controls/apigateway/endpoint-type";
import { apiExecutionLogging } from "../controls/apigateway/execution-logging";
import { apiFirewall } from "../controls/apigateway/firewall";
import { apiJwtAudience } from "../controls/apigateway/jwt-audience";
import { apiOperationAuthorization } from "../controls/apigateway/operation-authorization";
import { apiPrivatePolicy } from "../controls/apigateway/private-policy";
import { apiRequestValidation } from "../controls/apigateway/request-validation";
import { apiRouteAuthorization } from "../controls/apigateway/route-authorization";
import { apiThrottling } from "../controls/apigateway/throttling";
import { apiTracing } from "../controls/apigateway/tracing";
import { apiUsagePlanLimits } from "../controls/apigateway/usage-plan-limits";
import { distributionAccessLogs } from "../controls/cloudfront/access-logs";
import { distributionRootObject } from "../controls/cloudfront/default-root-object";
import { distributionFirewall } from "../controls/cloudfront/firewall";
import { distributionHsts } from "../controls/cloudfront/hsts";
import { distributionKeyGroups } from "../controls/cloudfront/key-groups";
import { bucketOriginAccess, functionOriginAccess } from "../controls/cloudfront/origin-access";
import { originFailover } from "../controls/cloudfront/origin-failover";
import { responseHeaders } from "../controls/cloudfront/response-headers";
import { distributionSni } from "../controls/cloudfront/sni";
import { clientCallbacksHttps } from "../controls/cognito/client-callbacks-https";
import { clientOauthFlows } from "../controls/cognito/client-oauth-flows";
import { clientPasswordFlows } from "../controls/cognito/client-password-flows";
import { clientTokenRevocation } from "../controls/cognito/client-token-revocation";
import { clientUserExistence } from "../controls/cognito/client-user-existence";
import { poolDeletionProtection } from "../controls/cognito/deletion-protection";
import { identityPoolFlow } from "../controls/cognito/identity-pool-flow";
import { identityPoolGuests } from "../controls/cognito/identity-pool-guests";
import { identityPoolTokenCheck } from "../controls/cognito/identity-pool-token-check";
import { poolMfa } from "../controls/cognito/mfa";
import { poolPasswordPolicy } from "../controls/cognito/password-policy";
import { poolSelfSignUp } from "../controls/cognito/self-sign-up";
import { poolSmsExternalId } from "../controls/cognito/sms-external-id";
import { poolThreatProtection } from "../controls/cognito/threat-protection";
import { balancerAccessLogs } from "../controls/elasticloadbalancing/access-logs";
import { classicCertificate, classicDraining, classicZones } from "../controls/elasticloadbalancing/classic";
import { balancerCrossZone } from "../controls/elasticloadbalancing/cross-zone";
import { balancerDeletionProtection } from "../controls/elasticloadbalancing/deletion-protection";
import { balancerDesync } from "../controls/elasticloadbalancing/desync";
import { balancerFirewall } from "../controls/elasticloadbalancing/firewall";
import { balancerInternal } from "../controls/elasticloadbalancing/internal";
import { balancerInvalidHeaders } from "../controls/elasticloadbalancing/invalid-headers";
import { balancerFailClosed } from "../controls/elasticloadbalancing/waf-fail-closed";
import { lambdaAsynchronousFailures } from "../controls/lambda/asynchronous-failures";
import { lambdaEnvironmentSecrets } from "../controls/lambda/environment-secrets";
import { lambdaPartialBatch, lambdaStreamFailures } from "../controls/lambda/event-sources";
import { lambdaCodeSigning, lambdaConcurrency, lambdaEnvironmentKey, lambdaVpc } from "../controls/lambda/on-demand";
import {
  lambdaPermissionSource,
  lambdaPublicLayer,
  lambdaPublicPermission,
} from "../controls/lambda/public-permission";
import { lambdaQueueVisibility } from "../controls/lambda/queue-visibility";
import { lambdaRuntime } from "../controls/lambda/runtime";
import { lambdaTracing } from "../controls/lambda/tracing";
import { lambdaUrlAuth, lambdaUrlCors } from "../controls/lambda/url";
import { webAclKnownBadInputs } from "../controls/waf/known-bad-inputs";
import { webAclLogRedaction } from "../controls/waf/log-redaction";
import { webAclLogging } from "../controls/waf/logging";
import { webAclMetrics } from "../controls/waf/metrics";
import { webAclActs } from "../controls/waf/no-count-mode";
import { webAclNotEmpty } from "../controls/waf/not-empty";
import { webAclRateLimit } from "../controls/waf/rate-limit";
import type { Control } from "../core";

/** Controls that hold what stands at the edge: APIs, distributions, firewalls, load balancers, certificates, users and functions. */
export const edgeControls: readonly Control[] = [
  apiAccessLogFormat,
  apiAccessLogs,
  apiCacheEncryption,
  apiClientCertificate,
  apiCorsOrigins,
  apiDataTrace,
  apiEndpointTls,
  apiEndpointType,
  apiExecutionLogging,
  apiFirewall,
  apiJwtAudience,
  apiOperationAuthorization,
  apiPrivatePolicy,
  apiRequestValidation,
  apiRouteAuthorization,
  apiThrottling,
  apiTracing,
  apiUsagePlanLimits,
  distributionAccessLogs,
  distributionRootObject,
  distributionFirewall,
  distributionHsts,
  distributionKeyGroups,
  bucketOriginAccess,
  functionOriginAccess,
  originFailover,
  responseHeaders,
  distributionSni,
  webAclKnownBadInputs,
  webAclLogRedaction,
  webAclLogging,
  webAclMetrics,
  webAclActs,
  webAclNotEmpty,
  webAclRateLimit,
  balancerAccessLogs,
  classicDraining,
  classicCertificate,
  classicZones,
  balancerCrossZone,
  balancerDeletionProtection,
  balancerDesync,
  balancerFirewall,
  balancerInternal,
  balancerInvalidHeaders,
  balancerFailClosed,
  certificateDnsValidation,
  certificateKeyLength,
  certificateNoExport,
  certificateTransparency,
  clientCallbacksHttps,
  clientOauthFlows,
  clientPasswordFlows,
  clientTokenRevocation,
  clientUserExistence,
  poolDeletionProtection,
  identityPoolFlow,
  identityPoolGuests,
  identityPoolTokenCheck,
  poolMfa,
  poolPasswordPolicy,
  poolSelfSignUp,
  poolSmsExternalId,
  poolThreatProtection,
  lambdaAsynchronousFailures,
  lambdaEnvironmentSecrets,
  lambdaStreamFailures,
  lambdaPartialBatch,
  lambdaVpc,
  lambdaConcurrency,
  lambdaEnvironmentKey,
  lambdaCodeSigning,
  lambdaPublicPermission,
  lambdaPermissionSource,
  lambdaPublicLayer,
  lambdaQueueVisibility,
  lambdaRuntime,
  lambdaTracing,
  lambdaUrlAuth,
  lambdaUrlCors,
];
