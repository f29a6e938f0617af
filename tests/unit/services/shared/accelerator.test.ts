import { strict as assert } from "node:assert";
import { mock } from "node:test";
import { Accelerator, type AcceleratorClient, acceleratorAt } from "../../../../services/shared/accelerator";
import { EnvironmentError } from "../../../../services/shared/environment";
import { metrics } from "../../../../services/shared/metrics";
import { quiet } from "../quiet";

const asked = { TableName: "orders-view", Key: { pk: "1#order#o-1", sk: "order" } };
const failing = (code: string) => Object.assign(new Error(`${code}: of the stub`), { code });

/** A stub of DAX's client: no emulator has DAX. It answers with one after the other, and with the last from then on. */
function stub(...answers: (Error | Record<string, unknown> | "silence")[]) {
  const heard: unknown[] = [];
  const next = async (input: unknown) => {
    heard.push(input);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error) throw answer;
    return answer === "silence" || answer === undefined ? new Promise<never>(() => undefined) : answer;
  };
  const client: AcceleratorClient = { get: next, query: next };
  return { client, heard };
}

describe("the accelerator, on a stub of DAX's client", () => {
  quiet();
  let counted: string[];
  let clock: number;
  beforeEach(() => {
    counted = [];
    clock = 0;
    mock.method(metrics, "addMetric", (name: string) => counted.push(name));
  });
  afterEach(() => mock.restoreAll());
  const made = (client: AcceleratorClient) =>
    new Accelerator(() => client, { answerMs: 20, breaker: { now: () => clock } });

  it("asks what it is asked, and answers what it is answered", async () => {
    const { client, heard } = stub({ Item: { pk: "a" } }, { Items: [{ pk: "b" }] });
    const accelerator = made(client);
    const query = { TableName: "orders-view", IndexName: "gsi1", KeyConditionExpression: "gsi1pk = :c" };
    assert.deepEqual(await accelerator.get(asked), { Item: { pk: "a" } });
    assert.deepEqual(await accelerator.query(query), { Items: [{ pk: "b" }] });
    assert.deepEqual(heard, [asked, query]);
    assert.deepEqual(counted, ["AcceleratorReads", "AcceleratorReads"]);
  });

  it("leaves no timer behind that would keep the process", async () => {
    const started = mock.method(globalThis, "setTimeout");
    const ended = mock.method(globalThis, "clearTimeout");
    await new Accelerator(() => stub({}).client, { answerMs: 60_000 }).get(asked);
    const timers = started.mock.calls.filter(({ arguments: [, ms] }) => ms === 60_000).map(({ result }) => result);
    assert.equal(timers.length, 1);
    assert.ok(ended.mock.calls.some(({ arguments: [timer] }) => timer === timers[0]));
  });

  it("tells an item that is not there from no answer", async () => {
    assert.deepEqual(await made(stub({}).client).get(asked), {});
  });

  for (const code of ["NoRouteException", "ConnectionException", "ValidationException", "AccessDeniedException"]) {
    it(`has no answer where DAX fails with ${code}, rather than an error`, async () => {
      assert.equal(await made(stub(failing(code)).client).get(asked), undefined);
      assert.deepEqual(counted, ["AcceleratorFailures"]);
    });
  }

  it("has no answer where the client itself can't be made, or throws at once", async () => {
    const broken = new Accelerator(() => {
      throw new Error("Cannot find module");
    });
    assert.equal(await broken.get(asked), undefined);
    const throws = (): never => {
      throw new Error("not even a promise");
    };
    assert.equal(await made({ get: throws, query: throws }).query(asked), undefined);
    assert.deepEqual(counted, ["AcceleratorFailures", "AcceleratorFailures"]);
  });

  it("waits no longer than it may, and what fails later is not an unhandled rejection", async () => {
    const rejections: unknown[] = [];
    const listener = (error: unknown) => rejections.push(error);
    process.on("unhandledRejection", listener);
    let reject: (error: Error) => void = () => undefined;
    const client: AcceleratorClient = {
      get: () =>
        new Promise<never>((_, rejected) => {
          reject = rejected;
        }),
      query: async () => ({}),
    };
    const since = performance.now();
    assert.equal(await made(client).get(asked), undefined);
    assert.ok(performance.now() - since >= 19);
    reject(failing("ConnectionException"));
    await new Promise((resume) => setImmediate(resume));
    process.off("unhandledRejection", listener);
    assert.deepEqual([rejections, counted], [[], ["AcceleratorFailures"]]);
  });

  it("is not asked for a while after three failures in a row, then once, and again once that is answered", async () => {
    const { client, heard } = stub(
      failing("NoRouteException"),
      { Item: {} },
      failing("NoRouteException"),
      "silence",
      failing("ConnectionException"),
      failing("ConnectionException"),
      { Item: {} },
    );
    const accelerator = made(client);
    for (let read = 0; read < 5; read++) await accelerator.get(asked);
    assert.equal(heard.length, 5, "one answer in between begins the count anew");
    for (let read = 0; read < 10; read++) assert.equal(await accelerator.get(asked), undefined);
    assert.equal(heard.length, 5, "it is open");
    clock += 4999;
    await accelerator.get(asked);
    assert.equal(heard.length, 5, "five seconds are not over");
    clock += 1;
    await accelerator.get(asked);
    await accelerator.get(asked);
    assert.equal(heard.length, 6, "one read finds out");
    clock += 10_000;
    assert.deepEqual(await accelerator.get(asked), { Item: {} });
    assert.deepEqual(await accelerator.get(asked), { Item: {} });
    assert.equal(counted.filter((name) => name === "AcceleratorOpenings").length, 2);
    assert.equal(counted.filter((name) => name === "AcceleratorFailures").length, 5);
    assert.equal(counted.filter((name) => name === "AcceleratorSkips").length, 12);
    assert.equal(counted.filter((name) => name === "AcceleratorReads").length, 3);
  });

  for (const code of ["ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException"]) {
    it(`goes on being asked where ${code} tells that the table has too much to do`, async () => {
      const { client, heard } = stub(failing(code));
      const accelerator = made(client);
      for (let read = 0; read < 6; read++) assert.equal(await accelerator.get(asked), undefined);
      assert.deepEqual([heard.length, counted], [6, []]);
    });
  }
});

