import type { User } from "@pulumi/aws/elasticache";
import * as pulumi from "@pulumi/pulumi";
import type { Grant, Grantable } from "../core";
import { ArgumentError, grant, PlatformComponent } from "../core";
import type { CacheArgs } from "./cache-args";
import { checkCache } from "./cache-checks";
import { CacheAuthentication, CacheEngine, cacheEngines, SERVERLESS_PORTS } from "./cache-engines";
import {
  type CacheInput,
  createMemcached,
  createReplicationGroup,
  createServerless,
  memberIds,
  storageLimit,
} from "./cache-nodes";
import { createCacheUsers } from "./cache-users";
import { type AccessInput, Clients, createClosedGroup } from "./client-access";
import type { GeneratedSecret } from "./generated-secret";
import { createGeneratedSecret } from "./generated-secret";

/** Addresses of a cache, and what its metrics are known by. */
interface Addresses {
  readonly arn: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly readerEndpoint: pulumi.Output<string> | undefined;
  readonly cacheName: pulumi.Output<string>;
  readonly cacheClusterIds: pulumi.Output<string>[];
}

/**
 * A session and query cache: Valkey or Redis over zones with failover, Memcached over zones, or serverless. Encrypted
 * in transit and at rest, reached by named clients only, with snapshots and logs.
 *
 * Clients speak TLS, and come in by IAM as one of `userNames`, or with the token of `tokenSecretArn`.
 */
export class Cache extends PlatformComponent {
  /** ARN of the cache. */
  readonly arn: pulumi.Output<string>;
  /** Host name for reading and writing; in cluster mode the configuration endpoint. */
  readonly endpoint: pulumi.Output<string>;
  /** Host name for reading from replicas; undefined where there is none. */
  readonly readerEndpoint: pulumi.Output<string> | undefined;
  /** Port of `endpoint`. */
  readonly port: number;
  /** Id of the replication group or of Memcached's cluster, or the name of the serverless cache. */
  readonly cacheName: pulumi.Output<string>;
  /** Ids that nodes' CloudWatch metrics have as dimension, for `watchCache`; empty for a serverless cache. */
  readonly cacheClusterIds: pulumi.Output<string>[];
  /** Whether it is Memcached, whose metrics are others. */
  readonly memcached: boolean;
  /** GB that a serverless cache may have at most, for `watchServerlessCache`; undefined for one of nodes. */
  readonly maximumStorageGb: number | undefined;
  /** Security group of the cache. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Name that each user gives itself, by the user's name in `users`; empty without authentication by IAM. */
  readonly userNames: Record<string, pulumi.Output<string>>;
  /** Secret that has the token; undefined without authentication by token. */
  readonly tokenSecretArn: pulumi.Output<string> | undefined;
  private readonly logicalName: string;
  private readonly args: CacheArgs;
  private readonly users: Map<string, User>;
  private readonly clients: Clients;

  constructor(name: string, args: CacheArgs, opts?: pulumi.ComponentResourceOptions) {
    super("data:Cache", name, args, opts);
    this.logicalName = name;
    this.args = args;
    const stack = pulumi.getStack();
    const checks = this.checks();
    checkCache(checks, name, stack, args);
    checks.done();

    const engine = args.engine ?? CacheEngine.Valkey;
    const access: AccessInput = { name, tags: (child) => this.tags(child), child: (more) => this.child(more) };
    const group = createClosedGroup(access, args.placement, `Clients of the cache ${name}.`);
    const range = args.serverless ? SERVERLESS_PORTS[engine] : { from: args.port ?? cacheEngines[engine].port };
    this.port = range.from;
    this.clients = new Clients("cache", access, group, [{ name: engine, ...range }]);

    const anonymous = engine === CacheEngine.Memcached;
    const byToken = args.authentication === CacheAuthentication.Token;
    const members =
      anonymous || byToken
        ? undefined
        : createCacheUsers({
            name,
            stack,
            engine,
            users: args.users ?? { app: {} },
            tags: access.tags,
            options: this.child(),
          });
    this.users = members?.users ?? new Map();
    const token = byToken ? this.createToken() : undefined;
    const addresses = this.create({
      ...access,
      args,
      engine,
      securityGroupId: group.id,
      userGroup: members?.group,
      token: token?.text,
    });
    this.arn = addresses.arn;
    this.endpoint = addresses.endpoint;
    this.readerEndpoint = addresses.readerEndpoint;
    this.cacheName = addresses.cacheName;
    this.cacheClusterIds = addresses.cacheClusterIds;
    this.memcached = anonymous;
    this.maximumStorageGb = args.serverless && storageLimit(args.serverless);
    this.securityGroupId = group.id;
    this.userNames = Object.fromEntries([...this.users].map(([user, { userName }]) => [user, userName]));
    this.tokenSecretArn = token?.arn;
    this.clients.admit(args.clients);
    this.registerOutputs({
      arn: this.arn,
      endpoint: this.endpoint,
      readerEndpoint: this.readerEndpoint,
      port: this.port,
      cacheName: this.cacheName,
      cacheClusterIds: this.cacheClusterIds,
      memcached: this.memcached,
      maximumStorageGb: this.maximumStorageGb,
      securityGroupId: this.securityGroupId,
      userNames: this.userNames,
      tokenSecretArn: this.tokenSecretArn,
    });
  }

