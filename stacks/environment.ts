import { BrokerEngine } from "../infra/messaging";
import { NatGateways } from "../infra/network";
import { choice, cidr, flag, integer, list, optional, type Problems, type Read, section, text } from "./config-fields";
import { audit, type Configuration, checkAudit, type Location, logDays, readConfiguration } from "./configuration";

const principal = text(
  /^arn:aws[a-z-]*:iam::\d{12}:(root|(role|user)\/.+)$/,
  "use the ARN of an account, role or user, such as arn:aws:iam::111122223333:root",
);

const zoneId = text(/^Z[A-Z0-9]{1,31}$/, "use the id of a Route 53 zone, such as Z0123456789ABCDEFGHIJ");

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
const secretArn = text(/^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+$/, "use the ARN of a secret");

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
  /** The stack is its account's foundation too: it owns the audit trail. */
  foundation: optional(flag, false),
  /** Stack of stacks/foundation in the same account and region, for accounts that several stacks share. */
  foundationStack: optional(text(/^[\w.-]+(\/[\w.-]+){2}$/, "use organization/project/stack"), undefined),
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
    /** Move callers to a new version of the functions behind it in steps, and back where requests fail; it takes minutes. */
    gradualDeployment: optional(flag, true),
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
  /** Catalog and inventory in containers, with what they need; without it there are just their stores. Billed by the hour. */
  containers: optional(
    section({
      /** Least and most tasks of each service; at least one a zone. */
      minimumTasks: integer(2, 100, "tasks"),
      maximumTasks: integer(2, 1000, "tasks"),
      /** Capacity of the catalog's database, in whole ACU. */
      databaseMinimumAcu: integer(0, 256, "ACU"),
      databaseMaximumAcu: integer(1, 256, "ACU"),
    }),
    undefined,
  ),
  /** Recovery objectives of the shop's stores, with backups that keep them. */
  recovery: optional(
    section({
      /** Region that backups are copied to. */
      copyRegion: optional(text(REGION, "use a region, such as eu-west-1"), undefined),
    }),
    undefined,
  ),
  /** Search in logs, by OpenSearch; billed by the hour. */
  search: optional(flag, false),
  /** A cache in front of the table that orders are read from, by DAX; billed by the hour. */
  accelerator: optional(flag, false),
  /** An EKS cluster beside ECS, for teams that want one; billed by the hour. */
  kubernetes: optional(flag, false),
  /** Consul's servers, for teams that bring Consul along; billed by the hour. */
  registry: optional(
    section({
      image: text(/^\S+:(?!latest$)[\w.-]+$/, "use an image with a tag other than latest"),
      authoritySecretArn: secretArn,
      certificateSecretArn: secretArn,
      keySecretArn: secretArn,
    }),
    undefined,
  ),
  /** Logs in a data warehouse, by Redshift Serverless; billed by use. */
  warehouse: optional(flag, false),
  broker: section({
    /** ActiveMQ is over two zones, RabbitMQ over three. */
    engine: choice(...Object.values(BrokerEngine)),
    instanceType: text(/^mq\.[a-z0-9]+\.[a-z0-9]+$/, "use an instance type, such as mq.m7g.large"),
  }),
  audit,
};

/** Everything that differs from one environment to another. */
export interface Environment extends Read<typeof fields>, Location {
  /** Fewer zones than this are refused. */
  readonly minimumZones: number;
}

/** What fields can't see by themselves. */
function checkTogether(environment: Environment, of: (key: string) => string, problems: Problems): void {
  const { region, zones, minimumZones, production, disposable, network, api, web, cache, broker } = environment;
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
  checkAudit(environment.audit, of, problems);
  if (environment.foundation && environment.foundationStack !== undefined) {
    problems.wrong(
      of("foundationStack"),
      environment.foundationStack,
      "leave it out: foundation makes this stack its own",
    );
  }
  if (zones.length < minimumZones) {
    problems.wrong(of("zones"), zones, `give at least ${minimumZones}, so that two stay when one fails`);
  }
  if (environment.warehouse && zones.length < 3) {
    problems.wrong(of("warehouse"), true, "leave it out, or give at least 3 zones: its workgroup is in three");
  }
  checkContainers(environment, of, problems);
  if (!production) return;
  if (disposable) problems.wrong(of("disposable"), disposable, "leave it out in production");
  if (!api.firewall) problems.wrong(of("api.firewall"), api.firewall, "leave it out in production");
  if (!api.gradualDeployment) {
    problems.wrong(of("api.gradualDeployment"), api.gradualDeployment, "leave it out in production");
  }
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

/** What containers, and what else reaches AWS from private subnets, can't be without. */
function checkContainers(environment: Environment, of: (key: string) => string, problems: Problems): void {
  const { region, minimumZones, network, cache, broker, containers, recovery } = environment;
  if (network.natGateways === NatGateways.None) {
    for (const key of ["containers", "accelerator", "kubernetes", "registry"] as const) {
      if (environment[key])
        problems.wrong(of(key), environment[key], "leave it out, or give network.natGateways: it needs a way to AWS");
    }
  }
  if (recovery?.copyRegion === region) {
    problems.wrong(of("recovery.copyRegion"), region, "use another region than aws:region");
  }
  if (environment.registry && !containers) {
    problems.wrong(of("registry"), environment.registry, "give containers too: its servers run in their cluster");
  }
  if (!containers) return;
  const { minimumTasks, maximumTasks, databaseMinimumAcu, databaseMaximumAcu } = containers;
  if (minimumTasks < minimumZones) {
    problems.wrong(of("containers.minimumTasks"), minimumTasks, `use at least ${minimumZones}, one a zone`);
  }
  if (maximumTasks < minimumTasks) {
    problems.wrong(of("containers.maximumTasks"), maximumTasks, `use at least minimumTasks, ${minimumTasks}`);
  }
  if (databaseMaximumAcu < databaseMinimumAcu) {
    problems.wrong(of("containers.databaseMaximumAcu"), databaseMaximumAcu, `use at least ${databaseMinimumAcu}`);
  }
  if (cache.serverless) {
    problems.wrong(
      of("cache.serverless"),
      true,
      "give a nodeType: the catalog's tasks come in with a token, which serverless caches don't take",
    );
  }
  if (broker.engine !== BrokerEngine.RabbitMq) {
    problems.wrong(
      of("broker.engine"),
      broker.engine,
      `use ${BrokerEngine.RabbitMq}: inventory's tasks speak its AMQP`,
    );
  }
}

/**
 * Reads the shop's configuration.
 * @throws pulumi.RunError that lists everything that is wrong, missing or unknown
 */
export function readEnvironment(configuration: Configuration): Environment {
  const withZones = (values: Read<typeof fields> & Location): Environment => ({
    ...values,
    minimumZones: values.production ? 3 : 2,
  });
  return withZones(
    readConfiguration(fields, configuration, (values, of, problems) => checkTogether(withZones(values), of, problems)),
  );
}
