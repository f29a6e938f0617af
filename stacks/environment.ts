import * as pulumi from "@pulumi/pulumi";
import { LOG_RETENTION_DAYS } from "../infra/core";
import { BrokerEngine } from "../infra/messaging";
import { NatGateways } from "../infra/network";
import {
  choice,
  cidr,
  flag,
  integer,
  list,
  optional,
  type Problems,
  type Read,
  readFields,
  section,
  text,
} from "./config-fields";
import { ProblemList } from "./problem-list";

const logDays = choice(...LOG_RETENTION_DAYS);
const principal = text(
  /^arn:aws[a-z-]*:iam::\d{12}:(root|(role|user)\/.+)$/,
  "use the ARN of an account, role or user, such as arn:aws:iam::111122223333:root",
);

const zoneId = text(/^Z[A-Z0-9]{1,31}$/, "use the id of a Route 53 zone, such as Z0123456789ABCDEFGHIJ");

const domain = section({
  /** Host name of the API. */
  name: text(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "use a host name, such as api.example.com"),
  /** Certificate for it, in the stack's region. */
  certificateArn: text(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/.+$/, "use the ARN of an ACM certificate"),
  /** Route 53 zone that gets the alias record; none where DNS is kept elsewhere. */
  hostedZoneId: optional(zoneId, undefined),
});

/** Give a certificate, or the zone in which one is proven. */
const webDomain = section({
  /** Host name of the page. */
  name: text(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "use a host name, such as shop.example.com"),
  /** Certificate for it, in us-east-1, from where alone CloudFront takes them. */
  certificateArn: optional(
    text(/^arn:aws:acm:us-east-1:\d{12}:certificate\/.+$/, "use the ARN of an ACM certificate in us-east-1"),
    undefined,
  ),
  /** Route 53 zone that gets the records; none where DNS is kept elsewhere. */
  hostedZoneId: optional(zoneId, undefined),
});

/** Keys of the project's own namespace. */
const fields = {
  /** Holds the stack to what production needs: three zones, nothing that stands alone. */
  production: optional(flag, false),
  /** The stack is its account's foundation: it owns the audit trail. */
  foundation: optional(flag, false),
  /** Everything may be deleted with the stack, data too. */
  disposable: optional(flag, false),
  /** Zones that everything is spread over. */
  zones: list(text(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, "use a zone's name, such as eu-central-1a"), 2, 6, "zones"),
  /** Days that logs are kept. */
  logDays,
  network: section({
    cidr: cidr(16, 20),
    natGateways: choice(...Object.values(NatGateways)),
  }),
  payments: section({
    cidr: cidr(16, 24),
    /** Who may ask for a connection to the payments service. */
    allowedPrincipals: list(principal, 1, 50, "principals"),
    /** AWS services that it reaches, through endpoints; all but s3 and dynamodb are billed by the hour and zone. */
    awsServices: list(text(/^[a-z0-9.-]+$/, "use a service's short name, such as ecr.api"), 1, 50, "services"),
  }),
  api: section({
    /** Requests a second in the long run, and at once. */
    rateLimit: integer(1, 10_000, "requests a second"),
    burstLimit: integer(1, 5_000, "requests"),
    /** Put AWS WAF in front; billed by the month. */
    firewall: optional(flag, true),
    domain: optional(domain, undefined),
  }),
  /** The page that shoppers order on; without it an environment has none. */
  web: optional(
    section({
      domain: webDomain,
      /** Put AWS WAF in front; billed by the month. */
      firewall: optional(flag, true),
      /** GitHub repository whose workflows on main may deploy the page's files. */
      repository: optional(text(/^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/, "use owner/name, such as example/shop"), undefined),
    }),
    undefined,
  ),
  /** Give one of `serverless` and `nodeType`. */
  cache: section({
    /** Grows from nothing, billed by what it holds and does. */
    serverless: optional(flag, false),
    nodeType: optional(text(/^cache\.[a-z0-9]+\.[a-z0-9]+$/, "use a node type, such as cache.r7g.large"), undefined),
    /** Shards of a cache of nodes; none without cluster mode. */
    shards: optional(integer(1, 500, "shards"), undefined),
  }),
  broker: section({
    /** ActiveMQ is over two zones, RabbitMQ over three. */
    engine: choice(...Object.values(BrokerEngine)),
    instanceType: text(/^mq\.[a-z0-9]+\.[a-z0-9]+$/, "use an instance type, such as mq.m7g.large"),
  }),
  audit: section({
    retentionDays: integer(90, 36_500, "days"),
    /** Days that log files can't be deleted or changed; none leaves them unlocked. */
    lockDays: optional(integer(1, 36_500, "days"), undefined),
    /** Record access to objects, functions and tables, and look for unusual activity. Billed by the event. */
    dataEvents: optional(flag, false),
  }),
};

