import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks, PlatformArgs } from "../core";
import { isTimeZone } from "../core/time-zone";
import type { ClientArgs } from "../data/client-access";
import { checkClient, checkPlacement } from "../data/client-access";
import type { Placement } from "../network";
import { BrokerEngine, type BrokerProtocol, brokerEngines } from "./broker-engines";

/** Day that maintenance begins on. */
export const BrokerDay = {
  Monday: "MONDAY",
  Tuesday: "TUESDAY",
  Wednesday: "WEDNESDAY",
  Thursday: "THURSDAY",
  Friday: "FRIDAY",
  Saturday: "SATURDAY",
  Sunday: "SUNDAY",
} as const;
export type BrokerDay = (typeof BrokerDay)[keyof typeof BrokerDay];

/** Two hours a week in which Amazon MQ may restart the broker. */
export interface BrokerMaintenanceArgs {
  /** Day of the week. @default "SUNDAY" */
  day?: BrokerDay;
  /** 24 hours, such as "03:00". @default "03:00" */
  time?: string;
  /** Such as "UTC" or "Europe/Berlin". @default "UTC" */
  timeZone?: string;
}

/** Who may open connections, and what they may speak. */
export interface BrokerClientArgs extends ClientArgs {
  /** What they may speak: a port each. @default AMQP */
  protocols?: BrokerProtocol[];
}

/** A user of a broker. Its password is in Secrets Manager. */
export interface BrokerUserArgs {
  /**
   * A secret that exists: text, or JSON with the key `password`. It is read when the program runs, so that a rotated
   * password reaches the broker with the next deployment. @default one is made, with a password of 256 random bits
   */
  secretArn?: pulumi.Input<string>;
  /** Raise it to have another password made. ActiveMQ only: Amazon MQ changes no RabbitMQ user. @default 1 */
  passwordGeneration?: number;
  /** Lets the user into the web console. ActiveMQ only. @default false */
  consoleAccess?: boolean;
  /** Groups that the broker's configuration gives rights to, at most 20. ActiveMQ only. @default none */
  groups?: string[];
}

/** Arguments of {@link MessageBroker}. */
export interface MessageBrokerArgs extends PlatformArgs {
  /** ActiveMQ or RabbitMQ. */
  engine: BrokerEngine;
  /**
   * Version, such as "5.19"; patches are Amazon MQ's to install. @default the one that AWS recommends: "5.19" for
   * ActiveMQ, "4.2" for RabbitMQ
   */
  engineVersion?: string;
  /**
   * Size of each of the broker's instances. @default "mq.m5.large"; "mq.m7g.large" for RabbitMQ 4; with
   * `singleInstance` the smallest there is
   */
  instanceType?: string;
  /**
   * Where the broker lies: private or isolated subnets, one a zone. ActiveMQ takes the first two, RabbitMQ the first
   * three.
   */
  placement: Placement;
  /** Refuse fewer zones than this; ActiveMQ has two. @default 2 */
  minimumZones?: number;
  /** One instance, which stops with its zone and for each maintenance; for development. @default false */
  singleInstance?: boolean;
  /** Who may open connections, by name. More can follow with `allowFrom`. @default nobody */
  clients?: Record<string, BrokerClientArgs>;
  /** Users by name; RabbitMQ takes one here, and makes the others itself. @default one, "service" */
  users?: Record<string, BrokerUserArgs>;
  /** Key of messages at rest and of the users' secrets. @default AWS's own keys */
  kmsKeyArn?: pulumi.Input<string>;
  /** The engine's configuration: XML for ActiveMQ, Cuttlefish for RabbitMQ. @default safe settings of each */
  configuration?: string;
  /** When Amazon MQ may restart it. @default Sunday at 03:00 UTC */
  maintenance?: BrokerMaintenanceArgs;
  /** Make changes at once, which restarts the broker. @default false: in the maintenance window */
  applyImmediately?: boolean;
  /**
   * The account lets Amazon MQ write logs already. A region has ten such policies at most, so that it pays to have one
   * for all brokers. ActiveMQ only: RabbitMQ needs none. @default false
   */
  withoutLogPolicy?: boolean;
}

