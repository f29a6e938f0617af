import { randomUUID } from "node:crypto";
import { carrier } from "../shared/correlation";
import type { Querying, Statement } from "./postgres";
import { type Product, type ProductContent, productOf } from "./product";
import { type LoadOptions, type ProductStore, VersionConflictError } from "./products";

const COLUMNS = "sku, name, description, price_cents, currency, version";

const SELECT = `select ${COLUMNS}, change_id from products where sku = $1`;

// One statement: the product and its announcement are there together or not at all.
const announced = (change: string) => `with changed as (${change} returning ${COLUMNS}, change_id),
  pending as (insert into product_changes (sku, version, metadata) select sku, version, $7::jsonb from changed)
  select ${COLUMNS}, change_id from changed`;

const INSERT = announced(`insert into products (${COLUMNS}, change_id) values ($1, $2, $3, $4, $5, 1, $6)
  on conflict (sku) do nothing`);

const UPDATE = announced(`update products set name = $2, description = $3, price_cents = $4, currency = $5,
  version = version + 1, change_id = $6, changed_at = now() where sku = $1 and version = $8`);

/** {@link ProductStore} in PostgreSQL: reads from the readers, writes to the writer. */
export class PostgresProducts implements ProductStore {
  constructor(
    private readonly reader: Querying,
    private readonly writer: Querying,
  ) {}

  async load(sku: string, { latest = false }: LoadOptions = {}): Promise<Product | undefined> {
    const [row] = await (latest ? this.writer : this.reader).query(select(sku));
    return row && productFrom(row);
  }

  async save(sku: string, content: ProductContent, expected: number | undefined): Promise<Product> {
    const changeId = randomUUID();
    const { name, description, priceCents, currency } = content;
    const values = [sku, name, description, priceCents, currency, changeId, JSON.stringify(carrier())];
    const statement: Statement =
      expected === undefined
        ? { name: "insert-product", text: INSERT, values }
        : { name: "update-product", text: UPDATE, values: [...values, expected] };
    const [changed] = await this.writer.query(statement);
    if (changed) return productFrom(changed);
    const [current] = await this.writer.query(select(sku));
    const found = current && productFrom(current);
    // The change arrived, and the connection broke before its answer did.
    if (found && current["change_id"] === changeId) return found;
    throw new VersionConflictError(sku, expected, found?.version);
  }
}

function select(sku: string): Statement {
  return { name: "select-product", text: SELECT, values: [sku] };
}

/** The driver gives 64-bit numbers as text. */
function productFrom({ price_cents: priceCents, ...row }: Record<string, unknown>): Product {
  return productOf({ ...row, priceCents: Number(priceCents) });
}
