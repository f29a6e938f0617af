import type * as pulumi from "@pulumi/pulumi";
import { type ArgumentChecks, LOG_RETENTION_DAYS, type PlatformArgs } from "../core";
import { BUCKET_NAME, BUCKET_NAME_RULE } from "../core/private-bucket";
import { type ClientArgs, checkClient } from "../data/client-access";
import type { Placement } from "../network";
import { type AlarmRecipientArgs, checkRecipients } from "./alarm-recipients";
import { isBurstable, MAXIMUM_INSTANCES, MAXIMUM_VOLUME, MINIMUM_VOLUME, openSearchFacts } from "./facts/opensearch";

/** What a document in the index is. */
export const SearchDocument = {
  /** A batch of events of one log stream, as CloudWatch Logs sends it: log group and log stream are fields. */
  Batch: "batch",
  /** The message of an event, which has to be JSON; log group and log stream are not kept. */
  Message: "message",
} as const;
export type SearchDocument = (typeof SearchDocument)[keyof typeof SearchDocument];

/** How often a new index begins. Values of Firehose's `AmazonopensearchserviceIndexRotationPeriod`. */
export const IndexRotation = {
  None: "NoRotation",
  Hour: "OneHour",
  Day: "OneDay",
  Week: "OneWeek",
  Month: "OneMonth",
} as const;
export type IndexRotation = (typeof IndexRotation)[keyof typeof IndexRotation];

/** Arguments of {@link LogSearch}. */
export interface LogSearchArgs extends PlatformArgs, AlarmRecipientArgs {
  /** Where the domain lies: private or isolated subnets, one a zone; the first `zones` are used. */
  placement: Placement;
  /** Zones of the domain, 2 or 3; two are for development: with masters in two zones, the loss of one can stop it. @default 3 */
  zones?: number;
  /** Who may open connections on 443, by name. More can follow with `allowFrom`. @default nobody but Firehose */
  clients?: Record<string, ClientArgs>;

  /** Such as "OpenSearch_3.3". @default the newest that is known here */
  engineVersion?: string;
  /** Name of the domain, 3 to 28 lower-case letters, digits and hyphens. @default `<stack>-<name>` */
  domainName?: string;
  /** Type of the data nodes. @default "r6g.large.search" */
  instanceType?: string;
  /** Data nodes, a multiple of `zones`. @default one a zone */
  instances?: number;
  /** Type of the dedicated master nodes. @default "m6g.large.search" */
  masterType?: string;
  /** Dedicated master nodes, 3 or 5. @default 3 */
  masters?: number;
  /** Let data nodes be masters too; for development. @default false */
  withoutDedicatedMasters?: boolean;
  /** Keep a third of the nodes as a standby that takes over in a minute; needs three zones and masters, and no burstable type. @default false */
  standby?: boolean;
  /** GiB of each data node's gp3 volume; how large it may be depends on the type. @default 100 */
  volumeGib?: number;
  /** I/O operations a second of each volume, 3,000 to 16,000. @default 3000 */
  volumeIops?: number;
  /** MiB a second of each volume, 125 to 1,000. @default 125 */
  volumeThroughput?: number;

  /**
   * Role that administers the domain from inside, by ARN. The requests of `setup` are then to be sent by it, from inside the
   * VPC: until they are, the domain takes no documents.
   * @default a function sends them, as the domain's master; a role is made for people, which principals of this account
   * take whom their IAM policies let
   */
  masterRoleArn?: pulumi.Input<string>;
  /** Make the role that the service needs to place domains in VPCs; an account has one. @default false: it exists */
  createServiceLinkedRole?: boolean;
  /** ARN of a KMS key that exists already; it has to let CloudWatch Logs use it for the domain's log groups. @default a key is made */
  kmsKeyArn?: pulumi.Input<string>;
  /** Key of the topic of `alarmTopicArn`, where it is encrypted: monitors in the domain publish to it too. @default none */
  alarmTopicKmsKeyArn?: pulumi.Input<string>;

  /** Index, or the beginning of its name. @default "logs" */
  indexName?: string;
  /** How often a new index begins. @default each day */
  indexRotation?: IndexRotation;
  /** Days that indices are kept, 1 to 3,650. @default 30 */
  indexRetentionDays?: number;
  /** What a document is: a batch of events, or the message of one. @default batches */
  documents?: SearchDocument;
  /** Most seconds that events wait for others before they are indexed, 0 to 900. @default 60 */
  bufferSeconds?: number;
  /** Most MiB that are indexed at once, 1 to 100. @default 5 */
  bufferMegabytes?: number;

  /** Days that documents which could not be indexed are kept, 1 to 3,650. @default 30 */
  failedRetentionDays?: number;
  /** Name of the bucket of those documents. @default `<stack>-<name>-failed-<account>-<region>` */
  failedBucketName?: string;
  /** Let the bucket be destroyed with what is in it. @default false */
  deletableWithDocuments?: boolean;

