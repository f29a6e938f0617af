import type * as pulumi from "@pulumi/pulumi";

/** How API Gateway hands a backend's response on. Values from the API's `responseTransferMode`. */
export const ResponseTransferMode = { Buffered: "BUFFERED", Stream: "STREAM" } as const;
export type ResponseTransferMode = (typeof ResponseTransferMode)[keyof typeof ResponseTransferMode];

/** What happens to a request whose content type has no template. Values from the API's `passthroughBehavior`. */
export const PassthroughBehavior = {
  WhenNoMatch: "when_no_match",
  WhenNoTemplates: "when_no_templates",
  Never: "never",
} as const;
export type PassthroughBehavior = (typeof PassthroughBehavior)[keyof typeof PassthroughBehavior];

/** Conversion of a payload between text and bytes. Values from the API's `contentHandling`. */
export const ContentHandling = { ToBinary: "CONVERT_TO_BINARY", ToText: "CONVERT_TO_TEXT" } as const;
export type ContentHandling = (typeof ContentHandling)[keyof typeof ContentHandling];

/** A Lambda function as the backend. The component lets this API, and nothing else, invoke it. */
export interface LambdaBackend {
  /** ARN of the function, or of its alias or version. */
  functionArn: pulumi.Input<string>;
  /** Hand the whole request over and take the whole response; `false` maps both with templates. @default true */
  proxy?: boolean;
  /**
   * The function belongs to another account. Its ARN then stands in the document itself, which is unknown at the first
   * preview where the ARN is; and that account has to allow the invocation. @default false
   */
  otherAccount?: boolean;
}

/** A public HTTPS endpoint as the backend. */
export interface HttpBackend {
  /** Base URL; `https://` only. May have `{parameters}` of the operation's path where it is plain text. */
  url: pulumi.Input<string>;
  /** Path below it, such as `/orders/{orderId}`. @default none */
  path?: string;
  /** Method of the call. @default the operation's */
  method?: string;
  /** Hand request and response through; `false` maps both with templates. @default true */
  proxy?: boolean;
}

/** A load balancer inside a VPC as the backend. */
export interface PrivateBackend {
  /** Id of the VPC link: version 2 (subnets and security groups) with `loadBalancerArn`, version 1 without. */
  vpcLinkId: pulumi.Input<string>;
  /** Application or network load balancer to reach through a version 2 link. @default the version 1 link's target */
  loadBalancerArn?: pulumi.Input<string>;
  /** URL whose host the load balancer's certificate has to be for; `https://` only. */
  url: pulumi.Input<string>;
  /** Path below it, such as `/orders/{orderId}`. @default none */
  path?: string;
  /** Method of the call. @default the operation's */
  method?: string;
  /** Hand request and response through; `false` maps both with templates. @default true */
  proxy?: boolean;
}

/** An AWS service's own API as the backend, with no code between. Give either `path` or `action`. */
export interface AwsServiceBackend {
  /** Name of the service in its endpoint, such as `sqs`, `dynamodb`, `states`, `events`. */
  service: string;
  /** Action of a query or JSON service, such as `StartExecution`. */
  action?: string;
  /** Path of a REST-like service, such as `123456789012/orders` for SQS. */
  path?: pulumi.Input<string>;
  /** Role that API Gateway calls the service with. */
  credentialsArn: pulumi.Input<string>;
  /** Method of the call. @default "POST" */
  method?: string;
}

/** A response made by API Gateway itself. */
export interface MockBackend {
  /** Status of the answer. @default 200 */
  statusCode?: number;
}

/** How one kind of backend answer becomes the operation's response. */
export interface RestIntegrationResponse {
  /** Status of the operation's response; the document describes it. */
  statusCode: number;
  /** Velocity templates by content type. @default the body unchanged */
  templates?: Record<string, string>;
  /** Headers: `method.response.header.X` to `integration.response.header.Y` or `'text'`. @default none */
  parameters?: Record<string, string>;
  /** @default unchanged */
  contentHandling?: ContentHandling;
}

/** What is behind one operation: exactly one backend, and the transformations on the way to it and back. */
export interface RestIntegration {
  lambda?: LambdaBackend;
  http?: HttpBackend;
  privateHttp?: PrivateBackend;
  awsService?: AwsServiceBackend;
  mock?: MockBackend;
  /** Velocity templates for the request by content type. @default none */
  requestTemplates?: Record<string, string>;
  /**
   * `integration.request.header.X` (or `querystring`, `path`) to `method.request.header.Y` or `'text'`.
   * @default the path parameters that the backend's path names
   */
  requestParameters?: Record<string, string>;
  /**
   * Responses by the pattern that picks them (status for HTTP, error message for Lambda), or `default`.
   * Only where the backend is no proxy. @default every answer becomes status 200, for a mock its own status
   */
  responses?: Record<string, RestIntegrationResponse>;
  /** @default "never", so that a content type with no template is refused with 415, where templates are given */
  passthroughBehavior?: PassthroughBehavior;
  /** @default unchanged */
  contentHandling?: ContentHandling;
  /** Buffered answers have to fit 10 MB; streamed ones start at once. Proxies only. @default "BUFFERED" */
  responseTransferMode?: ResponseTransferMode;
  /** 50 to 300,000 ms buffered (above 29,000 needs a raised quota), to 900,000 ms streamed. @default 29000, AWS's own */
  timeoutMilliseconds?: number;
}
