import { defaultEndpoint } from "../controls/apigateway/default-endpoint";
import { apiDomainTls } from "../controls/apigateway/domain-tls";
import { integrationHttps } from "../controls/apigateway/integration-https";
import { resourcePolicyHttps } from "../controls/apigateway/resource-policy-https";
import { originHttps } from "../controls/cloudfront/origin-https";
import { viewerHttps } from "../controls/cloudfront/viewer-https";
import { listenerHttps } from "../controls/elasticloadbalancing/listener-https";
import { listenerTlsPolicy } from "../controls/elasticloadbalancing/listener-tls-policy";
import { searchHttps } from "../controls/opensearch/https";
import { bucketSecureTransport } from "../controls/s3/secure-transport";
import { topicSecureTransport } from "../controls/sns/secure-transport";
import { queueSecureTransport } from "../controls/sqs/secure-transport";
import type { Control } from "../core";

/** Controls that hold every API and every client to HTTPS. */
export const httpsControls: readonly Control[] = [
  apiDomainTls,
  defaultEndpoint,
  integrationHttps,
  resourcePolicyHttps,
  viewerHttps,
  originHttps,
  listenerHttps,
  listenerTlsPolicy,
  searchHttps,
  bucketSecureTransport,
  topicSecureTransport,
  queueSecureTransport,
];
