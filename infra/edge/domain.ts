import {
  type RestApi as AwsRestApi,
  BasePathMapping,
  DomainName,
  DomainNameAccessAssociation,
  type Stage,
} from "@pulumi/aws/apigateway";
import { Record as DnsRecord } from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import {
  type ArgumentChecks,
  denyInsecureTransport,
  type PlatformArgs,
  PlatformComponent,
  policyDocument,
} from "../core";

/** From where an API or domain is reached. Values from the API's `endpointConfiguration`. */
export const EndpointType = { Edge: "EDGE", Regional: "REGIONAL", Private: "PRIVATE" } as const;
export type EndpointType = (typeof EndpointType)[keyof typeof EndpointType];

/** How strictly a newer security policy checks the name that a client connects to. */
export const EndpointAccessMode = { Basic: "BASIC", Strict: "STRICT" } as const;
export type EndpointAccessMode = (typeof EndpointAccessMode)[keyof typeof EndpointAccessMode];

/**
 * TLS policies by endpoint, TLS 1.2 or newer only, from AWS's "Supported security policies"
 * (docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html).
 */
const REGIONAL_POLICIES = [
  "TLS_1_2",
  "SecurityPolicy_TLS13_1_3_2025_09",
  "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
  "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_2021_06",
];
const EDGE_POLICIES = [
  "TLS_1_2",
  "SecurityPolicy_TLS13_2025_EDGE",
  "SecurityPolicy_TLS12_PFS_2025_EDGE",
  "SecurityPolicy_TLS12_2018_EDGE",
];

/** Whether a policy is one of the newer kind, which also needs an endpoint access mode. */
export function isEnhanced(policy: string): boolean {
  return policy.startsWith("SecurityPolicy_");
}

/** Checks a TLS policy and its access mode against the kind of endpoint. */
export function checkTls(
  checks: ArgumentChecks,
  where: string,
  endpointType: EndpointType,
  securityPolicy: string | undefined,
  accessMode: EndpointAccessMode | undefined,
): void {
  checks.oneOf(`${where}securityPolicy`, securityPolicy, endpointType === "EDGE" ? EDGE_POLICIES : REGIONAL_POLICIES);
  checks.oneOf(`${where}endpointAccessMode`, accessMode, Object.values(EndpointAccessMode));
  if (accessMode !== undefined && !isEnhanced(securityPolicy ?? "")) {
    checks.fail(
      `${where}endpointAccessMode`,
      accessMode,
      'only a securityPolicy that starts with "SecurityPolicy_" has one',
    );
  }
}

/** Clients have to show a certificate that one of these authorities issued. */
export interface MutualTlsArgs {
  /** S3 URL of the certificates of the authorities, such as `s3://bucket/truststore.pem`. */
  truststoreUri: pulumi.Input<string>;
  /** Version of that object; without it a changed file goes unnoticed. @default the newest */
  truststoreVersion?: pulumi.Input<string>;
  /** Public certificate that proves who owns the domain, where the domain's own is imported or private. @default none */
  ownershipCertificateArn?: pulumi.Input<string>;
}

/** Arguments of {@link ApiDomain}. */
export interface ApiDomainArgs extends PlatformArgs {
  /** Host name, such as `api.example.com`. */
  domainName: pulumi.Input<string>;
  /** ACM certificate: in the API's region, for an edge domain in us-east-1. */
  certificateArn: pulumi.Input<string>;
  /** The same as that of the APIs it serves. @default "REGIONAL" */
  endpointType?: EndpointType;
  /**
   * Lowest version of TLS and its ciphers, by API Gateway's name for them. @default "TLS_1_2", which also accepts TLS
   * 1.3
   */
  securityPolicy?: string;
  /** With a newer security policy only. @default "STRICT" */
  endpointAccessMode?: EndpointAccessMode;
  /** Regional domains with securityPolicy TLS_1_2 only. @default clients show no certificate */
  mutualTls?: MutualTlsArgs;
  /** Route 53 zone to write the alias records into. @default none: the program points its own DNS at `targetDomainName` */
  hostedZoneId?: pulumi.Input<string>;
  /** VPC endpoints that may resolve and reach a private domain. Required for it. */
  vpcEndpointIds?: pulumi.Input<string>[];
}

/** A custom domain with TLS 1.2 or newer, under which several APIs and versions of an API stand side by side. */
export class ApiDomain extends PlatformComponent {
  /** Host name. */
  readonly domainName: pulumi.Output<string>;
  /** Identifier of a private domain; `undefined` for others. */
  readonly domainNameId: pulumi.Output<string | undefined>;
  /** Host name that DNS has to point at; for a private domain that of its VPC endpoint is used instead. */
  readonly targetDomainName: pulumi.Output<string>;
  /** Route 53 zone of `targetDomainName`, for alias records. */
  readonly targetZoneId: pulumi.Output<string>;

