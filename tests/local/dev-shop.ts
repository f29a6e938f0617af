import { strict as assert } from "node:assert";
import { DynamoDBClient, paginateScan, type ScanCommandInput } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as v from "valibot";
import { runAfterUp } from "../../local/after-up";
import type { Session } from "../../local/session";
import type { SignedIn } from "../../local/shop/sign-in";
import { until } from "../../local/until";
import { stockKey } from "../../services/inventory/items";
import { resourceOf, shopperOf } from "./stack";

export interface Placed {
  orderId: string;
  sku: string;
}

/** The dev stack's shop, deployed and stocked, as a signed-in shopper and as its tables show it. */
export class DevShop {
  private constructor(
    private readonly session: Session,
    private readonly url: string,
    readonly shopper: SignedIn,
  ) {}

  static async open({ session, errors }: { session: Session; errors: string[] }): Promise<DevShop> {
    await session.deploy();
    await session.carryPipes();
    assert.deepEqual(
      (await runAfterUp(session.state, session.provider, (message) => errors.push(message))).length,
      1,
      "the stock is seeded by one function",
    );
    const { outputs } = resourceOf(session, "aws:apigateway/stage:Stage", "orders-live");
    return new DevShop(session, String(outputs.invokeUrl), await shopperOf(session));
  }

  call(method: string, path: string, body?: object, key?: string): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...this.shopper.headers,
        "content-type": "application/json",
        ...(key !== undefined && { "idempotency-key": key }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  /** Places an order of two pieces, asked for twice, as by a client that did not hear the first answer. */
  async place(sku: string, key: string): Promise<Placed> {
    const order = { customerId: this.shopper.customerId, lines: [{ sku, quantity: 2, unitPriceCents: 500 }] };
    const answers = [await this.call("POST", "/orders", order, key), await this.call("POST", "/orders", order, key)];
    const bodies = await Promise.all(answers.map(async (answer) => parsed(answer, "orderId")));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [201, 201],
      JSON.stringify(bodies),
    );
    assert.equal(bodies[0], bodies[1]);
    return { orderId: bodies[0] ?? "", sku };
  }

  async pay({ orderId }: Placed, paymentToken?: string): Promise<void> {
    const answer = await this.call("POST", `/orders/${orderId}/payment`, { paymentToken });
    assert.equal(answer.status, 202, await answer.text());
  }

  async paidOrder(sku: string, key: string, paymentToken?: string): Promise<Placed> {
    const placed = await this.place(sku, key);
    await this.pay(placed, paymentToken);
    return placed;
  }

  async statusOf(orderId: string): Promise<string> {
    const answer = await this.call("GET", `/orders/${orderId}`);
    assert.equal(answer.status, 200);
    return parsed(answer, "status");
  }

  async becomes({ orderId }: Placed, wanted: string, withinMs = 90_000): Promise<void> {
    await until(`order ${orderId} is ${wanted}`, async () => (await this.statusOf(orderId)) === wanted, { withinMs });
  }

  /** All items of a table. @param table logical name */
  async itemsOf(table: string, filter: Partial<ScanCommandInput> = {}): Promise<Record<string, unknown>[]> {
    const TableName = resourceOf(this.session, "aws:dynamodb/table:Table", table).id;
    const items: Record<string, unknown>[] = [];
    const pages = paginateScan({ client: this.session.provider.client(DynamoDBClient) }, { TableName, ...filter });
    for await (const page of pages) items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    return items;
  }

  async stockOf(sku: string): Promise<number> {
    const item = (await this.itemsOf("inventory")).find(({ pk }) => pk === stockKey(sku).pk);
    assert.equal(typeof item?.available, "number", `${sku} is not in stock`);
    return Number(item?.available);
  }

  /** What became of the charge of an order; undefined where there was none. */
  async chargeOf({ orderId }: Placed): Promise<unknown> {
    return (await this.itemsOf("payments-ledger")).find((charge) => charge.orderId === orderId)?.state;
  }
}

/** A text of an answer's JSON. */
export async function parsed(answer: Response, key: string): Promise<string> {
  const body: unknown = await answer.json();
  return v.parse(v.string(), v.parse(v.record(v.string(), v.unknown()), body)[key], { message: JSON.stringify(body) });
}
