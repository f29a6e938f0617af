import { randomUUID } from "node:crypto";
import { LocalError } from "../errors";
import type { LocalProvider } from "../provider/core";
import { isProps } from "../provider/values";
import { findShop, type Shop } from "../shop/find";
import { sampleOf } from "../shop/sample";
import { type SignedIn, signIn } from "../shop/sign-in";
import { archivedSince, journalOf, type SagaProgress, sagaOf } from "../shop/way";
import type { LocalState } from "../state";
import { seconds } from "../text";
import { until } from "../until";
import type { CommandContext } from "./context";
import { runningStack } from "./running";
import { Steps } from "./steps";

/** What becomes of an order in the end. */
const final = new Set(["OrderConfirmed", "OrderRejected"]);
const patience = { withinMs: 20_000, everyMs: 25 };

/** Places an order, pays it, and shows what happens until it is confirmed or rejected. */
export async function order(context: CommandContext): Promise<number> {
  const { state, provider } = await runningStack(context);
  try {
    return await new Way(context, provider, state, findShop(state)).follow();
  } finally {
    provider.close();
  }
}

/** The way of one order. */
class Way {
  private readonly steps: Steps;
  private readonly since = new Date();
  private orderId = "";
  private signedIn: SignedIn | undefined;

  constructor(
    context: CommandContext,
    private readonly provider: LocalProvider,
    private readonly state: LocalState,
    private readonly shop: Shop,
  ) {
    this.steps = new Steps(context);
  }

  async follow(): Promise<number> {
    await this.signIn();
    await this.place();
    const { hasPayment, journalTable, archiveBucket, sagaArn } = this.shop;
    if (journalTable !== undefined) await this.journal(journalTable, 1);
    if (archiveBucket !== undefined) await this.archive(archiveBucket);
    await this.readModel();
    let good = true;
    if (hasPayment) {
      await this.pay();
      if (sagaArn !== undefined) good = await this.saga(sagaArn);
      if (journalTable !== undefined) good = (await this.outcome(journalTable)) && good;
      await this.readModel(good ? "confirmed" : "rejected");
    }
    this.steps.end();
    return good ? 0 : 1;
  }

  private async signIn(): Promise<void> {
    const { shoppers } = this.shop;
    if (!shoppers) return;
    this.signedIn = await signIn(this.provider, this.state, shoppers);
    this.steps.step("sign-in", `${this.signedIn.username} is customer ${this.signedIn.customerId}`);
  }

  private async place(): Promise<void> {
    const { url, orderSchema } = this.shop;
    const sample = sampleOf(orderSchema);
    // A shopper orders for himself alone.
    const own = this.signedIn && isProps(sample) && { ...sample, customerId: this.signedIn.customerId };
    const body = JSON.stringify(own || sample);
    const answer = await this.send("POST", `${url}/orders`, body);
    const { orderId }: { orderId?: unknown } = answer.ok ? JSON.parse(answer.text) : {};
    if (typeof orderId !== "string") {
      throw new LocalError(`The order ${body} was answered ${answer.status} ${answer.text}.`);
    }
    this.orderId = orderId;
    this.steps.step("POST /orders", `${answer.status}, order ${orderId}`);
  }

  private async pay(): Promise<void> {
    const { status, ok, text } = await this.send("POST", `${this.shop.url}/orders/${this.orderId}/payment`, "{}");
    if (!ok) throw new LocalError(`The payment of order ${this.orderId} was answered ${status} ${text}.`);
    this.steps.step("POST /orders/…/payment", String(status));
  }

  private async journal(table: string, least: number): Promise<void> {
    const events = await until(
      `the journal has ${least} event(s) of order ${this.orderId}`,
      async () => {
        const found = await journalOf(this.provider, table, this.orderId);
        return found.length >= least && found;
      },
      patience,
    );
    this.steps.step("journal", events.map(({ sequence, type }) => `${sequence} ${type}`).join(", "));
  }

  private async archive(bucket: string): Promise<void> {
    const keys = await until(
      `the archive ${bucket} has what the stream brought`,
      async () => {
        const found = await archivedSince(this.provider, bucket, this.since);
        return found.length > 0 && found;
      },
      patience,
    );
    this.steps.step("stream → archive", `s3://${bucket}/${keys.at(-1)}`);
  }

  private async saga(machineArn: string): Promise<boolean> {
    let shown = 0;
    const show = ({ states }: SagaProgress, done: boolean): void => {
      for (const { name, milliseconds } of states.slice(shown)) {
        if (milliseconds === undefined && !done) return;
        this.steps.step("saga", milliseconds === undefined ? name : `${name} (${seconds(milliseconds)})`);
        shown++;
      }
    };
    const { status } = await until(
      `the saga of order ${this.orderId} ends`,
      async () => {
        const progress = await sagaOf(this.provider, machineArn, this.orderId);
        const done = progress !== undefined && progress.status !== "RUNNING";
        if (progress) show(progress, done);
        return done && progress;
      },
      patience,
    );
    this.steps.step("saga", status, status === "SUCCEEDED");
    return status === "SUCCEEDED";
  }

  private async outcome(table: string): Promise<boolean> {
    const events = await until(
      `order ${this.orderId} is confirmed or rejected`,
      async () => {
        const found = await journalOf(this.provider, table, this.orderId);
        return found.some(({ type }) => final.has(type)) && found;
      },
      patience,
    );
    const last = events.at(-1)?.type ?? "";
    this.steps.step(
      "journal",
      events.map(({ sequence, type }) => `${sequence} ${type}`).join(", "),
      last === "OrderConfirmed",
    );
    return last === "OrderConfirmed";
  }

  /** What a shopper sees of the order. @param wanted word that the answer has to hold */
  private async readModel(wanted = ""): Promise<void> {
    if (!this.shop.hasLookup) return;
    const { text } = await until(
      `GET /orders/${this.orderId} shows the order${wanted === "" ? "" : ` ${wanted}`}`,
      async () => {
        const answer = await this.send("GET", `${this.shop.url}/orders/${this.orderId}`);
        return answer.ok && answer.text.includes(wanted) && answer;
      },
      patience,
    );
    this.steps.step("read model", text.length > 160 ? `${text.slice(0, 160)}…` : text);
  }

  private async send(method: string, url: string, body?: string): Promise<HttpAnswer> {
    const headers = { ...this.signedIn?.headers, "content-type": "application/json", "idempotency-key": randomUUID() };
    const answer = await fetch(url, { method, headers, body });
    return { status: answer.status, ok: answer.ok, text: await answer.text() };
  }
}

interface HttpAnswer {
  status: number;
  ok: boolean;
  text: string;
}