  /**
   * Lets whatever is in a security group open connections.
   * @param clientName names the rule; one of a kind for the cache.
   * @throws ArgumentError where the cache has a client of that name.
   */
  allowFrom(clientName: string, securityGroupId: pulumi.Input<string>): void {
    this.clients.allowFrom(this.checks(), clientName, securityGroupId);
  }

  /**
   * Lets `to` come in as a user; with authentication by token, lets it read the token, and `user` has to be "token".
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the cache and user.
   * @throws ArgumentError where there is no such user.
   */
  grantConnect(user: string, to: Grantable, granteeName: string): Grant {
    if (this.tokenSecretArn && user === "token") {
      const action = ["secretsmanager:GetSecretValue"];
      const key = this.args.kmsKeyArn === undefined ? undefined : this.secretKey(this.args.kmsKeyArn);
      return grant(this, this.logicalName, "read-token", to, granteeName, action, [this.tokenSecretArn], key);
    }
    const found = this.users.get(user);
    if (!found) {
      const known = this.tokenSecretArn
        ? "token"
        : [...this.users.keys()].join(", ") || "none: the engine knows no users";
      throw new ArgumentError(`${this.label}: user is "${user}"; there is ${known}`);
    }
    const resources = [this.arn, found.arn];
    return grant(this, this.logicalName, `connect-${user}`, to, granteeName, ["elasticache:Connect"], resources);
  }

  private secretKey(keyArn: pulumi.Input<string>) {
    const viaService = pulumi.interpolate`secretsmanager.${this.region}.amazonaws.com`;
    return { keyArn, actions: ["kms:Decrypt" as const], viaService };
  }

  private create(input: CacheInput): Addresses {
    const { args } = input;
    if (args.serverless) {
      const cache = createServerless(input, args.serverless);
      return {
        arn: cache.arn,
        endpoint: cache.endpoints.apply((endpoints) => endpoints?.[0]?.address ?? ""),
        readerEndpoint: cache.readerEndpoints.apply((endpoints) => endpoints?.[0]?.address ?? ""),
        cacheName: cache.name,
        cacheClusterIds: [],
      };
    }
    if (input.engine === CacheEngine.Memcached) {
      const cluster = createMemcached(input);
      const { arn, clusterAddress: endpoint, clusterId } = cluster;
      return { arn, endpoint, readerEndpoint: undefined, cacheName: clusterId, cacheClusterIds: [clusterId] };
    }
    const group = createReplicationGroup(input);
    const of = { arn: group.arn, cacheName: group.replicationGroupId, cacheClusterIds: memberIds(group, args) };
    if (args.shards !== undefined) {
      return { ...of, endpoint: group.configurationEndpointAddress, readerEndpoint: undefined };
    }
    return { ...of, endpoint: group.primaryEndpointAddress, readerEndpoint: group.readerEndpointAddress };
  }

  private createToken(): GeneratedSecret {
    const name = `${this.logicalName}-token`;
    return createGeneratedSecret({
      name,
      description: `Token of the cache ${this.logicalName}.`,
      generation: this.args.tokenGeneration ?? 1,
      kmsKeyArn: this.args.kmsKeyArn,
      tags: this.tags(name),
      options: this.child(),
    });
  }
}
