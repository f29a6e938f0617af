import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks, PlatformArgs } from "../core";

/** How services of a namespace are found. Values of Cloud Map's `NamespaceType`. */
export const NamespaceKind = {
  /** By DNS in VPCs, and by API. Makes a hosted zone. */
  PrivateDns: "DNS_PRIVATE",
  /** By API only, as Service Connect does. */
  Http: "HTTP",
} as const;
export type NamespaceKind = (typeof NamespaceKind)[keyof typeof NamespaceKind];

/** What a name answers with. Values from the provider's `ServiceDnsConfigDnsRecord.type`. */
export const DiscoveryRecord = {
  /** Addresses. */
  A: "A",
  /** Addresses and ports. */
  Srv: "SRV",
  /** Another name, such as a load balancer's. */
  Cname: "CNAME",
} as const;
export type DiscoveryRecord = (typeof DiscoveryRecord)[keyof typeof DiscoveryRecord];

/** Arguments of {@link ServiceNamespace}. */
export interface ServiceNamespaceArgs extends PlatformArgs {
  /** Name of the namespace: for DNS a domain with a dot, such as `shop.internal`. */
  namespaceName: string;
  /** How services are found: by DNS in VPCs and by API, or by API only ("HTTP"). @default "DNS_PRIVATE" */
  kind?: NamespaceKind;
  /** VPC that asks by DNS; required for "DNS_PRIVATE", left out for "HTTP". */
  vpcId?: pulumi.Input<string>;
  /** What it is for. @default a sentence with the component's name */
  description?: string;
  /**
   * Accounts by number, and organisations and their units by ARN, that may register and find services here, by AWS RAM.
   * For DNS each other VPC has to be associated with the hosted zone too. @default nobody
   */
  sharedWith?: pulumi.Input<string>[];
  /** Share with accounts outside of the organisation too. @default false */
  shareOutsideOrganization?: boolean;
}

/** Something that is found under a service's name, beside tasks of ECS, which register themselves. */
export interface DiscoveryInstanceArgs {
  /** IPv4 address; required for A and SRV records. @default none */
  address?: pulumi.Input<string>;
  /** Port, 1 to 65,535; required for SRV records. @default none */
  port?: number;
  /** Another host name; required for CNAME records. @default none */
  hostName?: pulumi.Input<string>;
  /** What callers may choose by, such as `version`: they see it by API only. @default none */
  attributes?: Record<string, pulumi.Input<string>>;
}

/** A name of a namespace. */
export interface DiscoveryServiceArgs {
  /** What the name answers with; one of them, or A and SRV. Not in an HTTP namespace. @default A */
  records?: DiscoveryRecord[];
  /** Seconds that an answer may be kept, 0 to 2,147,483,647; for so long callers go on with what is gone. @default 10 */
  ttlSeconds?: number;
  /** Leave the name out of DNS: found by API only. @default false */
  apiOnly?: boolean;
  /** What it is for. @default none */
  description?: string;
  /** What is found, beside what registers itself. @default none */
  instances?: Record<string, DiscoveryInstanceArgs>;
  /** Let the name be deleted while something is registered. @default false */
  deletableWithInstances?: boolean;
}

export function checkNamespace(checks: ArgumentChecks, args: ServiceNamespaceArgs): void {
  const dns = (args.kind ?? NamespaceKind.PrivateDns) === NamespaceKind.PrivateDns;
  const name = dns ? /^([a-z0-9-]{1,63}\.)+[a-z0-9-]{1,63}$/ : /^[A-Za-z0-9._-]{1,1024}$/;
  checks
    .oneOf("kind", args.kind, Object.values(NamespaceKind))
    .matches("namespaceName", args.namespaceName, name, 'use a name, for DNS with a dot, such as "shop.internal"')
    .that("vpcId", args.vpcId, dns, "leave it out: an HTTP namespace belongs to no network")
    .matches("vpcId", args.vpcId, /^vpc-/, "use the id of a VPC, vpc-…")
    .length("sharedWith", args.sharedWith, 1, 100);
  if (dns) checks.required("vpcId", args.vpcId, "say which network asks by DNS");
  for (const principal of args.sharedWith ?? []) {
    checks.matches(
      "sharedWith",
      principal,
      /^(\d{12}|arn:[^:]+:organizations::\d{12}:(organization|ou)\/.+)$/,
      "use an account's number, or the ARN of an organisation or one of its units",
    );
  }
  const outside = args.shareOutsideOrganization;
  checks.that("shareOutsideOrganization", outside, !outside || args.sharedWith !== undefined, "say sharedWith whom");
}

/** docs.aws.amazon.com/cloud-map/latest/api/API_DnsRecord.html says which records may be together. */
export function checkService(checks: ArgumentChecks, name: string, args: DiscoveryServiceArgs, dns: boolean): void {
  const byDns = dns && !args.apiOnly;
  const { records = [DiscoveryRecord.A], instances = {} } = args;
  checks
    .matches("name", name, /^[a-z][a-z0-9-]{0,62}$/, "name it with lower-case letters, digits and hyphens, at most 63")
    .that("records", args.records, args.records === undefined || byDns, "leave it out: the name is not in DNS")
    .that("ttlSeconds", args.ttlSeconds, args.ttlSeconds === undefined || byDns, "leave it out: the name is not in DNS")
    .integer("ttlSeconds", args.ttlSeconds, 0, 2_147_483_647, "seconds")
    .length("records", args.records, 1, 2)
    .that("records", records, new Set(records).size === records.length, "name each once")
    .that(
      "records",
      records,
      records.length === 1 || !records.includes(DiscoveryRecord.Cname),
      "leave the others out: a CNAME is alone",
    );
  for (const record of records) checks.oneOf("records", record, Object.values(DiscoveryRecord));
  for (const [instance, given] of Object.entries(instances)) {
    const path = `instances.${instance}`;
    checks
      .matches(path, instance, /^[a-zA-Z0-9_.:@-]{1,64}$/, "name it with at most 64 letters, digits and _ . : @ -")
      .integer(`${path}.port`, given.port, 1, 65_535)
      .matches(`${path}.address`, given.address, /^\d{1,3}(\.\d{1,3}){3}$/, "use an IPv4 address");
    if (!byDns) continue;
    const cname = records.includes(DiscoveryRecord.Cname);
    if (cname) checks.required(`${path}.hostName`, given.hostName, "give the name that the CNAME answers with");
    else checks.required(`${path}.address`, given.address, "give the address that the record answers with");
    if (records.includes(DiscoveryRecord.Srv))
      checks.required(`${path}.port`, given.port, "give the SRV record's port");
  }
}
