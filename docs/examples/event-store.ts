// Orders as events. A writer appends to the journal; everything else follows the stream, or reads the archive.
import { join } from "node:path";
import { LambdaService } from "../../infra/compute";
import { EventStore } from "../../infra/eventsourcing";

const store = new EventStore("order-events");

const writer = new LambdaService("append-orders", {
  entry: join(__dirname, "functions/orders.ts"),
  environment: { JOURNAL_TABLE: store.journal.tableName },
});
// Adding events, and reading those of an order to decide on the next one. Changing or deleting is for nobody.
store.grantAppend(writer, "append-orders");
store.grantReadJournal(writer, "append-orders");

export const streamArn = store.streamArn;
export const archiveBucket = store.archiveBucket.name;
