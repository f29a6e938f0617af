import { Certificate, CertificateValidation } from "@pulumi/aws/acm";
import type { Distribution } from "@pulumi/aws/cloudfront";
import { Record as DnsRecord } from "@pulumi/aws/route53";
import type * as pulumi from "@pulumi/pulumi";
import { CLOUDFRONT_REGION } from "./facts/cloudfront";
import type { WebDomainArgs } from "./web-app-args";

/** What children of the component are given. */
export interface WebAppOwner {
  readonly name: string;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** All host names, the main one first. */
export function namesOf(domain: WebDomainArgs): string[] {
  return [domain.name, ...(domain.alternateNames ?? [])];
}

/** A resource's name for a host name. */
function partOf(hostName: string): string {
  return hostName.replace(/^\*\./, "any-").replaceAll(".", "-");
}

/** ARN of the certificate; makes it and proves it where the program gave none. */
export function certificateOf(
  domain: WebDomainArgs,
  hostedZoneId: pulumi.Input<string> | undefined,
  owner: WebAppOwner,
): pulumi.Input<string> {
  if (domain.certificateArn !== undefined) return domain.certificateArn;
  if (hostedZoneId === undefined) throw new Error(`nothing proves a certificate for ${domain.name}`);
  const { name, tags, child } = owner;
  const certificate = new Certificate(
    `${name}-certificate`,
    {
      region: CLOUDFRONT_REGION,
      domainName: domain.name,
      subjectAlternativeNames: domain.alternateNames,
      validationMethod: "DNS",
      tags: tags(`${name}-certificate`),
    },
    child(),
  );
  // One record proves a name and everything right below it.
  const bare = [...new Set(namesOf(domain).map((hostName) => hostName.replace(/^\*\./, "")))];
  const records = bare.map((hostName) => {
    const option = certificate.domainValidationOptions.apply((options) => {
      const found = options.find(({ domainName }) => domainName.replace(/^\*\./, "") === hostName);
      if (!found) throw new Error(`ACM gave no record that proves ${hostName}`);
      return found;
    });
    return new DnsRecord(
      `${name}-proof-${partOf(hostName)}`,
      {
        zoneId: hostedZoneId,
        name: option.resourceRecordName,
        type: option.resourceRecordType,
        records: [option.resourceRecordValue],
        ttl: 300,
        // Certificates of one name, in whatever region, share the record.
        allowOverwrite: true,
      },
      child(),
    );
  });
  return new CertificateValidation(
    `${name}-certificate-proven`,
    {
      region: CLOUDFRONT_REGION,
      certificateArn: certificate.arn,
      validationRecordFqdns: records.map(({ fqdn }) => fqdn),
    },
    child(),
  ).certificateArn;
}

/** Points the names at the distribution, over IPv4 and IPv6. */
export function pointAt(
  distribution: Distribution,
  domain: WebDomainArgs,
  hostedZoneId: pulumi.Input<string>,
  { name, child }: WebAppOwner,
): void {
  for (const hostName of namesOf(domain)) {
    for (const type of ["A", "AAAA"]) {
      new DnsRecord(
        `${name}-dns-${partOf(hostName)}-${type.toLowerCase()}`,
        {
          zoneId: hostedZoneId,
          name: hostName,
          type,
          aliases: [{ name: distribution.domainName, zoneId: distribution.hostedZoneId, evaluateTargetHealth: false }],
        },
        child(),
      );
    }
  }
}
