import { LogResourcePolicy } from "@pulumi/aws/cloudwatch";
import type { SecurityGroup } from "@pulumi/aws/ec2";
import { Broker, Configuration } from "@pulumi/aws/mq";
import * as pulumi from "@pulumi/pulumi";
import type { Grant, Grantable } from "../core";
import { ArgumentError, grant, PlatformComponent, policyDocument } from "../core";
import type { AccessInput, Port } from "../data/client-access";
import { admitClient, createClosedGroup } from "../data/client-access";
import type { BrokerClientArgs, MessageBrokerArgs } from "./broker-args";
import { BrokerDay, checkBroker, checkBrokerClient } from "./broker-args";
import { endpointsOf } from "./broker-endpoints";
import { BrokerEngine, BrokerProtocol, brokerEngines } from "./broker-engines";
import type { BrokerUser } from "./broker-users";
import { createBrokerUsers } from "./broker-users";

/**
 * A private Amazon MQ broker: ActiveMQ with a standby in another zone, or RabbitMQ as a cluster of three nodes over
 * zones. Encrypted, logged, patched by itself, reached by named clients on the ports that they need, with users whose
 * passwords are in Secrets Manager.
 *
 * Amazon MQ makes the broker's log groups itself, under `/aws/amazonmq/broker/<id>/`, and they keep logs for ever.
 * Passwords are in the state too, as encrypted Pulumi secrets: the provider takes them as inputs and in no other way.
 */
export class MessageBroker extends PlatformComponent {
  /** ARN of the broker. */
  readonly arn: pulumi.Output<string>;
  /** Id of the broker, which its CloudWatch log groups and host names have. */
  readonly brokerId: pulumi.Output<string>;
  /** Name of the broker, which its CloudWatch metrics have as dimension. */
  readonly brokerName: pulumi.Output<string>;
  /** URLs for AMQP, one an instance; see {@link endpoints} for the other protocols. */
  readonly amqpEndpoints: pulumi.Output<string[]>;
  /** URL of the web console, of the first instance. */
  readonly consoleUrl: pulumi.Output<string>;
  /** Security group of the broker. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Secrets with the users' passwords, by user. */
  readonly userSecretArns: Record<string, pulumi.Output<string>>;
  private readonly logicalName: string;
  private readonly args: MessageBrokerArgs;
  private readonly access: AccessInput;
  private readonly group: SecurityGroup;
  private readonly broker: Broker;
  private readonly clients = new Set<string>();

  constructor(name: string, args: MessageBrokerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("messaging:MessageBroker", name, args, opts);
    this.logicalName = name;
    this.args = args;
    const checks = this.checks();
    checkBroker(checks, args);
    checks.done();

    this.access = { name, tags: (child) => this.tags(child), child: (more) => this.child(more) };
    this.group = createClosedGroup(this.access, args.placement, `Clients of the broker ${name}.`);
    const users = createBrokerUsers({
      name,
      users: args.users ?? { service: {} },
      kmsKeyArn: args.kmsKeyArn,
      component: this,
      tags: this.access.tags,
      options: this.child(),
    });
    this.broker = this.createBroker(users);
    this.arn = this.broker.arn;
    this.brokerId = this.broker.id;
    this.brokerName = this.broker.brokerName;
    this.amqpEndpoints = this.endpoints(BrokerProtocol.Amqp);
    this.consoleUrl = this.endpoints(BrokerProtocol.Console).apply((urls) => urls[0] ?? "");
    this.securityGroupId = this.group.id;
    this.userSecretArns = Object.fromEntries(users.map(({ username, secretArn }) => [username, secretArn]));
    for (const [client, settings] of Object.entries(args.clients ?? {})) this.admit(client, settings);
    this.registerOutputs({
      arn: this.arn,
      brokerId: this.brokerId,
      brokerName: this.brokerName,
      amqpEndpoints: this.amqpEndpoints,
      consoleUrl: this.consoleUrl,
      securityGroupId: this.securityGroupId,
      userSecretArns: this.userSecretArns,
    });
  }

  /** URLs of a protocol, one an instance; clients try them in turn. Empty where the engine does not speak it. */
  endpoints(protocol: BrokerProtocol): pulumi.Output<string[]> {
    return this.broker.instances.apply((instances) => endpointsOf(protocol, instances ?? []));
  }

  /**
   * Lets whatever is in a security group open connections.
   * @param clientName names the rules; one of a kind for the broker.
   * @param protocols what it may speak; AMQP where nothing is given.
   * @throws ArgumentError where the broker has a client of that name, or does not speak a protocol.
   */
  allowFrom(clientName: string, securityGroupId: pulumi.Input<string>, protocols?: BrokerProtocol[]): void {
    const client: BrokerClientArgs = { securityGroupId, protocols };
    const checks = this.checks();
    checkBrokerClient(checks, this.args.engine, clientName, client);
    if (this.clients.has(clientName)) checks.fail("clientName", clientName, "the broker has a client of that name");
    checks.done();
    this.admit(clientName, client);
  }

