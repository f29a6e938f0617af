import type * as pulumi from "@pulumi/pulumi";
import type { PlatformArgs } from "../core";
import type { PriceClass, ViewerTlsPolicy } from "./facts/cloudfront";

/** The host names that a web app is reached under. */
export interface WebDomainArgs {
  /** Host name, such as `shop.example.com`. */
  name: string;
  /** Further host names, also `*.example.com`. @default none */
  alternateNames?: string[];
  /**
   * ACM certificate for all of the names, in us-east-1. @default one is made there and proven by records in
   * `hostedZoneId`
   */
  certificateArn?: pulumi.Input<string>;
  /**
   * Route 53 zone that all of the names are in: it gets the A and AAAA records, and those that prove a certificate. Required
   * where there is no `certificateArn`. @default none: the program points its own DNS at `distributionDomainName`
   */
  hostedZoneId?: pulumi.Input<string>;
}

/** TypeScript and CSS that are built on the way to a preview. */
export interface WebSourcesArgs {
  /**
   * Folder, relative to the Pulumi project's. Its `index.html` names scripts and style sheets as `./main.ts` and
   * `./style.css`; these are bundled under names that change with their contents. What is in its `public` folder is taken
   * as it is.
   */
  folder: string;
  /** Keep names and white space. @default false: minified */
  withoutMinify?: boolean;
}

/** An API that answers below a path of the web app, so that the browser has one origin and needs no CORS. */
export interface WebApiArgs {
  /** Its base URL, such as `restApi.url`: https only. */
  url: pulumi.Input<string>;
  /** Path that it answers below; it is taken away before the API sees it. @default "/api", of a further API `/<name>` */
  path?: string;
}

/**
 * What the Content-Security-Policy lets in beside the app's own origin; everything else is refused, inline scripts too.
 * Sources are hosts with their scheme, such as `https://cognito-idp.eu-central-1.amazonaws.com`.
 */
export interface WebContentSecurityArgs {
  /** Where scripts may send requests to. @default none */
  connectSources?: pulumi.Input<string>[];
  /** Where scripts may come from. @default none */
  scriptSources?: pulumi.Input<string>[];
  /** Where style sheets may come from. @default none */
  styleSources?: pulumi.Input<string>[];
  /** Where images may come from, beside `data:`. @default none */
  imageSources?: pulumi.Input<string>[];
  /** Where fonts may come from. @default none */
  fontSources?: pulumi.Input<string>[];
}

/** The web application firewall in front of the distribution. */
export interface WebWafArgs {
  /** A web ACL of scope CLOUDFRONT that exists already. Excludes every other option. @default one is made */
  webAclArn?: pulumi.Input<string>;
  /** Requests that one address may make in five minutes, from 10. @default 2000 */
  rateLimit?: number;
  /**
   * AWS's managed rule groups, in order.
   * @default AWSManagedRulesCommonRuleSet, AWSManagedRulesKnownBadInputsRuleSet
   */
  managedRuleGroups?: string[];
}

/** Where access logs, and those of the firewall, go. */
export interface WebLogArgs {
  /** Days that log groups keep them. @default 90 */
  retentionInDays?: number;
  /** KMS key of us-east-1 that encrypts the log groups; its policy has to admit CloudWatch Logs. @default AWS's own */
  kmsKeyArn?: pulumi.Input<string>;
  /**
   * Deliver access logs to this bucket instead of a log group. Its policy has to admit `delivery.logs.amazonaws.com`.
   * @default a log group in us-east-1
   */
  bucketArn?: pulumi.Input<string>;
}

/** Whether the countries of a list are let in, or shut out. Values from the distribution's `geoRestriction`. */
export const GeoRestrictionMode = { Allow: "whitelist", Deny: "blacklist" } as const;
export type GeoRestrictionMode = (typeof GeoRestrictionMode)[keyof typeof GeoRestrictionMode];

/** Countries that may, or may not, open the app. */
export interface WebGeoRestrictionArgs {
  /** Let in these countries alone ("whitelist"), or all but these ("blacklist"). */
  mode: GeoRestrictionMode;
  /** ISO 3166-1 alpha-2 codes, such as `DE`. */
  countries: string[];
}

/**
 * A role that GitHub Actions of one repository may deploy files with. The account's OIDC provider for
 * `token.actions.githubusercontent.com` has to be there: an account has one.
 */
export interface GithubDeployArgs {
  /** `owner/name`. */
  repository: string;
  /** Only workflows on this branch. Excludes `environment`. @default "main" */
  branch?: string;
  /** Only jobs of this GitHub environment, on whatever branch it admits. Excludes `branch`. @default none */
  environment?: string;
}

/** Arguments of {@link WebApp}. */
export interface WebAppArgs extends PlatformArgs {
  /** Host names and certificate; left out only with `withoutDomain`. */
  domain?: WebDomainArgs;
  /** Serve under `*.cloudfront.net`, whose certificate AWS also offers with TLS 1.0. @default false */
  withoutDomain?: boolean;
  /** Weakest TLS that a viewer may come with; for an own domain. @default "TLSv1.2_2021" */
  tlsPolicy?: ViewerTlsPolicy;
  /** Folder with the built app, relative to the Pulumi project's. Excludes `sources`. @default none */
  folder?: string;
  /** Build the app on the way to a preview. Excludes `folder`. @default none: a pipeline deploys, see `grantDeploy` */
  sources?: WebSourcesArgs;
  /** Files by path with their text, such as a `config.json` with what differs by environment. @default none */
  files?: Record<string, pulumi.Input<string>>;
  /**
   * Folders of files that browsers keep for a year, where their names have a hash of eight characters or more, such as
   * `main-7OU7DODV.js`. All others are asked for again each time. @default ["assets/"]
   */
  immutableFolders?: string[];
  /** An API that answers below a path of the app. @default none */
  api?: WebApiArgs;
  /** Further APIs by name. Of several paths that a request is below, the longest says which answers. @default none */
  moreApis?: Record<string, WebApiArgs>;
  /** A path that is no file stays 404 instead of showing the app, which reads the path itself. @default false */
  withoutPageFallback?: boolean;
  /** What the page may load and call, by its Content-Security-Policy. @default the app's own origin alone */
  contentSecurity?: WebContentSecurityArgs;
  /** What the firewall in front refuses. @default managed rules and a limit of requests by address */
  waf?: WebWafArgs;
  /** No firewall. @default false */
  withoutWaf?: boolean;
  /** Where access logs go, and how long they are kept. @default 90 days in log groups of us-east-1 */
  logs?: WebLogArgs;
  /** No access logs. @default false */
  withoutAccessLogs?: boolean;
  /** How far CloudFront spreads the app over the world. @default "PriceClass_100", North America and Europe */
  priceClass?: PriceClass;
  /** Countries that alone may open the app, or may not. @default none: everywhere */
  geoRestriction?: WebGeoRestrictionArgs;
  /** GitHub repository whose Actions deploy the files, by a role that is made. @default none */
  deployFrom?: GithubDeployArgs;
  /** The bucket's name in S3. @default `<stack>-<name>-<account>-<region>` */
  bucketName?: string;
}
