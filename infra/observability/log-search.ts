import type { FirehoseDeliveryStream } from "@pulumi/aws/kinesis";
import type { Domain } from "@pulumi/aws/opensearch";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import { type Grant, type Grantable, grantStatements, type Statement } from "../core";
import { createPrivateBucket, defaultBucketName, type PrivateBucket } from "../core/private-bucket";
import { Clients, createClosedGroup } from "../data/client-access";
import { alarmTopic, createAlarms } from "./alarm-recipients";
import { FirehoseDestination, firehosePlan } from "./firehose-plan";
import { createDeliveryRole } from "./firehose-role";
import { LogDestinationComponent } from "./log-destination";
import { createLogKey, logGroupArn } from "./log-key";
import { checkLogSearch, DEFAULTS, type LogSearchArgs } from "./log-search-args";
import { LogSubscriptions } from "./log-subscriptions";
import type { MadeFor } from "./made-for";
import { createSearchDelivery, searchStatements } from "./search-delivery";
import { createSearchDomain, domainLogGroups, nodesOf } from "./search-domain";
import { searchPlan } from "./search-plan";
import { createMasterRole, createNotifierRole } from "./search-roles";
import { type SetupRequest, setupRequests } from "./search-setup";
import { createSetupFunction, runSetup } from "./search-setup-function";

/** Resources of a {@link LogSearch}, for reading and for tests. */
export interface LogSearchNodes {
  readonly domain: Domain;
  readonly stream: FirehoseDeliveryStream;
}

/**
 * Where logs are searched while they are fresh: an OpenSearch domain over three zones in the VPC, with dedicated masters,
 * encrypted everywhere, that roles of the account alone come into, fed by subscriptions of log groups through a Firehose
 * stream. What can't be indexed is kept in a bucket.
 *
 * What a role may do inside the domain is set by the domain's own API, which AWS's has no call for. A function does it in
 * the deployment: it lets Firehose in, deletes old indices, turns on audit logs and makes the alarm topic a channel of
 * Dashboards' monitors.
 */
export class LogSearch extends LogDestinationComponent {
  /** ARN of the domain. */
  readonly domainArn: pulumi.Output<string>;
  /** Name of the domain, which its CloudWatch metrics have as dimension. */
  readonly domainName: string;
  /** Account, the other dimension. */
  readonly clientId: pulumi.Output<string>;
  /** Host name of the domain inside the VPC. */
  readonly endpoint: pulumi.Output<string>;
  /** Host name and path of OpenSearch Dashboards inside the VPC. */
  readonly dashboardEndpoint: pulumi.Output<string>;
  /** Security group of the domain. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Role that people administer the domain as. */
  readonly masterRoleArn: pulumi.Output<string>;
  /** Role with which monitors in the domain publish to the alarm topic. */
  readonly notifierRoleArn: pulumi.Output<string>;
  /** ARN of the Firehose stream. */
  readonly streamArn: pulumi.Output<string>;
  /** Name of the Firehose stream, which its CloudWatch metrics have as dimension. */
  readonly streamName: string;
  /** Bucket of documents that could not be indexed. */
  readonly failedBucketName: pulumi.Output<string>;
  /** Key of domain, stream, bucket and logs. */
  readonly kmsKeyArn: pulumi.Output<string>;
  /** Topic that alarms go to. */
  readonly alarmTopicArn: pulumi.Output<string>;
  /** What the domain has to be told from inside; with a `masterRoleArn` of your own, to be sent by it. */
  readonly setup: pulumi.Output<SetupRequest[]>;
  /** Children, for reading and for tests. */
  readonly nodes: LogSearchNodes;
  private readonly logicalName: string;
  protected readonly subscriptions: LogSubscriptions;
  private readonly clients: Clients;

