import { strict as assert } from "node:assert";
import { PoisonError, PublishError } from "../../../../services/inventory/broker";
import { brokerAddresses, nameOf } from "../../../../services/inventory/broker/address";
import { backoffMs } from "../../../../services/inventory/broker/backoff";
import { deal } from "../../../../services/inventory/broker/delivery";
import { KeptConnection } from "../../../../services/inventory/broker/kept-connection";
import { publishUntilConfirmed, RefusedError, UnsendableError } from "../../../../services/inventory/broker/publishing";
import { addresses, fakeLive } from "./memory";

const message = { id: "m-1", type: "StockMoved", body: "{}", headers: {}, redelivered: false };
const never = new AbortController().signal;

describe("inventory: addresses of a broker", () => {
  it("reads Amazon MQ's endpoints, with credentials from elsewhere", () => {
    const login = { username: "shop", password: "secret" };
    assert.deepEqual(brokerAddresses("stomp+ssl://b-1.mq.eu-central-1.amazonaws.com:61614, stomp+ssl://b-2", login), [
      {
        protocol: "stomp",
        tls: true,
        host: "b-1.mq.eu-central-1.amazonaws.com",
        port: 61614,
        virtualHost: "/",
        ...login,
      },
      { protocol: "stomp", tls: true, host: "b-2", port: 61614, virtualHost: "/", ...login },
    ]);
    assert.equal(brokerAddresses("amqps://b-1", login)[0]?.port, 5671);
    assert.equal(brokerAddresses("amqp://b-1/shop", login)[0]?.virtualHost, "shop");
  });

  it("prefers the user of the address and decodes it", () => {
    const [address] = brokerAddresses("amqp://a%40b:c%2Fd@host", { username: "x", password: "y" });
    assert.deepEqual([address?.username, address?.password], ["a@b", "c/d"]);
  });

  it("refuses what it can't connect to, and never tells a password", () => {
    assert.throws(() => brokerAddresses(" , "), /at least one/);
    assert.throws(() => brokerAddresses("amqp://u:p@a,stomp://u:p@b"), /mix AMQP and STOMP/);
    assert.throws(
      () => brokerAddresses("mqtt://u:hidden@host"),
      (error: Error) => !error.message.includes("hidden"),
    );
    assert.throws(
      () => brokerAddresses("//u:hidden@"),
      (error: Error) => !error.message.includes("hidden"),
    );
    assert.throws(() => brokerAddresses("amqp://host"), /nobody is named/);
    assert.doesNotMatch(nameOf(addresses[0] ?? assert.fail()), /p@|:p/);
  });
});

describe("inventory: backoff", () => {
  it("doubles up to the longest wait and leaves half of it to chance", () => {
    assert.deepEqual(
      [1, 2, 3, 9].map((attempt) => backoffMs(attempt, 100, 500, () => 0)),
      [50, 100, 200, 250],
    );
    assert.deepEqual(
      [1, 2, 3, 9].map((attempt) => backoffMs(attempt, 100, 500, () => 1)),
      [100, 200, 400, 500],
    );
  });
});

describe("inventory: dealing with a message", () => {
  it("tries until the handler succeeds", async () => {
    let tries = 0;
    const verdict = await deal(
      message,
      async () => {
        if (++tries < 3) throw new Error("not yet");
      },
      never,
      { baseMs: 1 },
    );
    assert.deepEqual([verdict, tries], ["done", 3]);
  });

  it("gives up after its tries, and on poison at once", async () => {
    let tries = 0;
    const fails = (error: Error) => async () => {
      tries++;
      throw error;
    };
    assert.equal(await deal(message, fails(new Error("down")), never, { attempts: 4, baseMs: 1 }), "dead");
    assert.equal(tries, 4);
    assert.equal(await deal(message, fails(new PoisonError("no")), never), "dead");
    assert.equal(tries, 5);
  });

  it("hands the message back when it is told to stop while it waits", async () => {
    const stop = new AbortController();
    const verdict = deal(
      message,
      async () => {
        queueMicrotask(() => stop.abort());
        throw new Error("down");
      },
      stop.signal,
      { baseMs: 60_000, longestMs: 60_000 },
    );
    assert.equal(await verdict, "release");
  });
});

describe("inventory: a kept connection", () => {
  it("opens one connection for all who wait, and the next address after a failure", async () => {
    const tried: string[] = [];
    const kept = new KeptConnection(addresses, async ({ host }) => {
      tried.push(host);
      if (host === "one") throw new Error("refused");
      return fakeLive(host);
    });
    const [a, b] = await Promise.all([kept.live(), kept.live()]);
    assert.equal(a, b);
    assert.deepEqual(tried, ["one", "two"]);
  });

  it("opens another once the connection is lost", async () => {
    let opened = 0;
    const kept = new KeptConnection(addresses, async () => fakeLive(String(++opened)), { baseMs: 1 });
    const first = await kept.live();
    assert(kept.connected);
    first.drop(new Error("gone"));
    assert.equal(kept.connected, false);
    assert.equal((await kept.live()).use, "2");
  });

  it("does not hang whoever waits when it is closed", async () => {
    const kept = new KeptConnection<string>(
      addresses,
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
        }),
    );
    const waiting = assert.rejects(kept.live(), /closed on this side/);
    await kept.close();
    await waiting;
  });
});

describe("inventory: publishing", () => {
  const kept = () => {
    const lives: string[] = [];
    const connection = new KeptConnection(
      addresses,
      async () => {
        const live = fakeLive(String(lives.length + 1));
        lives.push(live.use);
        return live;
      },
      { baseMs: 1, longestMs: 1 },
    );
    return { lives, connection };
  };

  it("sends again over another connection what the broker refused", async () => {
    const { connection } = kept();
    const over: string[] = [];
    await publishUntilConfirmed(connection, message, async ({ use }) => {
      over.push(use);
      if (over.length < 3) throw new RefusedError("no leader");
    });
    assert.deepEqual(over, ["1", "2", "3"]);
  });

  it("leaves a connection that is silent", async () => {
    const { connection } = kept();
    const over: string[] = [];
    await publishUntilConfirmed(
      connection,
      message,
      ({ use }, signal) => {
        over.push(use);
        if (over.length > 1) return Promise.resolve();
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
      { confirmWithinMs: 5 },
    );
    assert.deepEqual(over, ["1", "2"]);
  });

  it("does not repeat what no broker will ever take", async () => {
    const { connection, lives } = kept();
    const unsendable = publishUntilConfirmed(connection, message, async () => {
      throw new UnsendableError("no such queue");
    });
    await assert.rejects(unsendable, PublishError);
    assert.equal(lives.length, 1);
  });
});