  /** Days that the domain's own logs are kept, one of CloudWatch Logs' numbers. @default 30 */
  logRetentionDays?: number;
  /** Hour of the day, UTC, at which the ten hours begin in which AWS may change the domain, 0 to 23. @default 22 */
  offPeakStartHour?: number;
  /** Leave service software updates, security fixes too, to whoever runs the domain. @default false */
  withoutAutomaticUpdates?: boolean;
}

export const DEFAULTS = { instanceType: "r6g.large.search", masterType: "m6g.large.search", volumeGib: 100, zones: 3 };

const TYPE = /^[a-z0-9]+\.[a-z0-9]+\.search$/;
/** docs.aws.amazon.com/opensearch-service/latest/APIReference/API_CreateDomain.html */
export const DOMAIN_NAME = /^[a-z][a-z0-9-]{2,27}$/;

export function checkLogSearch(checks: ArgumentChecks, defaultName: string, args: LogSearchArgs): void {
  const zones = args.zones ?? DEFAULTS.zones;
  checks
    .integer("zones", args.zones, 2, 3)
    .that(
      "placement.subnetIds",
      args.placement.subnetIds,
      args.placement.subnetIds.length >= zones,
      `give ${zones}, each of a zone of its own${zones === 3 ? ", or zones: 2 for development" : ""}`,
    )
    .oneOf("engineVersion", args.engineVersion, openSearchFacts.versions)
    .matches(
      args.domainName === undefined ? "domainName (by default)" : "domainName",
      args.domainName ?? defaultName,
      DOMAIN_NAME,
      "use 3 to 28 lower-case letters, digits and hyphens, a letter first",
    );
  for (const [client, settings] of Object.entries(args.clients ?? {})) checkClient(checks, client, settings);
  for (const own of ["delivery", "setup"]) {
    if (args.clients?.[own])
      checks.fail(`clients.${own}`, own, "a client of the domain's own has that name; use another");
  }
  checkNodes(checks, args, zones);
  checks
    .matches("masterRoleArn", args.masterRoleArn, /^arn:[^:]+:iam::\d{12}:role\//, "use the ARN of a role")
    .arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key")
    .matches("alarmTopicKmsKeyArn", args.alarmTopicKmsKeyArn, /^arn:[^:]+:kms:/, "use the ARN of a KMS key")
    .matches("indexName", args.indexName, /^[a-z][a-z0-9-]{0,59}$/, "use 1 to 60 lower-case letters, digits, hyphens")
    .oneOf("indexRotation", args.indexRotation, Object.values(IndexRotation))
    .integer("indexRetentionDays", args.indexRetentionDays, 1, 3650, "days")
    .oneOf("documents", args.documents, Object.values(SearchDocument))
    // docs.aws.amazon.com/firehose/latest/APIReference/API_AmazonopensearchserviceBufferingHints.html
    .integer("bufferSeconds", args.bufferSeconds, 0, 900, "seconds")
    .integer("bufferMegabytes", args.bufferMegabytes, 1, 100, "MiB")
    .integer("failedRetentionDays", args.failedRetentionDays, 1, 3650, "days")
    .matches("failedBucketName", args.failedBucketName, BUCKET_NAME, BUCKET_NAME_RULE)
    .oneOf("logRetentionDays", args.logRetentionDays, LOG_RETENTION_DAYS)
    .integer("offPeakStartHour", args.offPeakStartHour, 0, 23);
  if (args.alarmTopicKmsKeyArn !== undefined && args.alarmTopicArn === undefined) {
    checks.fail("alarmTopicKmsKeyArn", args.alarmTopicKmsKeyArn, "the topic that is made has its own: leave it out");
  }
  checkRecipients(checks, args);
}

function checkNodes(checks: ArgumentChecks, args: LogSearchArgs, zones: number): void {
  const { instances } = args;
  const type = args.instanceType ?? DEFAULTS.instanceType;
  checks
    .matches("instanceType", args.instanceType, TYPE, 'use a type such as "r6g.large.search"')
    .matches("masterType", args.masterType, TYPE, 'use a type such as "m6g.large.search"')
    .integer("instances", instances, zones, MAXIMUM_INSTANCES)
    .that(
      "instances",
      instances,
      (instances ?? zones) % zones === 0,
      `use a multiple of ${zones}: as many in each zone`,
    )
    .oneOf("masters", args.masters, [3, 5])
    .integer("volumeGib", args.volumeGib, MINIMUM_VOLUME, MAXIMUM_VOLUME[type] ?? 24_576, `GiB for ${type}`)
    // docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html; more needs volumes of more than 3 TiB.
    .integer("volumeIops", args.volumeIops, 3000, 16_000)
    .integer("volumeThroughput", args.volumeThroughput, 125, 1000, "MiB a second");
  if (args.withoutDedicatedMasters) {
    for (const option of ["masters", "masterType"] as const) {
      if (args[option] !== undefined) checks.fail(option, args[option], "drop it, or withoutDedicatedMasters");
    }
  }
  if (args.standby) {
    // docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html#managedomains-za-standby
    const right = zones === 3 && !args.withoutDedicatedMasters && !isBurstable(type);
    checks.that(
      "standby",
      true,
      right,
      "use three zones, dedicated masters and a type that is not burstable, or drop it",
    );
  }
}
