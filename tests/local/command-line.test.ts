import { strict as assert } from "node:assert";
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isAlive } from "../../local/session";
import { readState } from "../../local/state";
import { until } from "../../local/until";
import { REPOSITORY } from "../support/engine/paths";

/** What a command printed, and how it ended. */
interface Run {
  code: number | null;
  output: string;
}

const MAIN = 'require("./local/main.ts").main(process.argv.slice(1)).then((code) => { process.exitCode = code; })';

describe("the command line", function () {
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), "local-cli-"));
  const running: { child: ChildProcess; output: string }[] = [];

  /** Starts a command on the copied program. */
  const start = (...args: string[]) => {
    const all = ["--require", "tsx/cjs", "--eval", MAIN, "--", ...args, "--cwd", folder, "--stack", "test"];
    const child = spawn(process.execPath, all, { cwd: REPOSITORY, stdio: ["ignore", "pipe", "pipe"] });
    const one = { child, output: "" };
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        one.output += chunk.toString("utf8");
      });
    }
    running.push(one);
    return one;
  };
  const ended = ({ child }: { child: ChildProcess }): Promise<number | null> =>
    child.exitCode !== null
      ? Promise.resolve(child.exitCode)
      : new Promise((done) => child.once("close", (code) => done(code)));
  const run = async (...args: string[]): Promise<Run> => {
    const one = start(...args);
    const code = await ended(one);
    return { code, output: one.output };
  };
  const state = async () => {
    const found = await readState(join(folder, ".cache/local/test.json"));
    assert.ok(found, "there is no state");
    return found;
  };

  before("copy the program", () => {
    cpSync(resolve(__dirname, "programs/orders"), folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), "{}");
    symlinkSync(join(REPOSITORY, "node_modules"), join(folder, "node_modules"));
  });
  after("end what is left", async () => {
    for (const one of running) {
      one.child.kill("SIGINT");
      await ended(one);
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it("lists its commands and options", async () => {
    const { code, output } = await run("--help");
    assert.equal(code, 0);
    for (const word of ["order", "token", "remediate", "status", "logs", "--stack", "--fresh"])
      assert.ok(output.includes(word), word);
  });

  for (const [what, args, told] of [
    ["a command that there is not", ["dance"], /✗ There is no command "dance": use one of up, order/],
    ["an option that there is not", ["--dance"], /✗ Unknown option '--dance'; --help lists the options\./],
    ["a setting with no value", ["--config", "key"], /✗ --config is "key"; give it as KEY=VALUE\./],
    ["an order with nothing running", ["order"], /✗ The stack test is not running: start it with "npm run local"/],
  ] as const) {
    it(`tells ${what} in one line, and ends with 2`, async () => {
      const { code, output } = await run(...args);
      assert.equal(code, 2);
      assert.match(output.trim(), told);
      assert.equal(output.trim().split("\n").length, 1, output);
    });
  }

  it("tells a program that fails in one line, and leaves nothing running", async () => {
    const file = join(folder, "index.ts");
    const good = readFileSync(file, "utf8");
    writeFileSync(file, 'throw new Error("closed for today");');
    const { code, output } = await run();
    writeFileSync(file, good);
    assert.equal(code, 1);
    assert.match(output, /✗ closed for today\n/);
    assert.doesNotMatch(output, /\n\s+at /);
    const { emulator } = await state();
    assert.ok(!isAlive(emulator.pid));
  });

  describe("with the shop running", () => {
    let shop: { child: ChildProcess; output: string };

    before("start the shop", async () => {
      shop = start();
      await until(
        "the shop runs",
        async () => shop.output.includes("✔ test is running") || shop.child.exitCode !== null,
        {
          withinMs: 60_000,
        },
      );
      assert.match(shop.output, /✔ test is running/);
    });

    it("lists where things are called", async () => {
      const { code, output } = await run("status");
      assert.equal(code, 0);
      assert.match(
        output,
        /API +orders +POST +http:\/\/127\.0\.0\.1:\d+\/restapis\/\w+\/live\/_user_request_\/orders\n/,
      );
      assert.match(output, /state machine +saga +arn:aws:states:/);
      assert.match(output, /table +journal +journal-/);
    });

    it("places an order and shows its way within three seconds, once the functions are warm", async () => {
      const { code, output } = await run("order");
      assert.equal(code, 0, output);
      for (const line of [
        /✔ .*sign-in +shopper@local\.example is customer [\w-]+\n/,
        /✔ .*POST \/orders +201, order [\w-]+\n/,
        /✔ .*journal +1 OrderPlaced\n/,
        /✔ .*stream → archive +s3:\/\/archive-\w+\/[\w-]+\/1\n/,
        /✔ .*saga +take-payment \(\d+\.\d s\)\n/,
        /✔ .*saga +SUCCEEDED\n/,
        /✔ .*journal +1 OrderPlaced, 2 OrderPaymentRequested, 3 OrderConfirmed\n/,
        /✔ .*read model .*"state":"confirmed"/,
      ]) {
        assert.match(output, line);
      }
      const warm = await run("order");
      const took = Number(/([\d.]+) s in all/.exec(warm.output)?.[1]);
      assert.ok(took <= 3, `${took} s: ${warm.output}`);
    });

    it("prints a token, which the shop asks for, and nothing else where scripts read", async () => {
      const one = start("token");
      let printed = "";
      one.child.stdout?.on("data", (chunk: Buffer) => {
        printed += chunk.toString("utf8");
      });
      assert.equal(await ended(one), 0, one.output);
      assert.match(one.output, /· shopper@local\.example, customerId [\w-]+, for 60 minutes\n/);
      assert.match(printed, /^[\w-]+\.[\w-]+\.[\w-]+\n$/);
      const { resources } = await state();
      const stage = Object.values(resources).find(({ type }) => type === "aws:apigateway/stage:Stage");
      const get = (headers: Record<string, string>) => fetch(`${stage?.outputs.invokeUrl}/orders/none`, { headers });
      assert.equal((await get({ authorization: `Bearer ${printed.trim()}` })).status, 200);
      assert.equal((await get({})).status, 401);
    });

    it("tells in one line that a stack without a Remediation puts nothing right", async () => {
      const { code, output } = await run("remediate");
      assert.equal(code, 2);
      assert.match(output, /^✗ The stack \w+ has no Remediation, so nothing would put an API right\.\n$/m);
    });

    it("follows what the functions print", async () => {
      await until("the order is in the logs", async () => /orders-api +INFO placed +orderId=/.test(shop.output));
    });

    it("brings a change to the running shop, which goes on to own the emulator", async () => {
      const { emulator } = await state();
      const { code, output } = await run("--config", "broke=true");
      assert.equal(code, 0, output);
      assert.match(output, /updated orders-step \(aws:lambda\/function:Function\)/);
      assert.match(output, /1 updated, \d+ unchanged/);
      assert.ok(isAlive(emulator.pid), "the second process ended the first one's emulator");
      const order = await run("order");
      assert.equal(order.code, 1, order.output);
      assert.match(order.output, /✗ .*saga +FAILED\n/);
      assert.match(order.output, /3 OrderRejected\n/);
    });

    it("ends everything that it started on Ctrl-C", async () => {
      const { emulator } = await state();
      shop.child.kill("SIGINT");
      assert.equal(await ended(shop), 0);
      assert.ok(!isAlive(emulator.pid), "the emulator is still there");
      await assert.rejects(fetch(emulator.endpoint));
    });
  });
});
