import * as pulumi from "@pulumi/pulumi";
import type { Grant, Grantable } from "../core";
import { grant, PlatformComponent } from "../core";
import { type AccessInput, Clients, createClosedGroup } from "./client-access";
import { DatabaseEngine, databaseEngines } from "./facts/relational-database";
import type { RelationalDatabaseArgs } from "./relational-database-args";
import { checkDatabase } from "./relational-database-checks";
import { createCluster } from "./relational-database-cluster";
import { createInstance } from "./relational-database-instance";
import type { DatabaseInput } from "./relational-database-parts";
import { createProxy } from "./relational-database-proxy";

const DATA_API = [
  "rds-data:ExecuteStatement",
  "rds-data:BatchExecuteStatement",
  "rds-data:BeginTransaction",
  "rds-data:CommitTransaction",
  "rds-data:RollbackTransaction",
];

/**
 * A relational database: Aurora Serverless v2 with a writer and readers in other zones, Aurora with instances of a class,
 * or RDS with a standby. It is encrypted at rest and refuses connections without TLS; the master user's password is
 * RDS's to keep and to rotate; it can be taken back to any second of the last days, and can't be deleted by mistake.
 *
 * Services come in with IAM tokens, as database users that were made once with the master user: `CREATE USER catalog;
 * GRANT rds_iam TO catalog` in PostgreSQL, `CREATE USER catalog IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'` in MySQL.
 */
export class RelationalDatabase extends PlatformComponent {
  /** ARN of the cluster, or of the instance. */
  readonly arn: pulumi.Output<string>;
  /** Host name for reading and writing; the proxy's where there is one. */
  readonly endpoint: pulumi.Output<string>;
  /** Host name for reading; undefined where there are no readers. */
  readonly readerEndpoint: pulumi.Output<string> | undefined;
  /** Port of the endpoints. */
  readonly port: number;
  /** Physical name of the cluster, or of the instance; CloudWatch has its metrics under it. */
  readonly identifier: string;
  /** Id that IAM has the database under, cluster-… or db-…; see {@link grantConnect}. */
  readonly resourceId: pulumi.Output<string>;
  /** Secret with the master user's name and password. */
  readonly secretArn: pulumi.Output<string>;
  /** Group that clients are let into: the proxy's where there is one. */
  readonly securityGroupId: pulumi.Output<string>;
  /** What it speaks. */
  readonly engine: DatabaseEngine;
  /** Days that it can be taken back. */
  readonly backupRetentionDays: number;
  /** Where a copy of it is restored to: its own subnets and its own closed group, for restore tests. */
  readonly restoreMetadata: Record<string, pulumi.Output<string>>;
  /** Name of the component. */
  readonly logicalName: string;
  private readonly args: RelationalDatabaseArgs;
  private readonly connectId: pulumi.Output<string>;
  private readonly clients: Clients;

  /** @throws ArgumentError where an argument is wrong */
  constructor(name: string, args: RelationalDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("data:RelationalDatabase", name, args, opts);
    this.logicalName = name;
    this.args = args;
    this.identifier = args.identifier ?? `${pulumi.getStack()}-${name}`;
    const checks = this.checks();
    checkDatabase(checks, name, this.identifier, args);
    checks.done();

    this.engine = args.engine ?? DatabaseEngine.AuroraPostgresql;
    const facts = databaseEngines[this.engine];
    this.port = args.port ?? facts.port;
    this.backupRetentionDays = args.backupRetentionDays ?? 7;
    const access: AccessInput = { name, tags: (child) => this.tags(child), child: (more) => this.child(more) };
    const databaseGroup = createClosedGroup(access, args.placement, `Clients of the database ${name}.`);
    const input: DatabaseInput = {
      ...access,
      args,
      engine: this.engine,
      facts,
      identifier: this.identifier,
      port: this.port,
      securityGroupId: databaseGroup.id,
      partition: this.partition,
      region: this.region,
      accountId: this.accountId,
    };
    const database = facts.aurora ? createCluster(input) : createInstance(input);
    const proxy = args.proxy && createProxy({ ...input, settings: args.proxy, database, databaseGroup });
    const group = proxy?.group ?? databaseGroup;
    this.clients = new Clients("database", access, group, [{ name: facts.proxyFamily.toLowerCase(), from: this.port }]);
    this.connectId = proxy?.resourceId ?? database.resourceId;
    this.arn = database.arn;
    this.endpoint = proxy?.endpoint ?? database.endpoint;
    this.readerEndpoint = proxy ? proxy.readerEndpoint : database.readerEndpoint;
    this.resourceId = database.resourceId;
    this.secretArn = database.secretArn;
    this.securityGroupId = group.id;
    this.restoreMetadata = {
      dbSubnetGroupName: database.subnetGroupName,
      vpcSecurityGroupIds: pulumi.jsonStringify([databaseGroup.id]),
    };
    this.clients.admit(args.clients);
    this.registerOutputs({
      arn: this.arn,
      endpoint: this.endpoint,
      readerEndpoint: this.readerEndpoint,
      port: this.port,
      identifier: this.identifier,
      secretArn: this.secretArn,
      securityGroupId: this.securityGroupId,
    });
  }

