// The side of a service that answers queries: a table that is made from events, and made anew with no downtime.
import { join } from "node:path";
import { LambdaService } from "../../infra/compute";
import { EventStore, ReadModel } from "../../infra/eventsourcing";

const store = new EventStore("stock-events");
const view = new ReadModel("stock-view", { store });
const environment = { VIEW_TABLE: view.table.tableName };

// Keeps the view up to date.
const writer = new LambdaService("stock-view-writer", {
  entry: join(__dirname, "functions/read-events.ts"),
  timeoutSeconds: 60,
  environment,
});
view.projectWith(writer);

// Answers queries, and can't write.
const reader = new LambdaService("stock-queries", { entry: join(__dirname, "functions/orders.ts"), environment });
view.grantQuery(reader, "queries");

// Makes the next generation from the archive and lets readers see it; called by hand.
const rebuild = new LambdaService("stock-rebuild", {
  entry: join(__dirname, "functions/nightly.ts"),
  timeoutSeconds: 900,
  reservedConcurrency: 1,
  environment: { ...environment, ARCHIVE_BUCKET: store.archiveBucket.name },
});
view.grantRebuild(rebuild, "rebuild");

export const rebuildFunction = rebuild.functionName;
