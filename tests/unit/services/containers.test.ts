import { strict as assert } from "node:assert";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { rootCertificates } from "node:tls";

const root = resolve(__dirname, "../../..");

interface Instruction {
  readonly word: string;
  readonly text: string;
}

function instructions(service: string): Instruction[] {
  return readFileSync(join(root, "services", service, "Dockerfile"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => ({ word: line.split(" ")[0] ?? "", text: line.slice(line.indexOf(" ") + 1) }));
}

function all(service: string, word: string): string[] {
  return instructions(service)
    .filter((one) => one.word === word)
    .map((one) => one.text);
}

/** Where nothing listens: AWS and its stores are not to be reached here. */
const NOWHERE = "http://127.0.0.1:9";

const SERVICES = {
  catalog: {
    port: "PORT",
    healthy: 0,
    environment: {
      CACHE_URL: "redis://127.0.0.1:9",
      DATABASE_HOST: "127.0.0.1",
      DATABASE_PORT: "9",
      DATABASE_NAME: "shop",
      DATABASE_USER: "catalog",
      INVALIDATION_QUEUE_URL: `${NOWHERE}/queue`,
      HOST: "127.0.0.1",
      DRAIN_MS: "10",
    },
  },
  inventory: {
    port: "HEALTH_PORT",
    // It is not well before it has its broker.
    healthy: 1,
    environment: {
      BROKER_URLS: "amqp://guest:guest@127.0.0.1:9",
      INVENTORY_TABLE: "inventory",
      HEALTH_HOST: "127.0.0.1",
    },
  },
};

for (const [service, { port, healthy, environment }] of Object.entries(SERVICES)) {
  describe(`the image of ${service}`, () => {
    it("copies what is there, and what .dockerignore leaves in", () => {
      const ignored = readFileSync(join(root, ".dockerignore"), "utf8").split("\n");
      const kept = ignored.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
      for (const copy of all(service, "COPY")) {
        if (copy.startsWith("--from=build")) continue;
        for (const source of copy.split(" ").slice(0, -1)) {
          assert.ok(existsSync(join(root, source)), `there is no ${source}`);
          const left = kept.some((one) => source === one || source.startsWith(`${one}/`));
          assert.ok(left, `.dockerignore leaves ${source} out`);
        }
      }
    });

    it("is built in two stages on one pinned version of Node.js, the one that both services have", () => {
      const [first, second, ...more] = all(service, "FROM").map((from) => from.split(" ")[0]);
      assert.match(first ?? "", /^node:22\.\d+\.\d+-bookworm-slim$/);
      assert.deepEqual([second, more], [first, []]);
      for (const other of Object.keys(SERVICES)) {
        assert.equal(all(other, "FROM")[1], second, `${other} has another version`);
      }
    });

    it("installs from the lockfile, with no script of a package", () => {
      const [install] = all(service, "RUN");
      assert.match(install ?? "", /^npm ci .*--ignore-scripts/);
      assert.ok(all(service, "COPY")[0]?.includes("package-lock.json"));
    });

    it("runs as a user by number that is not root, and gets SIGTERM itself", () => {
      assert.deepEqual(all(service, "USER"), ["1000:1000"]);
      const entry: unknown = JSON.parse(all(service, "ENTRYPOINT")[0] ?? "");
      assert.deepEqual(entry, ["node", "--enable-source-maps"]);
      // A command of its own, so that a task can run another of the image's programs, such as migrate.js.
      assert.deepEqual(all(service, "CMD"), ['["/app/main.js"]']);
      assert.match(all(service, "HEALTHCHECK")[0] ?? "", /CMD \["node", "\/app\/healthy\.js"\]$/);
    });

    describe("built by its own command", () => {
      let folder = "";
      let app = "";

      before(function () {
        this.timeout(30_000);
        folder = mkdtempSync(join(tmpdir(), `${service}-image-`));
        chmodSync(folder, 0o755);
        const source = join(folder, "src");
        app = join(folder, "app");
        cpSync(join(root, "services"), join(source, "services"), { recursive: true });
        // What `npm ci` would put there.
        symlinkSync(join(root, "node_modules"), join(source, "node_modules"));
        const command = all(service, "RUN")[1]?.replace(" /app", ` ${app}`).split(" ") ?? [];
        assert.equal(command[0], "node");
        execFileSync(process.execPath, command.slice(1), { cwd: source, stdio: "pipe" });
        // What the image of catalog gets from AWS.
        writeFileSync(join(app, "rds.pem"), rootCertificates[0] ?? "");
        for (const file of readdirSync(app)) {
          const path = join(app, file);
          chmodSync(path, statSync(path).isDirectory() ? 0o555 : 0o444);
        }
        chmodSync(app, 0o555);
      });

      after(() => {
        chmodSync(app, 0o755);
        rmSync(folder, { recursive: true, force: true });
      });

      it("starts in a folder that it can't write to, says how it is, and ends well on SIGTERM", async function () {
        this.timeout(60_000);
        const before = readdirSync(app);
        const variables = {
          PATH: process.env["PATH"] ?? "",
          NODE_ENV: "production",
          AWS_REGION: "eu-central-1",
          AWS_ACCESS_KEY_ID: "none",
          AWS_SECRET_ACCESS_KEY: "none",
          AWS_ENDPOINT_URL: NOWHERE,
          DATABASE_CA_FILE: join(app, "rds.pem"),
          ...environment,
          [port]: String(await freePort()),
        };
        // As the image does: by number, where the test may.
        const user = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};
        const start = (file: string) =>
          spawn(process.execPath, ["--enable-source-maps", join(app, file)], { cwd: app, env: variables, ...user });
        const running = start("main.js");
        const output = collect(running);
        try {
          await waitUntil(
            () => /"(started|starting)"/.test(output.text),
            // Its attempts to reach a database that is away end after some 10 seconds.
            40_000,
            () => output.text,
          );
          const check = start("healthy.js");
          const [code] = await once(check, "exit");
          assert.equal(code, healthy, output.text);
          running.kill("SIGTERM");
          const [exit, signal] = await once(running, "exit");
          assert.deepEqual([exit, signal], [0, null], output.text);
          assert.match(output.text, /"stopped"/);
          assert.deepEqual(readdirSync(app), before);
        } finally {
          running.kill("SIGKILL");
        }
      });
    });
  });
}

function collect(child: ChildProcess): { text: string } {
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (data: Buffer) => {
      output.text += data.toString();
    });
  }
  return output;
}

async function waitUntil(done: () => boolean, milliseconds: number, what: () => string): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!done()) {
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${what()}`);
    await delay(50);
  }
}

async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  assert.ok(address !== null && typeof address === "object");
  return address.port;
}