describe("the setting of an accelerator", () => {
  const NAME = "ORDERS_VIEW_ACCELERATOR";
  const given = process.env[NAME];
  afterEach(() => {
    if (given === undefined) delete process.env[NAME];
    else process.env[NAME] = given;
  });

  it("may be left out, or empty: there is none then", () => {
    delete process.env[NAME];
    assert.equal(acceleratorAt(NAME), undefined);
    process.env[NAME] = "";
    assert.equal(acceleratorAt(NAME), undefined);
  });

  for (const url of [
    "daxs://shop-orders.abc123.dax-clusters.eu-central-1.amazonaws.com",
    "daxs://shop-orders.abc123.dax-clusters.eu-central-1.amazonaws.com:9111",
  ]) {
    it(`takes ${url}`, () => {
      process.env[NAME] = url;
      assert.ok(acceleratorAt(NAME) instanceof Accelerator);
    });
  }

  for (const url of [
    "dax://shop-orders.abc123.dax-clusters.eu-central-1.amazonaws.com",
    "https://shop-orders.abc123.dax-clusters.eu-central-1.amazonaws.com",
    "shop-orders.abc123.dax-clusters.eu-central-1.amazonaws.com:9111",
    "daxs://",
    "daxs://user@host",
    "daxs://host/path",
    " daxs://host",
  ]) {
    it(`refuses ${JSON.stringify(url)}, naming the variable and what would be right`, () => {
      process.env[NAME] = url;
      assert.throws(
        () => acceleratorAt(NAME),
        (error) =>
          error instanceof EnvironmentError &&
          error.message.includes(`${NAME} is ${JSON.stringify(url)}`) &&
          /use the url of a cluster with TLS, daxs:\/\/ and its host name/.test(error.message),
      );
    });
  }
});