  /**
   * Lets whatever is in a security group open connections; to the proxy where there is one.
   * @param clientName names the rule; one of a kind for the database.
   * @throws ArgumentError where the database has a client of that name.
   */
  allowFrom(clientName: string, securityGroupId: pulumi.Input<string>): void {
    this.clients.allowFrom(this.checks(), clientName, securityGroupId);
  }

  /**
   * Lets `to` come in as one database user with an IAM token: to the proxy where there is one, else to the database.
   * @param user name of the database user: letters, digits and `_`.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the database and user.
   * @throws ArgumentError where the name is no such one ("*" would stand for every user, the master user too), or where
   *   the proxy does not connect as that user.
   */
  grantConnect(user: string, to: Grantable, granteeName: string): Grant {
    const checks = this.checks().matches("user", user, /^\w+$/, "name one database user, with letters, digits and _");
    const known = this.proxyUsers();
    if (known && !known.includes(user)) {
      checks.fail("user", user, `the proxy connects as ${known.join(", ")} only; name it in proxy.iamUsers`);
    }
    checks.done();
    const resource = pulumi.interpolate`arn:${this.partition}:rds-db:${this.region}:${this.accountId}:dbuser:${this.connectId}/${user}`;
    // Names of resources have hyphens where names of users have underscores.
    const verb = `connect-${user.toLowerCase().replaceAll("_", "-")}`;
    return grant(this, this.logicalName, verb, to, granteeName, ["rds-db:connect"], [resource]);
  }

  /** Lets `to` read the master user's password, as something that makes users and tables has to. */
  grantReadSecret(to: Grantable, granteeName: string): Grant {
    const action = ["secretsmanager:GetSecretValue"];
    return grant(this, this.logicalName, "read-secret", to, granteeName, action, [this.secretArn], this.secretKey());
  }

  /**
   * Lets `to` run SQL by AWS's API as the master user, whose secret it may read for that.
   * @throws ArgumentError without `dataApi`.
   */
  grantDataApi(to: Grantable, granteeName: string): Grant[] {
    const checks = this.checks();
    if (!this.args.dataApi) checks.fail("dataApi", this.args.dataApi ?? false, "set it to true, so that there is one");
    checks.done();
    const run = grant(this, this.logicalName, "data-api", to, granteeName, DATA_API, [this.arn]);
    return [run, this.grantReadSecret(to, granteeName)];
  }

  /** Users that the proxy connects as; undefined where there is none, and where only its secrets know them. */
  private proxyUsers(): string[] | undefined {
    const { proxy, masterUsername } = this.args;
    if (!proxy || proxy.secretArns) return undefined;
    return proxy.iamUsers ?? [masterUsername ?? "dbadmin"];
  }

  private secretKey() {
    const keyArn = this.args.secretKmsKeyArn;
    if (keyArn === undefined) return undefined;
    const viaService = pulumi.interpolate`secretsmanager.${this.region}.amazonaws.com`;
    return { keyArn, actions: ["kms:Decrypt" as const], viaService };
  }
}
