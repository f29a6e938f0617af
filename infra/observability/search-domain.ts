import { LogGroup, LogResourcePolicy } from "@pulumi/aws/cloudwatch";
import type { SecurityGroup } from "@pulumi/aws/ec2";
import { ServiceLinkedRole } from "@pulumi/aws/iam";
import { Domain } from "@pulumi/aws/opensearch";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../core";
import { isBurstable, openSearchFacts } from "./facts/opensearch";
import { logGroupArn } from "./log-key";
import { DEFAULTS, type LogSearchArgs } from "./log-search-args";
import type { MadeFor } from "./made-for";

/** What a domain is made from. */
export interface SearchDomain {
  readonly args: LogSearchArgs;
  readonly domainName: string;
  readonly subnetIds: pulumi.Input<string>[];
  readonly group: SecurityGroup;
  readonly keyArn: pulumi.Input<string>;
  readonly masterRoleArn: pulumi.Input<string>;
}

/** What a domain logs, by the last part of the log group's name. */
const LOGS = {
  audit: "AUDIT_LOGS",
  application: "ES_APPLICATION_LOGS",
  "slow-searches": "SEARCH_SLOW_LOGS",
  "slow-indexing": "INDEX_SLOW_LOGS",
} as const;

/** Names of the log groups of a domain. */
export function domainLogGroups(domainName: string): string[] {
  return Object.keys(LOGS).map((kind) => `/aws/opensearch/${domainName}/${kind}`);
}

/** Shape of a domain: how many nodes of what kind, in how many zones. */
export function nodesOf(args: LogSearchArgs) {
  const zones = args.zones ?? DEFAULTS.zones;
  const data = args.instances ?? zones;
  const masters = args.withoutDedicatedMasters ? 0 : (args.masters ?? 3);
  return { zones, data, masters };
}

/** Makes the domain, with its log groups and the service's leave to write to them. */
export function createSearchDomain(of: MadeFor, from: SearchDomain): Domain {
  const { args, domainName } = from;
  const domainArn = pulumi.interpolate`arn:${of.partition}:es:${of.region}:${of.accountId}:domain/${domainName}`;
  const groups = Object.entries(LOGS).map(([kind, logType]) => {
    const name = `${of.name}-${kind}`;
    const group = new LogGroup(
      name,
      {
        name: `/aws/opensearch/${domainName}/${kind}`,
        retentionInDays: args.logRetentionDays ?? 30,
        kmsKeyId: from.keyArn,
        tags: of.tags(name),
      },
      of.child(),
    );
    return { logType, cloudwatchLogGroupArn: group.arn, enabled: true };
  });
  // docs.aws.amazon.com/opensearch-service/latest/developerguide/createdomain-configure-slow-logs.html
  const admitted = new LogResourcePolicy(
    `${of.name}-log-policy`,
    {
      policyName: `${of.physicalName}-opensearch`,
      policyDocument: policyDocument({
        Effect: "Allow",
        Principal: { Service: "es.amazonaws.com" },
        Action: ["logs:PutLogEvents", "logs:CreateLogStream"],
        Resource: domainLogGroups(domainName).map((name) => pulumi.interpolate`${logGroupArn(of, name)}:*`),
        Condition: {
          StringEquals: { "aws:SourceAccount": of.accountId },
          ArnLike: { "aws:SourceArn": domainArn },
        },
      }),
    },
    of.child(),
  );
  const needed: pulumi.Resource[] = [admitted];
  if (args.createServiceLinkedRole) {
    needed.push(
      new ServiceLinkedRole(
        `${of.name}-service-role`,
        { awsServiceName: "opensearchservice.amazonaws.com", tags: of.tags(`${of.name}-service-role`) },
        of.child(),
      ),
    );
  }
  return new Domain(of.name, domainArgs(of, from, domainArn, groups), of.child({ dependsOn: needed }));
}

function domainArgs(
  of: MadeFor,
  { args, domainName, subnetIds, group, keyArn, masterRoleArn }: SearchDomain,
  domainArn: pulumi.Output<string>,
  logPublishingOptions: { logType: string; cloudwatchLogGroupArn: pulumi.Output<string>; enabled: boolean }[],
) {
  const { zones, data, masters } = nodesOf(args);
  const instanceType = args.instanceType ?? DEFAULTS.instanceType;
  const masterNodes = {
    dedicatedMasterEnabled: true,
    dedicatedMasterCount: masters,
    dedicatedMasterType: args.masterType ?? DEFAULTS.masterType,
  };
  return {
    domainName,
    engineVersion: args.engineVersion ?? openSearchFacts.currentVersion,
    clusterConfig: {
      instanceType,
      instanceCount: data,
      zoneAwarenessEnabled: true,
      zoneAwarenessConfig: { availabilityZoneCount: zones },
      multiAzWithStandbyEnabled: args.standby ?? false,
      ...(masters === 0 ? { dedicatedMasterEnabled: false } : masterNodes),
    },
    ebsOptions: {
      ebsEnabled: true,
      volumeType: "gp3",
      volumeSize: args.volumeGib ?? DEFAULTS.volumeGib,
      iops: args.volumeIops ?? 3000,
      throughput: args.volumeThroughput ?? 125,
    },
    vpcOptions: { subnetIds, securityGroupIds: [group.id] },
    encryptAtRest: { enabled: true, kmsKeyId: keyArn },
    nodeToNodeEncryption: { enabled: true },
    domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: openSearchFacts.tlsPolicy },
    advancedSecurityOptions: {
      enabled: true,
      anonymousAuthEnabled: false,
      // No passwords: whoever comes in is an IAM role, mapped to roles in the domain.
      internalUserDatabaseEnabled: false,
      masterUserOptions: { masterUserArn: masterRoleArn },
    },
    // Requests have to be signed by a role of this account that its own policy lets in; the domain's roles decide the rest.
    accessPolicies: policyDocument({
      Effect: "Allow",
      Principal: { AWS: pulumi.interpolate`arn:${of.partition}:iam::${of.accountId}:root` },
      Action: "es:ESHttp*",
      Resource: pulumi.interpolate`${domainArn}/*`,
    }),
    autoTuneOptions: isBurstable(instanceType)
      ? { desiredState: "DISABLED" }
      : { desiredState: "ENABLED", useOffPeakWindow: true },
    offPeakWindowOptions: {
      enabled: true,
      offPeakWindow: { windowStartTime: { hours: args.offPeakStartHour ?? 22, minutes: 0 } },
    },
    softwareUpdateOptions: { autoSoftwareUpdateEnabled: !args.withoutAutomaticUpdates },
    logPublishingOptions,
    tags: of.tags(of.name),
  };
}