/** Keys of the provider's namespace that the program reads too. */
const awsFields = {
  region: text(/^[a-z]{2}(-[a-z]+)+-\d$/, "use a region, such as eu-central-1"),
  allowedAccountIds: list(text(/^\d{12}$/, "use an account's 12 digits"), 1, 1, "account, so that no other is changed"),
};

/** Everything that differs from one environment to another. */
export interface Environment extends Read<typeof fields> {
  readonly region: string;
  readonly account: string;
  /** Fewer zones than this are refused. */
  readonly minimumZones: number;
}

/** What fields can't see by themselves. */
function checkTogether(environment: Environment, of: (key: string) => string, problems: Problems): void {
  const { region, zones, minimumZones, production, disposable, network, api, web, cache, broker, audit } = environment;
  for (const zone of zones) {
    if (zone.slice(0, -1) !== region) problems.wrong(of("zones"), zone, `use zones of aws:region, ${region}`);
  }
  const certificateRegion = api.domain?.certificateArn.split(":")[3];
  if (certificateRegion !== undefined && certificateRegion !== region) {
    problems.wrong(of("api.domain.certificateArn"), certificateRegion, `use a certificate of aws:region, ${region}`);
  }
  if (web && web.domain.certificateArn === undefined && web.domain.hostedZoneId === undefined) {
    problems.wrong(of("web.domain"), web.domain, "give a certificateArn, or the hostedZoneId in which one is proven");
  }
  if (cache.serverless === (cache.nodeType !== undefined)) {
    problems.wrong(of("cache"), cache, "give either serverless: true or a nodeType");
  }
  if (cache.serverless && cache.shards !== undefined) {
    problems.wrong(of("cache.shards"), cache.shards, "leave it out: a serverless cache has no shards");
  }
  if (audit.lockDays !== undefined && audit.lockDays > audit.retentionDays) {
    problems.wrong(of("audit.lockDays"), audit.lockDays, `use at most audit.retentionDays, ${audit.retentionDays}`);
  }
  if (zones.length < minimumZones) {
    problems.wrong(of("zones"), zones, `give at least ${minimumZones}, so that two stay when one fails`);
  }
  if (!production) return;
  if (disposable) problems.wrong(of("disposable"), disposable, "leave it out in production");
  if (!api.firewall) problems.wrong(of("api.firewall"), api.firewall, "leave it out in production");
  if (web && !web.firewall) problems.wrong(of("web.firewall"), web.firewall, "leave it out in production");
  if (broker.engine === BrokerEngine.ActiveMq) {
    problems.wrong(
      of("broker.engine"),
      broker.engine,
      `use ${BrokerEngine.RabbitMq}, which is over ${minimumZones} zones`,
    );
  }
  if (network.natGateways === NatGateways.SingleZone) {
    problems.wrong(
      of("network.natGateways"),
      network.natGateways,
      `use ${NatGateways.PerZone} or ${NatGateways.None} in production`,
    );
  }
}

/**
 * Reads the stack's configuration.
 * @param all every key with its namespace, as `pulumi.runtime.allConfig` gives them
 * @param isSecret whether the value of a key is secret and must not be shown
 * @throws pulumi.RunError that lists everything that is wrong, missing or unknown
 */
export function readEnvironment(
  all: Record<string, string>,
  project: string,
  stack: string,
  isSecret: (key: string) => boolean = () => false,
): Environment {
  const problems = new ProblemList((path) => isSecret(path.replace(/[.[].*$/, "")));
  const given: Record<string, unknown> = {};
  const aws: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(all)) {
    if (key.startsWith(`${project}:`)) given[key.slice(project.length + 1)] = value;
    else if (key === "aws:region" || key === "aws:allowedAccountIds") aws[key.slice("aws:".length)] = value;
  }
  const of = (key: string) => `${project}:${key}`;
  const place = readFields(awsFields, aws, (key) => `aws:${key}`, problems);
  const own = readFields(fields, given, of, problems);
  const [account] = place?.allowedAccountIds ?? [];
  const environment =
    own && place && account !== undefined
      ? { ...own, region: place.region, account, minimumZones: own.production ? 3 : 2 }
      : undefined;
  if (environment) checkTogether(environment, of, problems);
  if (environment && problems.lines.length === 0) return environment;
  const count = problems.lines.length === 1 ? "one problem" : `${problems.lines.length} problems`;
  throw new pulumi.RunError(
    `the configuration of stack "${stack}" (Pulumi.${stack}.yaml) has ${count}:\n  ${problems.lines.join("\n  ")}`,
  );
}