  constructor(name: string, args: ApiDomainArgs, opts?: pulumi.ComponentResourceOptions) {
    super("edge:ApiDomain", name, args, opts);
    const type = args.endpointType ?? "REGIONAL";
    checkDomain(this.checks(), args, type).done();
    const securityPolicy = args.securityPolicy ?? "TLS_1_2";
    const domain = new DomainName(
      name,
      {
        domainName: args.domainName,
        endpointConfiguration: { types: type },
        ...(type === "REGIONAL"
          ? { regionalCertificateArn: args.certificateArn }
          : { certificateArn: args.certificateArn }),
        securityPolicy,
        endpointAccessMode: isEnhanced(securityPolicy) ? (args.endpointAccessMode ?? "STRICT") : undefined,
        mutualTlsAuthentication: args.mutualTls && {
          truststoreUri: args.mutualTls.truststoreUri,
          truststoreVersion: args.mutualTls.truststoreVersion,
        },
        ownershipVerificationCertificateArn: args.mutualTls?.ownershipCertificateArn,
        policy: type === "PRIVATE" ? privateDomainPolicy(args.vpcEndpointIds ?? []) : undefined,
        tags: this.tags(name),
      },
      this.child(),
    );
    (args.vpcEndpointIds ?? []).forEach((endpointId, index) => {
      new DomainNameAccessAssociation(
        `${name}-access-${index + 1}`,
        {
          domainNameArn: domain.arn,
          accessAssociationSource: endpointId,
          accessAssociationSourceType: "VPCE",
          tags: this.tags(`${name}-access-${index + 1}`),
        },
        this.child(),
      );
    });
    this.domainName = domain.domainName;
    this.domainNameId = type === "PRIVATE" ? domain.domainNameId : pulumi.output(undefined);
    this.targetDomainName = type === "EDGE" ? domain.cloudfrontDomainName : domain.regionalDomainName;
    this.targetZoneId = type === "EDGE" ? domain.cloudfrontZoneId : domain.regionalZoneId;
    if (args.hostedZoneId !== undefined) {
      for (const recordType of ["A", "AAAA"]) {
        new DnsRecord(
          `${name}-dns-${recordType.toLowerCase()}`,
          {
            zoneId: args.hostedZoneId,
            name: args.domainName,
            type: recordType,
            aliases: [
              { name: this.targetDomainName, zoneId: this.targetZoneId, evaluateTargetHealth: type !== "EDGE" },
            ],
          },
          this.child(),
        );
      }
    }
    this.registerOutputs({ domainName: this.domainName, targetDomainName: this.targetDomainName });
  }
}

/** A custom domain that exists already: an {@link ApiDomain} of this program or of another. */
export interface RestSharedDomain {
  /** Host name, such as `api.example.com`; its endpoint type has to be the API's. */
  domainName: pulumi.Input<string>;
  /** Identifier of a private domain. @default none: the domain is not private */
  domainNameId?: pulumi.Input<string | undefined>;
}

/**
 * Serves a stage under a base path of a domain.
 * @param basePath first segments of the URL; empty for the domain's root
 */
export function mapStage(
  name: string,
  domain: RestSharedDomain,
  api: AwsRestApi,
  stage: Stage,
  basePath: string,
  opts: pulumi.CustomResourceOptions,
): BasePathMapping {
  return new BasePathMapping(
    name,
    {
      domainName: domain.domainName,
      domainNameId: domain.domainNameId,
      restApi: api.id,
      stageName: stage.stageName,
      basePath: basePath === "" ? undefined : basePath,
    },
    opts,
  );
}

function checkDomain(checks: ArgumentChecks, args: ApiDomainArgs, type: EndpointType): ArgumentChecks {
  checks.oneOf("endpointType", args.endpointType, Object.values(EndpointType));
  checks.matches(
    "domainName",
    args.domainName,
    /^(\*\.)?([a-z0-9-]+\.)+[a-z]{2,}$/,
    "use a host name such as api.example.com",
  );
  checks.matches("certificateArn", args.certificateArn, /^arn:[a-z-]+:acm:/, "use the ARN of an ACM certificate");
  if (type === "EDGE") {
    checks.matches(
      "certificateArn",
      args.certificateArn,
      /:acm:us-east-1:/,
      "an edge domain needs a certificate in us-east-1",
    );
  }
  checkTls(checks, "", type, args.securityPolicy, args.endpointAccessMode);
  if (args.mutualTls) {
    const { truststoreUri, ownershipCertificateArn } = args.mutualTls;
    checks
      .matches("mutualTls.truststoreUri", truststoreUri, /^s3:\/\/[^/]+\/.+/, "use s3://bucket/key")
      .matches(
        "mutualTls.ownershipCertificateArn",
        ownershipCertificateArn,
        /^arn:[a-z-]+:acm:/,
        "use the ARN of an ACM certificate",
      );
    if (type !== "REGIONAL" || isEnhanced(args.securityPolicy ?? "")) {
      checks.fail("mutualTls", "given", "mutual TLS needs a regional domain with securityPolicy TLS_1_2");
    }
  }
  if (type === "PRIVATE") {
    checks.length("vpcEndpointIds", args.vpcEndpointIds ?? [], 1, Number.POSITIVE_INFINITY);
    if (args.hostedZoneId !== undefined) {
      checks.fail(
        "hostedZoneId",
        "given",
        "a private domain resolves to its VPC endpoint; write that record in the VPC's zone",
      );
    }
  } else if (args.vpcEndpointIds) {
    checks.fail("vpcEndpointIds", "given", "only a private domain is reached through VPC endpoints");
  }
  return checks;
}

function privateDomainPolicy(vpcEndpointIds: pulumi.Input<string>[]): pulumi.Output<string> {
  return policyDocument(
    { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: ["execute-api:/*"] },
    denyInsecureTransport("execute-api", ["execute-api:/*"]),
    {
      Effect: "Deny",
      Principal: "*",
      Action: "execute-api:Invoke",
      Resource: ["execute-api:/*"],
      Condition: { StringNotEquals: { "aws:SourceVpce": vpcEndpointIds } },
    },
  );
}
