import { RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { LambdaService } from "../compute";
import type { Grant, Grantable, GrantKey, PlatformArgs, Statement } from "../core";
import { grant, PlatformComponent, policyDocument } from "../core";
import type { TableIndexArgs } from "../data";
import { Table } from "../data/table";
import { KeyType } from "../data/table-args";
import { EventProjection } from "./event-projection";
import type { ProjectionArgs } from "./event-projection-args";
import type { EventStore } from "./event-store";

/** Arguments of {@link ReadModel}. */
export interface ReadModelArgs extends PlatformArgs {
  /** Store whose events it is made from. */
  store: EventStore;
  /**
   * Global secondary indexes by name, at most 20. Their partition keys have to begin with the generation as well.
   * @default none
   */
  indexes?: Record<string, TableIndexArgs>;
  /** Days that one can go back to any second of, 1 to 35. @default 35 */
  recoveryDays?: number;
  /** Keep no continuous backup: it can be rebuilt from the archive. @default false */
  withoutPointInTimeRecovery?: boolean;
  /** Let `pulumi destroy` delete it with its items. @default false */
  deletableWithItems?: boolean;
}

/** Partition key of the item that says which generation readers use. */
export const ACTIVE_GENERATION_KEY = "#active";

const READ = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:ConditionCheckItem"];
const WRITE = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"];

/**
 * What a service answers queries from: one table, made from the events of a store, and made anew with no downtime.
 *
 * The table holds *generations*. Every item's `pk`, and every key of an index, begins with `<generation>#`. The item
 * `{pk: "#active", sk: "#active", generation: N, building?: M}` says which one readers use (the first, 1, while it is
 * not there); while `building` is set, the projection writes to both. A rebuild writes generation M from the archive,
 * then sets `generation` to M in one conditional write; the items of the old generation get an `expiresAt`, in seconds
 * since 1970, after which DynamoDB deletes them.
 *
 * Readers can be granted nothing but reading. The projection may write items of generations and can't touch the item
 * that says which is active: just a rebuild can.
 */
export class ReadModel extends PlatformComponent {
  /** Items by `pk` and `sk`, with `expiresAt`. */
  readonly table: Table;
  /** Name of the component. */
  readonly logicalName: string;
  private readonly store: EventStore;
  private readonly indexed: boolean;

  /** @throws ArgumentError where an argument is wrong */
  constructor(name: string, args: ReadModelArgs, opts?: pulumi.ComponentResourceOptions) {
    super("eventsourcing:ReadModel", name, args, opts);
    this.logicalName = name;
    this.store = args.store;
    this.indexed = Object.keys(args.indexes ?? {}).length > 0;
    this.table = new Table(
      `${name}-table`,
      {
        partitionKey: { name: "pk", type: KeyType.String },
        sortKey: { name: "sk", type: KeyType.String },
        indexes: args.indexes,
        ttlAttribute: "expiresAt",
        // It says the same as the events: it is worth the same key.
        kmsKeyArn: args.store.kmsKeyArn,
        recoveryDays: args.recoveryDays,
        withoutPointInTimeRecovery: args.withoutPointInTimeRecovery,
        deletableWithItems: args.deletableWithItems,
      },
      { parent: this },
    );
    this.registerOutputs({ tableName: this.table.tableName });
  }

  /**
   * Has a function keep it up to date with the events of the store, and lets it read and write items of generations.
   * The function gets the table's name over its environment, so it comes after the read model.
   * @param projectionName names the projection: letters, digits and hyphens, one of a kind for the read model
   * @throws ArgumentError where a setting is wrong
   */
  projectWith(reader: LambdaService, projectionName = "projection", settings: ProjectionArgs = {}): EventProjection {
    const name = `${this.logicalName}-${projectionName}`;
    const policy = new RolePolicy(
      `${this.logicalName}-project-${projectionName}`,
      { role: reader.role.name, policy: policyDocument(...this.projectStatements()) },
      this.child(),
    );
    return new EventProjection(name, { ...settings, store: this.store, reader }, { parent: this, dependsOn: [policy] });
  }

  /**
   * Lets `to` get items and query the table and its indexes, and not go through all of it.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the read model
   */
  grantQuery(to: Grantable, granteeName: string): Grant {
    const actions = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];
    const key = this.key(["kms:Decrypt"]);
    return grant(this, this.logicalName, "query", to, granteeName, actions, this.itemArns(), key);
  }

  /**
   * Lets `to` rebuild it: read the archive, write a generation, make it the active one, and have the old one expire.
   * See {@link grantQuery} for the name. The answer is the grant on the table.
   */
  grantRebuild(to: Grantable, granteeName: string): Grant {
    this.store.grantArchiveRead(to, `${this.logicalName}-${granteeName}`);
    const key = this.key(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]);
    const actions = [...READ, "dynamodb:Scan", ...WRITE];
    return grant(this, this.logicalName, "rebuild", to, granteeName, actions, this.itemArns(), key);
  }

  private projectStatements(): Statement[] {
    const key = this.key(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]);
    return [
      { Sid: "ReadItems", Effect: "Allow", Action: READ, Resource: this.itemArns() },
      {
        Sid: "WriteGenerations",
        Effect: "Allow",
        Action: WRITE,
        Resource: this.table.arn,
        Condition: { "ForAllValues:StringNotEquals": { "dynamodb:LeadingKeys": [ACTIVE_GENERATION_KEY] } },
      },
      ...(key
        ? [
            {
              Sid: "UseKey",
              Effect: "Allow" as const,
              Action: key.actions,
              Resource: key.keyArn,
              Condition: { StringEquals: { "kms:ViaService": key.viaService } },
            },
          ]
        : []),
    ];
  }

  private itemArns(): pulumi.Output<string>[] {
    const { arn } = this.table;
    return this.indexed ? [arn, pulumi.interpolate`${arn}/index/*`] : [arn];
  }

  private key(actions: GrantKey["actions"]): GrantKey | undefined {
    const { kmsKeyArn } = this.table;
    if (kmsKeyArn === undefined) return undefined;
    return { keyArn: kmsKeyArn, actions, viaService: pulumi.interpolate`dynamodb.${this.region}.amazonaws.com` };
  }
}
