import { strict as assert } from "node:assert";
import { deliverAll, type Outcome } from "../../../../services/notifications/deliver";
import { eventOf, UnreadableError } from "../../../../services/notifications/event";
import type { Claim, Customers, Ledger, Sender } from "../../../../services/notifications/ports";
import { notificationOf } from "../../../../services/notifications/templates";
import { busEvent, notified, record } from "./messages";

class MemoryLedger implements Ledger {
  readonly entries = new Map<string, { status: "claimed" | "sent"; until: number }>();
  at = 0;

  async claim(eventId: string): Promise<Claim> {
    const entry = this.entries.get(eventId);
    if (entry?.status === "sent") return "sent";
    if (entry && entry.until > this.at) return "taken";
    this.entries.set(eventId, { status: "claimed", until: this.at + 60 });
    return "mine";
  }

  async sent(eventId: string) {
    this.entries.set(eventId, { status: "sent", until: 0 });
  }

  async release(eventId: string) {
    this.entries.delete(eventId);
  }
}

function world() {
  const ledger = new MemoryLedger();
  const sent: string[] = [];
  const sender: Sender = {
    send: async (eventId) => {
      sent.push(eventId);
    },
  };
  const outcomes: Partial<Record<Outcome, number>> = {};
  const count = (outcome: Outcome) => {
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  };
  const deliver = (
    bodies: unknown[],
    changed: Partial<{ ledger: Ledger; sender: Sender; customers: Customers }> = {},
  ) =>
    deliverAll(
      { Records: bodies.map((body, index) => record(String(index), body)) },
      { ledger, sender, customers: { today: async () => undefined }, count, ...changed },
    );
  return { ledger, sent, sender, outcomes, deliver };
}

describe("notifications: delivery", () => {
  it("sends one notification an event, from wherever its copies come", async () => {
    const { deliver, sent, outcomes } = world();
    const event = busEvent("o-1#1");
    const first = await deliver([event, notified(event), event, busEvent("o-2#1")]);
    const second = await deliver([{ ...event, id: "put again" }]);
    assert.deepEqual([first.batchItemFailures, second.batchItemFailures], [[], []]);
    assert.deepEqual([sent.sort(), outcomes], [["o-1#1", "o-2#1"], { sent: 2, duplicate: 3 }]);
  });

  it("reports exactly the messages that have to come again", async () => {
    const { deliver, sent, sender, outcomes } = world();
    const failing: Sender = {
      send: async (eventId, type, notification) => {
        if (eventId === "bad") throw new Error("throttled");
        await sender.send(eventId, type, notification);
      },
    };
    const bodies = [busEvent("good"), busEvent("bad"), "poison", busEvent("x", "StockCounted")];
    const { batchItemFailures } = await deliver(bodies, { sender: failing });
    assert.deepEqual(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort(), ["1", "2"]);
    assert.deepEqual(outcomes, { sent: 1, retried: 1, poison: 1, unknownType: 1 });
    // What failed can be tried again at once, and only that is sent.
    await deliver(bodies);
    assert.deepEqual(sent, ["good", "bad"]);
  });

  it("tells who was merged under the id of today, and who is not known under the id that the order has", async () => {
    const { deliver } = world();
    const told: (string | undefined)[] = [];
    const sender: Sender = { send: async (_id, _type, { customerId }) => void told.push(customerId) };
    const customers: Customers = { today: async (id) => (id === "merged" ? "survivor" : undefined) };
    const events = ["merged", "unknown", undefined].map((customerId, index) =>
      busEvent(`e-${index}`, "OrderPlaced", { orderId: "o-1", customerId }),
    );
    await deliver(events, { sender, customers });
    assert.deepEqual(new Set(told), new Set(["survivor", "unknown", undefined]));
  });

  it("lets an event whose customer can't be looked up come again, and sends it then", async () => {
    const { deliver, sent } = world();
    const customers: Customers = { today: () => Promise.reject(new Error("throttled")) };
    assert.equal((await deliver([busEvent("e")], { customers })).batchItemFailures.length, 1);
    assert.deepEqual(sent, []);
    await deliver([busEvent("e")]);
    assert.deepEqual(sent, ["e"]);
  });

  it("leaves an event to whoever has it at the moment", async () => {
    const { deliver, ledger, sent } = world();
    await ledger.claim("e");
    assert.equal((await deliver([busEvent("e")])).batchItemFailures.length, 1);
    assert.deepEqual(sent, []);
  });

  /** Dies at the given step: nothing after it happens, as if the process were killed. */
  const dying = (ledger: Ledger, sender: Sender, step: "claim" | "send" | "sent", when: "before" | "after") => {
    let dead = false;
    const guarded = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      if (dead || (name === step && when === "before")) {
        dead = true;
        throw new Error("killed");
      }
      const result = await work();
      if (name !== step) return result;
      dead = true;
      throw new Error("killed");
    };
    return {
      ledger: {
        claim: (id: string) => guarded("claim", () => ledger.claim(id)),
        sent: (id: string) => guarded("sent", () => ledger.sent(id)),
        release: (id: string) => guarded("release", () => ledger.release(id)),
      },
      sender: { send: (...args: Parameters<Sender["send"]>) => guarded("send", () => sender.send(...args)) },
    };
  };

  for (const step of ["claim", "send", "sent"] as const) {
    for (const when of ["before", "after"] as const) {
      const unknown = (step === "send" && when === "after") || (step === "sent" && when === "before");
      const expected = unknown ? 2 : 1;
      it(`sends ${expected === 1 ? "once" : "twice, never not at all,"} when it is killed ${when} ${step}`, async () => {
        const { ledger, sender, sent, deliver } = world();
        await deliver([busEvent("e")], dying(ledger, sender, step, when));
        // The queue brings it again: at once, and once the claim is over.
        await deliver([busEvent("e")]);
        ledger.at += 60;
        await deliver([busEvent("e")]);
        await deliver([busEvent("e")]);
        assert.deepEqual(sent, Array(expected).fill("e"));
      });
    }
  }
});

