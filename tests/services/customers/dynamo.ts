import { randomUUID } from "node:crypto";
import { CreateTableCommand, DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { customerKey, DynamoCustomers } from "../../../services/customers/customer-store";
import type { Finding } from "../../../services/customers/ports";
import { DynamoWork, type Mode } from "../../../services/customers/work-store";
import { sortedByText } from "../../unit/services/customers/memory";
import type { Intercept, State, World } from "../../unit/services/customers/world";

type Item = Record<string, unknown>;

/** A new table on DynamoDB; each process has a client of its own. Pages are small, so that a run has many of them. */
export async function newDynamoWorld(config: DynamoDBClientConfig): Promise<DynamoWorld> {
  const client = new DynamoDBClient(config);
  const table = `customers-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
  return new DynamoWorld(config, table);
}

export class DynamoWorld implements World {
  readonly clock = { at: Date.now() };
  readonly documents: DynamoDBDocumentClient;

  constructor(
    private readonly config: DynamoDBClientConfig,
    readonly table: string,
  ) {
    this.documents = documentsOf(new DynamoDBClient(config));
  }

  readonly isWrite = (call: string) => /^(Put|TransactWrite)/.test(call);

  async put(items: readonly ({ customerId: string } & Item)[]): Promise<void> {
    // 25 items are the most that one call takes.
    for (let from = 0; from < items.length; from += 25) {
      const requests = items
        .slice(from, from + 25)
        .map((item) => ({ PutRequest: { Item: { ...item, ...customerKey(item.customerId) } } }));
      await this.documents.send(new BatchWriteCommand({ RequestItems: { [this.table]: requests } }));
    }
  }

  stores(mode: Mode, intercept: Intercept) {
    const client = new DynamoDBClient({ ...this.config, maxAttempts: 1 });
    client.middlewareStack.add(
      (next, { commandName = "" }) =>
        (args) =>
          intercept(commandName, () => next(args)),
      {
        step: "initialize",
      },
    );
    const documents = documentsOf(client);
    return {
      customers: new DynamoCustomers(documents, this.table, 3),
      work: new DynamoWork(documents, this.table, mode, () => this.clock.at, 2),
    };
  }

  async items(): Promise<Item[]> {
    const found: Item[] = [];
    for await (const { Items = [] } of paginateScan({ client: this.documents }, { TableName: this.table })) {
      found.push(...Items);
    }
    return found;
  }

  async state(): Promise<State> {
    const profiles: Record<string, Item> = {};
    const kept: Record<string, Item> = {};
    const findings: Record<string, Finding[]> = {};
    for (const { pk, sk, ...item } of await this.items()) {
      const [, id] = /^CUSTOMER#(.+)$/.exec(String(pk)) ?? [];
      const [, mode, runId] = /^CLEANUP#(dry|merge)#RUN#(.+)$/.exec(String(pk)) ?? [];
      if (id !== undefined && sk === "PROFILE") profiles[id] = item;
      else if (id !== undefined) kept[`${id} ${sk}`] = item;
      else if ((mode === "dry" || mode === "merge") && runId !== undefined) {
        const work = new DynamoWork(this.documents, this.table, mode);
        findings[`${mode} ${runId}`] ??= sortedByText(await work.findings(runId));
      }
    }
    return { profiles, kept, findings };
  }
}

function documentsOf(client: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