/** Options of users that RabbitMQ does not have. */
const ACTIVEMQ_ONLY = ["passwordGeneration", "consoleAccess", "groups"] as const;

export function checkBroker(checks: ArgumentChecks, args: MessageBrokerArgs): void {
  checks.oneOf("engine", args.engine, Object.values(BrokerEngine));
  const facts = brokerEngines[args.engine];
  // Without an engine nothing else can be judged.
  if (!facts) return;
  const version = args.engineVersion ?? facts.current;
  checks.oneOf("engineVersion", args.engineVersion, Object.keys(facts.versions));
  const types = facts.versions[version]?.instanceTypes ?? /^mq\./;
  const { instanceType } = args;
  checks.matches(
    "instanceType",
    instanceType,
    types,
    `use a type that runs ${args.engine} ${version}: ${types.source}`,
  );
  if (!args.singleInstance && instanceType !== undefined && facts.neverClustered.test(instanceType)) {
    checks.fail("instanceType", instanceType, "it can't be clustered; use a larger one, or singleInstance");
  }
  checkPlacement(checks, args.placement, args.minimumZones);
  const { minimumZones } = args;
  if (!args.singleInstance && minimumZones !== undefined && minimumZones > facts.subnets) {
    checks.fail("minimumZones", minimumZones, `${args.engine} has at most ${facts.subnets}`);
  }
  for (const [name, client] of Object.entries(args.clients ?? {})) checkBrokerClient(checks, args.engine, name, client);
  checkUsers(checks, args);
  checks.oneOf("maintenance.day", args.maintenance?.day, Object.values(BrokerDay));
  checks.matches(
    "maintenance.time",
    args.maintenance?.time,
    /^([01]\d|2[0-3]):[0-5]\d$/,
    'use 24 hours, such as "03:00"',
  );
  const zone = args.maintenance?.timeZone;
  checks.that("maintenance.timeZone", zone, isTimeZone(zone), 'use the name of a time zone, such as "Europe/Berlin"');
  checks.arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key");
  if (args.engine === BrokerEngine.RabbitMq && args.withoutLogPolicy) {
    checks.fail("withoutLogPolicy", true, "leave it out: RabbitMQ needs no such policy");
  }
}

export function checkBrokerClient(
  checks: ArgumentChecks,
  engine: BrokerEngine,
  name: string,
  client: BrokerClientArgs,
): void {
  checkClient(checks, name, client);
  const spoken = Object.keys(brokerEngines[engine].ports);
  checks.length(`clients.${name}.protocols`, client.protocols, 1, spoken.length);
  for (const protocol of client.protocols ?? []) checks.oneOf(`clients.${name}.protocols`, protocol, spoken);
}

function checkUsers(checks: ArgumentChecks, { engine, users }: MessageBrokerArgs): void {
  if (users === undefined) return;
  const rabbit = engine === BrokerEngine.RabbitMq;
  // 250 users: docs.aws.amazon.com/amazon-mq/latest/developer-guide/amazon-mq-limits.html
  checks.length("users", Object.keys(users), 1, rabbit ? 1 : 250);
  for (const [name, user] of Object.entries(users)) {
    const path = `users.${name}`;
    const right = "use 2 to 40 lower-case letters, digits and hyphens, not guest";
    checks.matches(path, name, /^(?!guest$)[a-z][a-z0-9-]{1,39}$/, right);
    checks.matches(`${path}.secretArn`, user.secretArn, /^arn:[^:]+:secretsmanager:/, "use the ARN of a secret");
    checks.integer(`${path}.passwordGeneration`, user.passwordGeneration, 1, 1_000_000);
    checks.length(`${path}.groups`, user.groups, 0, 20);
    if (user.secretArn !== undefined && user.passwordGeneration !== undefined) {
      checks.fail(`${path}.passwordGeneration`, user.passwordGeneration, "the password is not made here; drop it");
    }
    for (const option of rabbit ? ACTIVEMQ_ONLY : []) {
      if (user[option] !== undefined) checks.fail(`${path}.${option}`, user[option], "RabbitMQ has no such option");
    }
  }
}
