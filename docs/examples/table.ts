// A table with a second way to look things up, and the function that uses it.
import { join } from "node:path";
import { LambdaService } from "../../infra/compute";
import { KeyType, Table } from "../../infra/data";

// On demand, encrypted, recoverable to any second of 35 days, and not to be deleted while it protects itself.
const baskets = new Table("baskets", {
  partitionKey: { name: "customerId", type: KeyType.String },
  sortKey: { name: "basketId", type: KeyType.String },
  indexes: {
    "by-status": {
      partitionKey: { name: "status", type: KeyType.String },
      sortKey: { name: "changedAt", type: KeyType.Number },
    },
  },
  // Items go when the time in this attribute has come, in seconds since 1970.
  ttlAttribute: "expiresAt",
});

const api = new LambdaService("baskets-api", {
  entry: join(__dirname, "functions/orders.ts"),
  environment: { BASKETS_TABLE: baskets.tableName },
});
// The table and its indexes; nothing of any other table.
baskets.grantReadWrite(api, "api");

export const tableName = baskets.tableName;
