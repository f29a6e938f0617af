import type { Distribution } from "@pulumi/aws/cloudfront";
import type { Role } from "@pulumi/aws/iam";
import type { Bucket } from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, type Grant, type Grantable, PlatformComponent } from "../core";
import { createBareBucket, createBucketPolicy, defaultBucketName, SUPERSEDED_GO } from "../core/private-bucket";
import type { WebAppArgs } from "./web-app-args";
import { checkWebApp } from "./web-app-checks";
import { allowDeploy, createGithubRole } from "./web-app-deploy";
import { createDistribution, readableBy } from "./web-app-distribution";
import { pointAt, type WebAppOwner } from "./web-app-domain";
import { createFiles, filesOf, tellSize } from "./web-app-files";
import { createAccessLogs } from "./web-app-logs";

/** Resources of a {@link WebApp}, for reading and for tests. */
export interface WebAppNodes {
  readonly distribution: Distribution;
  readonly bucket: Bucket;
  readonly deployer?: Role;
}

/**
 * A single-page app: files in a private bucket that only its CloudFront distribution reads, over HTTPS alone.
 *
 * With nothing but a domain and files: TLS 1.2 or newer, HTTP/2 and 3, IPv6, compression, security headers with a strict
 * Content-Security-Policy, a firewall with AWS's managed rules and a limit by address, access logs without cookies and
 * queries. Files whose names change with their contents are kept for a year; all others are asked for again each time,
 * by CloudFront too, so that nothing ever has to be invalidated after a deployment.
 *
 * What CloudFront is given (certificate, web ACL, logs) is made in us-east-1, wherever the stack is.
 *
 * @example
 * new WebApp("shop", {
 *   domain: { name: "shop.example.com", hostedZoneId: zone.zoneId },
 *   sources: { folder: "services/web" },
 *   files: { "config.json": pulumi.jsonStringify({ apiUrl: "/api" }) },
 *   api: { url: api.url },
 * });
 */
export class WebApp extends PlatformComponent {
  /** Base URL: of the main host name, else of the distribution. */
  readonly url: pulumi.Output<string>;
  /** Id of the distribution, for invalidations. */
  readonly distributionId: pulumi.Output<string>;
  /** ARN of the distribution. */
  readonly distributionArn: pulumi.Output<string>;
  /** Host name that DNS has to point at where there is no `hostedZoneId`. */
  readonly distributionDomainName: pulumi.Output<string>;
  /** Bucket that files are deployed to. */
  readonly bucketName: pulumi.Output<string>;
  /** Role that GitHub Actions deploy with; `undefined` without `deployFrom`. */
  readonly deployRoleArn: pulumi.Output<string | undefined>;
  /** Resources of the app, for reading and for tests. */
  readonly nodes: WebAppNodes;
  private readonly logicalName: string;

  /** @throws ArgumentError that lists everything that is wrong with the arguments, or with the sources */
  constructor(name: string, args: WebAppArgs, opts?: pulumi.ComponentResourceOptions) {
    super("edge:WebApp", name, args, opts);
    this.logicalName = name;
    const checks = this.checks();
    checkWebApp(checks, args);
    const files = filesOf(this.label, args, checks);
    checks.done();
    const owner: WebAppOwner = {
      name,
      tags: (of) => this.tags(of),
      child: (more) => this.child(more),
    };
    const place = { label: this.label, accountId: this.accountId, region: this.region };
    const bare = createBareBucket({
      name: `${name}-files`,
      bucketName: args.bucketName ?? defaultBucketName(`${name}-files`, place),
      partition: this.commercial(),
      kmsKeyArn: undefined,
      lifecycle: SUPERSEDED_GO,
      // Everything in it is built from sources that are kept elsewhere.
      deletableWithContents: true,
      tags: this.tags(`${name}-files`),
      opts: this.child(),
    });
    const distribution = createDistribution(args, bare.bucket, owner);
    const policy = createBucketPolicy(`${name}-files`, bare, readableBy(distribution.arn, bare.knownArn), this.child());
    createFiles(files, args.immutableFolders ?? ["assets/"], bare.bucket.id, [...bare.ready, policy], owner);
    tellSize(files, this);
    if (!args.withoutAccessLogs) createAccessLogs(distribution, args.logs ?? {}, this.accountId, owner);
    if (args.domain?.hostedZoneId !== undefined) pointAt(distribution, args.domain, args.domain.hostedZoneId, owner);

    const deployer =
      args.deployFrom &&
      createGithubRole(args.deployFrom, { partition: this.partition, accountId: this.accountId }, owner);
    this.nodes = { distribution, bucket: bare.bucket, deployer };
    if (deployer) this.grantDeploy({ role: deployer }, "github");
    this.url = args.domain
      ? pulumi.output(`https://${args.domain.name}`)
      : pulumi.interpolate`https://${distribution.domainName}`;
    this.distributionId = distribution.id;
    this.distributionArn = distribution.arn;
    this.distributionDomainName = distribution.domainName;
    this.bucketName = bare.name;
    this.deployRoleArn = deployer?.arn ?? pulumi.output(undefined);
    this.registerOutputs({
      url: this.url,
      distributionId: this.distributionId,
      distributionArn: this.distributionArn,
      distributionDomainName: this.distributionDomainName,
      bucketName: this.bucketName,
      deployRoleArn: this.deployRoleArn,
    });
  }

  /**
   * Lets `to` deploy files: put them, take them away, and have CloudFront ask for them again.
   * @param granteeName part of the policy's name
   */
  grantDeploy(to: Grantable, granteeName: string): Grant {
    const { logicalName: name, nodes } = this;
    const target = { bucketArn: nodes.bucket.arn, distributionArn: nodes.distribution.arn };
    return allowDeploy({ name, child: () => this.child() }, target, to, granteeName);
  }

  /** The commercial partition: elsewhere CloudFront is not, or has another region than us-east-1. */
  private commercial(): pulumi.Output<string> {
    const { label } = this;
    return this.partition.apply((partition) => {
      if (partition === "aws") return partition;
      throw new ArgumentError(
        `${label}: the provider's partition is "${partition}"; CloudFront is served in "aws" only`,
      );
    });
  }
}
