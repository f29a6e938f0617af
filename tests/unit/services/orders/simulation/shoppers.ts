import type { APIGatewayProxyResult } from "aws-lambda";
import type { Operations } from "../../../../../services/orders/api/operations";
import type { Answer } from "../../../../../services/shared/problem";
import { uuidOf } from "../../../../../services/shared/uuid";
import type { Random } from "./random";
import type { World } from "./world";

/** What a shopper does with an order. */
export type Plan = "place" | "pay" | "cancel" | "pay and cancel at once" | "pay twice";

export interface Shopper {
  readonly key: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly plan: Plan;
  readonly lines: { sku: string; quantity: number; unitPriceCents: number }[];
  readonly paymentToken: string;
}

const articles = Array.from({ length: 20 }, (_, index) => `SKU-${index + 1}`);

/** Stock of a world with so many orders: some articles run out. */
export function stockFor(orders: number): Map<string, number> {
  const stock = articles.map((sku, index) => [sku, index < 3 ? Math.ceil(orders / 100) : orders * 10] as const);
  return new Map([...stock, ["BULKY-1", orders]]);
}

export function shopperOf(index: number, random: Random): Shopper {
  const key = `key-${index}`;
  const customerId = `customer-${index % 500}`;
  const roll = random.next();
  const plan: Plan =
    roll < 0.05
      ? "place"
      : roll < 0.1
        ? "cancel"
        : roll < 0.15
          ? "pay and cancel at once"
          : roll < 0.2
            ? "pay twice"
            : "pay";
  const count = 1 + random.below(3);
  const first = random.below(articles.length);
  const lines = Array.from({ length: count }, (_, offset) => ({
    sku: articles[(first + offset * 7) % articles.length] ?? "SKU-1",
    quantity: 1 + random.below(3),
    unitPriceCents: 1 + random.below(10_000),
  }));
  if (random.chance(0.02)) lines.push({ sku: "BULKY-1", quantity: 1, unitPriceCents: 100 });
  const paymentToken = random.chance(0.05) ? `tok-declined-${index}` : `tok-${index}`;
  return { key, orderId: uuidOf(customerId, key), customerId, plan, lines, paymentToken };
}

/** Does what the shopper means to, and asks again until there is an answer. Answers with the problems that were told. */
export async function shop(world: World, shopper: Shopper): Promise<string[]> {
  const { orderId, customerId, key, lines, paymentToken, plan } = shopper;
  const problems: string[] = [];
  const insist = async (work: (operations: Operations) => Promise<Answer>) => {
    // A client that got an answer may still have sent the request twice.
    const [told] = await Promise.all([answered(world, work), world.request(work)]);
    if (told.statusCode >= 400) problems.push(codeOf(told));
    return told;
  };
  const pay = (token = paymentToken) => insist((api) => api.pay(orderId, { paymentToken: token }, undefined));
  const cancel = () => insist((api) => api.cancel(orderId, undefined, undefined));
  const body = { customerId, lines };
  const placed = await insist((api) => api.place(body, undefined, key));
  if (placed.statusCode !== 201) throw new Error(`order ${orderId} was answered ${placed.statusCode} ${placed.body}`);
  if (plan === "pay") await pay();
  if (plan === "cancel") await cancel();
  if (plan === "pay twice") await Promise.all([pay(), pay(`${paymentToken}-other`)]);
  if (plan === "pay and cancel at once") await Promise.all([pay(), cancel()]);
  return problems;
}

async function answered(
  world: World,
  work: (operations: Operations) => Promise<Answer>,
): Promise<APIGatewayProxyResult> {
  for (let attempt = 1; attempt <= 100; attempt++) {
    const answer = await world.request(work);
    if (answer && answer.statusCode < 500) return answer;
  }
  throw new Error("no answer to any of 100 requests");
}

function codeOf({ body }: APIGatewayProxyResult): string {
  const { code }: { code?: string } = JSON.parse(body);
  return code ?? body;
}