  /**
   * Lets `to` read a user's name and password.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the broker and user.
   * @throws ArgumentError where there is no such user.
   */
  grantReadCredentials(user: string, to: Grantable, granteeName: string): Grant {
    const secretArn = this.userSecretArns[user];
    if (!secretArn) {
      const known = Object.keys(this.userSecretArns).join(", ");
      throw new ArgumentError(`${this.label}: user is "${user}"; there is ${known}`);
    }
    const key =
      this.args.kmsKeyArn === undefined
        ? undefined
        : {
            keyArn: this.args.kmsKeyArn,
            actions: ["kms:Decrypt" as const],
            viaService: pulumi.interpolate`secretsmanager.${this.region}.amazonaws.com`,
          };
    const actions = ["secretsmanager:GetSecretValue"];
    return grant(this, this.logicalName, `read-${user}`, to, granteeName, actions, [secretArn], key);
  }

  private admit(name: string, client: BrokerClientArgs): void {
    this.clients.add(name);
    const { ports } = brokerEngines[this.args.engine];
    const opened = (client.protocols ?? [BrokerProtocol.Amqp]).flatMap((protocol): Port[] => {
      const from = ports[protocol];
      return from === undefined ? [] : [{ name: protocol, from }];
    });
    admitClient(this.access, this.group, name, client, opened);
  }

  private createBroker(users: readonly BrokerUser[]): Broker {
    const { logicalName: name, args } = this;
    const facts = brokerEngines[args.engine];
    const engineVersion = args.engineVersion ?? facts.current;
    const version = facts.versions[engineVersion];
    const active = args.engine === BrokerEngine.ActiveMq;
    const configuration = new Configuration(
      `${name}-configuration`,
      {
        engineType: args.engine,
        engineVersion,
        description: `Configuration of the broker ${name}.`,
        data: args.configuration ?? facts.configuration,
        tags: this.tags(`${name}-configuration`),
      },
      this.child(),
    );
    const logPolicy = active && !args.withoutLogPolicy ? [this.createLogPolicy()] : [];
    return new Broker(
      name,
      {
        engineType: args.engine,
        engineVersion,
        hostInstanceType: args.instanceType ?? (args.singleInstance ? version?.smallest : version?.standard) ?? "",
        deploymentMode: args.singleInstance ? "SINGLE_INSTANCE" : facts.deploymentMode,
        subnetIds: args.placement.subnetIds.slice(0, args.singleInstance ? 1 : facts.subnets),
        securityGroups: [this.group.id],
        publiclyAccessible: false,
        // AWS demands it from ActiveMQ 5.18 and RabbitMQ 3.13 on.
        autoMinorVersionUpgrade: true,
        applyImmediately: args.applyImmediately ?? false,
        configuration: { id: configuration.id, revision: configuration.latestRevision },
        encryptionOptions:
          args.kmsKeyArn === undefined ? { useAwsOwnedKey: true } : { useAwsOwnedKey: false, kmsKeyId: args.kmsKeyArn },
        logs: active ? { general: true, audit: true } : { general: true },
        maintenanceWindowStartTime: {
          dayOfWeek: args.maintenance?.day ?? BrokerDay.Sunday,
          timeOfDay: args.maintenance?.time ?? "03:00",
          timeZone: args.maintenance?.timeZone ?? "UTC",
        },
        users: users.map(({ username, password, consoleAccess, groups }) =>
          active ? { username, password, consoleAccess: consoleAccess ?? false, groups } : { username, password },
        ),
        tags: this.tags(name),
      },
      this.child({ dependsOn: logPolicy }),
    );
  }

  /** ActiveMQ writes its logs as Amazon MQ itself; without this policy a broker can't be made. */
  private createLogPolicy(): LogResourcePolicy {
    const { logicalName: name, partition, region, accountId } = this;
    return new LogResourcePolicy(
      `${name}-log-policy`,
      {
        policyName: `${pulumi.getStack()}-${name}-broker-logs`,
        policyDocument: policyDocument({
          Effect: "Allow",
          Principal: { Service: "mq.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: pulumi.interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:/aws/amazonmq/*`,
          Condition: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnLike: { "aws:SourceArn": pulumi.interpolate`arn:${partition}:mq:${region}:${accountId}:broker:*` },
          },
        }),
      },
      this.child(),
    );
  }
}