  /** @throws ArgumentError where an argument is wrong. */
  constructor(name: string, args: LogSearchArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability:LogSearch", name, args, opts);
    this.logicalName = name;
    const of = this.maker(name);
    const checks = this.checks();
    checkLogSearch(checks, of.physicalName, args);
    checks.done();
    this.domainName = args.domainName ?? of.physicalName;
    this.streamName = of.physicalName;
    this.clientId = this.accountId;
    const { zones, data, masters } = nodesOf(args);
    const subnetIds = args.placement.subnetIds.slice(0, zones);
    const indexName = args.indexName ?? "logs";

    const errorLogGroupName = `/aws/firehose/${of.physicalName}`;
    const logs = [...domainLogGroups(this.domainName), errorLogGroupName].map((group) => logGroupArn(of, group));
    const key = args.kmsKeyArn ?? createLogKey(of, `Encrypts logs searched in ${name}.`, logs).arn;
    this.kmsKeyArn = pulumi.output(key);
    const told = alarmTopic(this, name, args);
    const topic = { arn: told.arn, kmsKeyArn: told.kmsKeyArn ?? args.alarmTopicKmsKeyArn };
    this.alarmTopicArn = topic.arn;
    const domainArn = pulumi.interpolate`arn:${of.partition}:es:${of.region}:${of.accountId}:domain/${this.domainName}`;
    this.masterRoleArn = pulumi.output(args.masterRoleArn ?? createMasterRole(of, domainArn).arn);

    const group = createClosedGroup(of, args.placement, `Clients of the search domain ${name}.`);
    this.clients = new Clients("domain", of, group, [{ name: "https", from: 443 }]);
    const sender = createClosedGroup(
      { ...of, name: `${name}-delivery` },
      args.placement,
      `Firehose on its way to ${name}.`,
    );
    this.clients.admit({ delivery: { securityGroupId: sender.id } });
    this.clients.admit(args.clients);
    new SecurityGroupEgressRule(
      `${name}-delivery-out`,
      {
        securityGroupId: sender.id,
        description: "HTTPS to the domain",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        referencedSecurityGroupId: group.id,
        tags: this.tags(`${name}-delivery-out`),
      },
      this.child(),
    );

    const notifier = createNotifierRole(of, domainArn, topic);
    const setupFunction =
      args.masterRoleArn === undefined
        ? createSetupFunction(of, this, { ...args.placement, subnetIds }, group, domainArn, notifier.arn)
        : undefined;
    if (setupFunction?.service.securityGroupId) {
      this.clients.admit({ setup: { securityGroupId: setupFunction.service.securityGroupId } });
    }
    const domain = createSearchDomain(of, {
      args,
      domainName: this.domainName,
      subnetIds,
      group: group,
      keyArn: this.kmsKeyArn,
      masterRoleArn: setupFunction?.service.role.arn ?? this.masterRoleArn,
    });
    const bucket = this.createBucket(of, args);
    const role = createDeliveryRole(of, {
      bucketArn: bucket.arn,
      keyArn: this.kmsKeyArn,
      errorLogGroupName,
      more: searchStatements(of, domainArn, indexName, subnetIds, sender.id),
    });
    const people = this.masterRoleArn;
    this.setup = setupRequests({
      indexName,
      retentionDays: args.indexRetentionDays ?? 30,
      writerRoleArn: role.role.arn,
      topicArn: topic.arn,
      notifierRoleArn: notifier.arn,
      // Saying who administers replaces who did: the function has to stay one of them.
      adminRoleArns: setupFunction && [setupFunction.service.role.arn, people],
    });
    const prepared = setupFunction ? [runSetup(of, setupFunction, domain, this.setup)] : [];
    const stream = createSearchDelivery(of, {
      args,
      domain,
      subnetIds,
      group: sender,
      bucket,
      keyArn: this.kmsKeyArn,
      role,
      errorLogGroupName,
      after: prepared,
    });
    this.domainArn = domain.arn;
    this.endpoint = domain.endpoint;
    this.dashboardEndpoint = domain.dashboardEndpoint;
    this.securityGroupId = group.id;
    this.notifierRoleArn = notifier.arn;
    this.streamArn = stream.arn;
    this.failedBucketName = bucket.name;
    this.subscriptions = new LogSubscriptions(of, { streamName: of.physicalName, streamArn: stream.arn });
    const target = {
      domainName: this.domainName,
      accountId: this.accountId,
      nodes: data + masters,
      volumeGib: args.volumeGib ?? DEFAULTS.volumeGib,
      dedicatedMasters: masters > 0,
    };
    const facts = {
      streamName: of.physicalName,
      destination: FirehoseDestination.OpenSearch,
      maxAgeSeconds: Math.max(900, 2 * (args.bufferSeconds ?? 60)),
      decompresses: true,
    };
    createAlarms(of, topic.arn, [...searchPlan(target).alarms, ...firehosePlan(facts).alarms]);
    this.nodes = { domain, stream };
    this.registerOutputs({
      domainArn: this.domainArn,
      domainName: this.domainName,
      endpoint: this.endpoint,
      dashboardEndpoint: this.dashboardEndpoint,
      securityGroupId: this.securityGroupId,
      masterRoleArn: this.masterRoleArn,
      streamArn: this.streamArn,
      failedBucketName: this.failedBucketName,
      alarmTopicArn: this.alarmTopicArn,
      setup: this.setup,
    });
  }

  /**
   * Lets whatever is in a security group open connections.
   * @param clientName names the rule; one of a kind for the domain.
   * @throws ArgumentError where the domain has a client of that name.
   */
  allowFrom(clientName: string, securityGroupId: pulumi.Input<string>): void {
    this.clients.allowFrom(this.checks(), clientName, securityGroupId);
  }

  /**
   * Lets `to` send searches; a role in the domain that is mapped to it says of which indices.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the domain.
   */
  grantSearch(to: Grantable, granteeName: string): Grant {
    // Searches are POSTs too; what is no search is the domain's role's to refuse.
    const statement: Statement = {
      Effect: "Allow",
      Action: ["es:ESHttpGet", "es:ESHttpPost", "es:ESHttpHead"],
      Resource: pulumi.interpolate`${this.domainArn}/*`,
    };
    return grantStatements(this, this.logicalName, "search", to, granteeName, [statement]);
  }

  private createBucket(of: MadeFor, args: LogSearchArgs): PrivateBucket {
    const name = `${of.name}-failed`;
    return createPrivateBucket({
      name,
      bucketName: args.failedBucketName ?? defaultBucketName(name, of),
      partition: of.partition,
      kmsKeyArn: this.kmsKeyArn,
      deletableWithContents: args.deletableWithDocuments ?? false,
      lifecycle: {
        id: "retention",
        status: "Enabled",
        filter: { prefix: "" },
        expiration: { days: args.failedRetentionDays ?? 30 },
        noncurrentVersionExpiration: { noncurrentDays: 7 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
      tags: this.tags(name),
      opts: this.child(),
    });
  }
}
