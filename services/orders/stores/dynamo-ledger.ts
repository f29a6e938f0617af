import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { isConditionFailed } from "../../shared/conditions";
import { BusinessError, isBusinessErrorName, UndoneError } from "../ports/ledgers";

/** States of an entry: what was done, what was undone or must not be done any more, and what was refused for good. */
export const EntryState = { Done: "done", Undone: "undone", Refused: "refused" } as const;

/** Entries of a ledger, one for each key, in a DynamoDB table with the key (`pk`, `sk`): done once, undone once. */
export class DynamoLedger {
  /** @param kind what the entries are, such as `payment` */
  constructor(
    private readonly client: DynamoDBDocumentClient,
    readonly table: string,
    private readonly kind: string,
    private readonly now: () => Date = () => new Date(),
  ) {}

  keyOf(key: string) {
    return { pk: `${this.kind}#${key}`, sk: this.kind };
  }

  /** An entry that is done. */
  entry(key: string, contents: Record<string, unknown>): Record<string, unknown> {
    return { ...contents, ...this.keyOf(key), state: EntryState.Done, doneAt: this.now().toISOString() };
  }

  /**
   * Writes an entry, unless it is there.
   * @throws UndoneError where it was undone
   * @throws BusinessError where it was refused
   */
  async done(key: string, contents: Record<string, unknown>): Promise<void> {
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.table,
          Item: this.entry(key, contents),
          ConditionExpression: "attribute_not_exists(pk)",
        }),
      );
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      await this.requireDone(key);
    }
  }

  /**
   * Keeps a refusal as the answer for its key: a call that is still on its way must not be taken later, when whoever
   * called has long gone on. Nothing changes where there is an entry.
   * @throws the refusal, or what the entry that is there says; nothing where it is done
   */
  async refuse(key: string, refusal: BusinessError): Promise<void> {
    const { name: error, message } = refusal;
    const item = { ...this.keyOf(key), state: EntryState.Refused, error, message, refusedAt: this.now().toISOString() };
    try {
      await this.client.send(
        new PutCommand({ TableName: this.table, Item: item, ConditionExpression: "attribute_not_exists(pk)" }),
      );
    } catch (failure) {
      if (!isConditionFailed(failure)) throw failure;
      return this.requireDone(key);
    }
    throw refusal;
  }

  /** Undoes an entry, or keeps it from being made. Answers whether this call undid it. */
  async undone(key: string): Promise<boolean> {
    try {
      const { Attributes } = await this.client.send(
        new UpdateCommand({ TableName: this.table, ReturnValues: "ALL_OLD", ...this.undoing(key) }),
      );
      return Attributes?.state === EntryState.Done;
    } catch (error) {
      if (isConditionFailed(error)) return false;
      throw error;
    }
  }

  /** Keeps an entry from ever being made. Answers whether there was none. */
  async forbidden(key: string): Promise<boolean> {
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.table,
          Item: { ...this.keyOf(key), state: EntryState.Undone, undoneAt: this.now().toISOString() },
          ConditionExpression: "attribute_not_exists(pk)",
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailed(error)) return false;
      throw error;
    }
  }

  /** The update that undoes an entry; its condition fails where it is undone. */
  undoing(key: string) {
    return {
      Key: this.keyOf(key),
      UpdateExpression: "SET #state = :undone, undoneAt = :at",
      ConditionExpression: "attribute_not_exists(#state) OR #state = :done",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: {
        ":undone": EntryState.Undone,
        ":done": EntryState.Done,
        ":at": this.now().toISOString(),
      },
    };
  }

  /**
   * @throws UndoneError where the entry was undone
   * @throws BusinessError where it was refused
   */
  async requireDone(key: string): Promise<void> {
    const { state, error, message } = (await this.find(key)) ?? {};
    if (state === EntryState.Done) return;
    if (state === EntryState.Refused && isBusinessErrorName(error)) throw new BusinessError(error, String(message));
    throw new UndoneError(`${this.kind} ${key} was undone: it is too late to do it`);
  }

  async find(key: string): Promise<Record<string, unknown> | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: this.keyOf(key), ConsistentRead: true }),
    );
    return Item;
  }
}