describe("notifications: events", () => {
  it("take the journal's id before the bus's own, which is another one each time", () => {
    assert.equal(eventOf(JSON.stringify(busEvent("o-1#3"))).id, "o-1#3");
    const bare = { id: "bus-1", "detail-type": "OrderPlaced", detail: { eventId: "o-1#4", orderId: "o-1" } };
    assert.deepEqual(eventOf(JSON.stringify(bare)), { id: "o-1#4", type: "OrderPlaced", data: bare.detail });
    const foreign = { id: "bus-1", "detail-type": "OrderPlaced", detail: {} };
    assert.equal(eventOf(JSON.stringify(foreign)).id, "bus-1");
  });

  it("are told from everything else", () => {
    for (const body of ["", "[]", "{}", '{"Message":"hello"}', '{"detail-type":"OrderPlaced","detail":{}}']) {
      assert.throws(() => eventOf(body), UnreadableError, body);
    }
  });
});

describe("notifications: templates", () => {
  const write = (type: string, data: Record<string, unknown>) => notificationOf({ id: "e", type, data });

  it("write what the event says, in its currency's own digits", () => {
    const placed = { orderId: "o-1", customerId: "c-1", totalCents: 123_450, currency: "EUR" };
    assert.deepEqual(write("OrderPlaced", placed), {
      subject: "We have your order",
      text: "Thank you for your order of €1,234.50.\n\nOrder: o-1",
      customerId: "c-1",
    });
    assert.match(write("OrderPlaced", { ...placed, currency: "JPY" })?.text ?? "", /¥123,450/);
    assert.match(write("OrderRejected", { orderId: "o", reason: "OutOfStock" })?.text ?? "", /\(OutOfStock\)/);
  });

  it("are none for other types, the names of Object's own members included", () => {
    for (const type of ["StockCounted", "constructor", "__proto__", "toString"])
      assert.equal(write(type, {}), undefined);
  });

  it("refuse events that lack what they should tell", () => {
    assert.throws(() => write("OrderPlaced", {}), UnreadableError);
    assert.throws(() => write("OrderPlaced", { orderId: "o", totalCents: -1, currency: "EUR" }), UnreadableError);
  });
});
