import type * as pulumi from "@pulumi/pulumi";
import type { PlatformArgs } from "../core";
import type { RestAuthorizer } from "./authorizers";
import type { RestGatewayResponse } from "./body";
import type { RestCorsArgs } from "./cors";
import type { EndpointAccessMode, EndpointType, MutualTlsArgs, RestSharedDomain } from "./domain";
import type { RestIntegration } from "./integrations";
import type { RestAccessArgs } from "./resource-policy";
import type { RestRoute } from "./routes";
import type { RestLogArgs, RestStageArgs } from "./stage-args";
import type { RestConsumerArgs } from "./usage";
import type { RestWafArgs } from "./waf";

/** Where API Gateway reads an API key from. Values from the API's `apiKeySource`. */
export const ApiKeySource = { Header: "HEADER", Authorizer: "AUTHORIZER" } as const;
export type ApiKeySource = (typeof ApiKeySource)[keyof typeof ApiKeySource];

/** Addresses that may call an API. Values from the API's `endpointConfiguration`. */
export const IpAddressType = { Ipv4: "ipv4", Dualstack: "dualstack" } as const;
export type IpAddressType = (typeof IpAddressType)[keyof typeof IpAddressType];

/** A custom domain that this API alone uses; `ApiDomain` makes what several APIs share. */
export interface RestDomainArgs {
  /** Host name, such as `api.example.com`. */
  domainName: pulumi.Input<string>;
  /** ACM certificate: in the API's region, for an edge API in us-east-1. */
  certificateArn: pulumi.Input<string>;
  /**
   * Lowest version of TLS and its ciphers, by API Gateway's name for them. @default "TLS_1_2", which also accepts TLS
   * 1.3
   */
  securityPolicy?: string;
  /** With a newer security policy only. @default "STRICT" */
  endpointAccessMode?: EndpointAccessMode;
  /** Regional APIs with securityPolicy TLS_1_2 only. @default clients show no certificate */
  mutualTls?: MutualTlsArgs;
  /** Route 53 zone to write the alias records into. @default none */
  hostedZoneId?: pulumi.Input<string>;
}

/** Arguments of {@link RestApi}. Give one of `documentFile`, `document` and `routes`. */
export interface RestApiArgs extends PlatformArgs {
  /** Path of an OpenAPI 3.0 document, JSON or YAML. */
  documentFile?: string;
  /** OpenAPI 3.0 document as JSON or YAML text; `JSON.stringify` makes one of an object. */
  document?: string;
  /** Operations written as routes. */
  routes?: RestRoute[];
  /** Title of an API that is written as routes. @default the component's name */
  title?: string;
  /** Version of an API that is written as routes. @default "1.0.0" */
  version?: string;
  /**
   * Backends by operationId. Every operation needs one, here or as `x-amazon-apigateway-integration` in the document.
   * @default those in the document
   */
  integrations?: Record<string, RestIntegration>;
  /**
   * Schema keywords that API Gateway does not support and that its copy of the document goes without: `discriminator`,
   * `nullable`, `exclusiveMinimum`. What it then lets through, the service has to check. The exported document keeps
   * them. `minItems` and `maxItems` are not checked by API Gateway either. @default none: their use is refused
   */
  dropUnsupported?: string[];

  /** Who may call, by the name of a security scheme of the document. @default those in the document */
  authorizers?: Record<string, RestAuthorizer>;
  /** Authorizer of the operations that name none. @default none */
  defaultAuthorizer?: string;
  /** Operations that anyone may call, by operationId. @default none */
  publicOperations?: string[];
  /** Who may reach the API at all. @default everyone over TLS; for a private API its VPC endpoints */
  access?: RestAccessArgs;
  /** Let requests through that do not match the document's parameters and bodies. @default false */
  withoutRequestValidation?: boolean;
  /** Which other origins' pages may call the API. @default no cross-origin requests */
  cors?: RestCorsArgs;

  /** Whether the API is reached in its region, through CloudFront's edges or from VPCs alone. @default "REGIONAL" */
  endpointType?: EndpointType;
  /** IPv4 alone, or IPv6 too. @default "ipv4"; "dualstack" for a private API */
  ipAddressType?: IpAddressType;
  /** TLS policy of the API's own endpoint. @default "TLS_1_2" */
  securityPolicy?: string;
  /** With a newer security policy only. @default "STRICT" */
  endpointAccessMode?: EndpointAccessMode;
  /** Custom domain. With one, the API's own endpoint is off. @default none */
  domain?: RestDomainArgs;
  /** Custom domain that other APIs or versions share. Excludes `domain`. @default none */
  sharedDomain?: RestSharedDomain;
  /** Base path of each stage under the custom domain. @default the root for one stage, its name for each of several */
  basePaths?: Record<string, string>;

  /** Stages by name, side by side. @default one, "live" */
  stages?: Record<string, RestStageArgs>;
  /** How access and execution logs are kept. @default kept 90 days */
  logs?: RestLogArgs;
  /**
   * Role that the account's API Gateway writes logs with: `cloudwatchRoleArn` of an `ApiGatewayAccount` of this program.
   * The stages wait for it. @default the account was set up elsewhere
   */
  cloudwatchRoleArn?: pulumi.Input<string>;
  /** Consumers with keys, plans and quotas, by name. @default none */
  consumers?: Record<string, RestConsumerArgs>;
  /** Where a request has its API key. @default "HEADER": `X-Api-Key` */
  apiKeySource?: ApiKeySource;
  /**
   * Rules of the web application firewall, or one that exists. @default AWS's common rules and known bad inputs, 2,000
   * requests in five minutes an address; none on a private API
   */
  waf?: RestWafArgs;
  /** Put no firewall in front of the stages. @default false, true for a private API */
  withoutWaf?: boolean;
  /** API Gateway shows no certificate to HTTP backends. @default false: it shows one where there are such backends */
  withoutClientCertificate?: boolean;
  /** Compress responses from this size on, in bytes, 0 to 10,485,760. @default no compression */
  minimumCompressionSize?: number;
  /** Media types that are bytes, not text. @default none */
  binaryMediaTypes?: string[];
  /** API Gateway's own error answers, by type such as `BAD_REQUEST_BODY`. @default AWS's own */
  gatewayResponses?: Record<string, RestGatewayResponse>;
  /** Publish no documentation version with the stages. @default false */
  withoutDocumentation?: boolean;
}
