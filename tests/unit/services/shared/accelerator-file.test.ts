import { strict as assert } from "node:assert";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bundle } from "../../../../infra/compute";

const root = resolve(__dirname, "../../../..");

const ENVIRONMENT = {
  PATH: process.env.PATH,
  NODE_PATH: join(root, "node_modules"),
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIAOFTHETEST",
  AWS_SECRET_ACCESS_KEY: "test",
};

/** Reads twice in a process of its own, as a function does that has the files beside its bundle. */
const SCRIPT = `
  const warnings = process.listeners("warning").length;
  const loaded = () => Object.keys(require.cache).some((path) => path.endsWith("accelerator-client.js"));
  const accelerator = require("./index.js").acceleratorAt("ACCELERATOR");
  const atFirst = loaded();
  (async () => {
    const answers = [];
    for (let read = 0; read < 2; read++) answers.push((await accelerator.get({ TableName: "t", Key: { pk: "a" } })) ?? null);
    // What fails in the background fails within this time.
    await new Promise((resume) => setTimeout(resume, 1500));
    const added = process.listeners("warning").length - warnings;
    console.log("RESULT" + JSON.stringify({ answers, atFirst, loaded: loaded(), added }));
    process.exit(0);
  })();
`;

describe("DAX's client in a file beside a bundle: AWS's own client, with no DAX to talk to", function () {
  this.timeout(60_000);
  let folder = "";
  let server: Server;
  let silent = "";
  before(async () => {
    const built = spawnSync(process.execPath, [join(root, "scripts/setup.mjs")], { encoding: "utf8" });
    assert.equal(built.status, 0, built.stderr);
    folder = mkdtempSync(join(tmpdir(), "accelerator-"));
    const { code } = await bundle("services/shared/accelerator.ts", {}, { directory: root, exported: "acceleratorAt" });
    writeFileSync(join(folder, "index.js"), code);
    server = createServer((socket) => socket.on("error", () => undefined));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const address = server.address();
    silent = `daxs://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function read(url: string) {
    writeFileSync(join(folder, "script.js"), SCRIPT);
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, "script.js")], {
      encoding: "utf8",
      env: { ...ENVIRONMENT, ACCELERATOR: url },
    });
    assert.equal(status, 0, stdout + stderr);
    const result: unknown = JSON.parse(/RESULT(.*)/.exec(stdout)?.[1] ?? "{}");
    return { result, logged: stdout + stderr };
  }

  it("is missed by no read where it is not shipped, and the log says which file is missing", () => {
    const { result, logged } = read("daxs://127.0.0.1:9");
    assert.deepEqual(result, { answers: [null, null], atFirst: false, loaded: false, added: 0 });
    assert.match(logged, /Cannot find module '\.\/accelerator-client'/);
  });

  for (const where of ["nothing listens", "nobody answers"]) {
    it(`is loaded with the first read, and breaks no read nor the process where ${where}`, () => {
      copyFileSync(join(root, "services/dist/accelerator-client.js"), join(folder, "accelerator-client.js"));
      const { result, logged } = read(where === "nothing listens" ? "daxs://127.0.0.1:9" : silent);
      assert.deepEqual(result, { answers: [null, null], atFirst: false, loaded: true, added: 0 });
      assert.match(logged, /no answer within 250 ms|NoRouteException/);
      assert.doesNotMatch(logged, /is left out: give credentials/);
    });
  }

  it("logs in with the credentials of DynamoDB's client", async () => {
    const heard: Buffer[] = [];
    const listening = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.on("data", (bytes) => {
        heard.push(bytes);
        if (bytes.includes("AKIA")) socket.destroy();
      });
    });
    await new Promise<void>((resume) => listening.listen(0, "127.0.0.1", resume));
    const address = listening.address();
    // Without TLS, so that the test can read it.
    const url = `dax://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    const script = `
      const { DynamoDBClient } = require("@aws-sdk/client-dynamodb");
      const { connect } = require("./accelerator-client.js");
      const client = connect(${JSON.stringify(url)}, new DynamoDBClient({}).config.credentials);
      client.get({ TableName: "t", Key: { pk: "a" } }).catch(() => undefined).finally(() => process.exit(0));
    `;
    writeFileSync(join(folder, "login.js"), script);
    copyFileSync(join(root, "services/dist/accelerator-client.js"), join(folder, "accelerator-client.js"));
    const child = spawn(process.execPath, [join(folder, "login.js")], { env: ENVIRONMENT, stdio: "ignore" });
    await once(child, "exit");
    listening.close();
    assert.match(Buffer.concat(heard).toString("latin1"), /AKIAOFTHETEST/);
  });

  it("is not in the bundle of the orders API, which stays small", async () => {
    const { code, bytes } = await bundle("services/orders/api.ts", {}, { directory: root });
    assert.doesNotMatch(code, /DynamoDbGrammar|DaxClientError/);
    assert.match(readFileSync(join(root, "services/dist/accelerator-client.js"), "utf8"), /DaxClientError/);
    assert.ok(bytes <= 350_000, `${bytes} bytes`);
  });
});
