import { strict as assert } from "node:assert";
import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { Script } from "node:vm";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Checksum, SourceData } from "@smithy/types";
import { SETUP_CODE } from "../../../../infra/observability/search-setup-code";

interface Seen {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
}
type Answer = { status: number; text?: string };

const HOST = "vpc-shop.eu-central-1.es.amazonaws.com";
const ENVIRONMENT = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  AWS_SESSION_TOKEN: "a-session",
};

/** Runs the function's code with a domain that answers as told, and gives what it was asked. */
async function run(requests: object[], answers: (Answer | Error)[]): Promise<{ seen: Seen[]; result: unknown }> {
  const seen: Seen[] = [];
  const module = { exports: {} as { handler?: (event: object) => Promise<unknown> } };
  const fetch = async (url: string, { method, headers, body }: Omit<Seen, "url">) => {
    seen.push({ url, method, headers, body });
    const answer = answers.shift() ?? { status: 200 };
    if (answer instanceof Error) throw answer;
    return { status: answer.status, ok: answer.status < 300, text: async () => answer.text ?? "{}" };
  };
  new Script(SETUP_CODE).runInNewContext({
    exports: module.exports,
    require,
    process: { env: ENVIRONMENT },
    fetch,
    setTimeout,
    AbortSignal,
  });
  const result = await module.exports.handler?.({ endpoint: HOST, requests, pause: 0 });
  return { seen, result };
}

class Sha256 implements Checksum {
  private readonly hash: Hash | Hmac;
  constructor(secret?: SourceData) {
    this.hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytes(secret));
  }
  update(data: Uint8Array): void {
    this.hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.hash.digest());
  }
  reset(): void {}
}

function bytes(data: SourceData): Uint8Array | string {
  if (typeof data === "string") return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

const mapping = {
  method: "PUT",
  path: "_plugins/_security/api/rolesmapping/log-writer",
  body: '{"backend_roles":["r"]}',
};
const policy = { method: "PUT", path: "_plugins/_ism/policies/log-retention", body: '{"policy":{}}' };
const channel = {
  method: "POST",
  path: "_plugins/_notifications/configs",
  body: '{"config_id":"alarms","config":{"name":"alarms"}}',
};

describe("the function that sets up a search domain", () => {
  it("signs requests as AWS's own SDK does", async () => {
    const { seen } = await run([mapping], []);
    const [sent] = seen;
    assert.ok(sent);
    const { authorization, ...headers } = sent.headers;
    const at = String(headers["x-amz-date"]).replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, "$1-$2-$3T$4:$5:$6Z");
    const signer = new SignatureV4({
      service: "es",
      region: "eu-central-1",
      sha256: Sha256,
      applyChecksum: false,
      credentials: {
        accessKeyId: ENVIRONMENT.AWS_ACCESS_KEY_ID,
        secretAccessKey: ENVIRONMENT.AWS_SECRET_ACCESS_KEY,
        sessionToken: ENVIRONMENT.AWS_SESSION_TOKEN,
      },
    });
    const expected = await signer.sign(
      {
        method: "PUT",
        protocol: "https:",
        hostname: HOST,
        path: `/${mapping.path}`,
        headers: { host: HOST, "content-type": "application/json" },
        body: mapping.body,
      },
      { signingDate: new Date(at) },
    );
    assert.equal(authorization, expected.headers.authorization);
    assert.equal(headers["x-amz-security-token"], "a-session");
  });

  it("sends everything in order and says how much that was", async () => {
    const { seen, result } = await run([mapping, policy, channel], []);
    assert.deepEqual(
      seen.map(({ method, url }) => `${method} ${url.replace(`https://${HOST}`, "")}`),
      [
        "PUT /_plugins/_security/api/rolesmapping/log-writer",
        "PUT /_plugins/_ism/policies/log-retention",
        "POST /_plugins/_notifications/configs",
      ],
    );
    assert.deepEqual({ ...(result as object) }, { sent: 3 });
  });

  it("asks again while its role is not known yet, and when the domain fails or does not answer", async () => {
    const { seen } = await run([mapping], [{ status: 403 }, { status: 503 }, new Error("timed out"), { status: 200 }]);
    assert.equal(seen.length, 4);
  });

  it("changes what is there already: a policy by its version, a channel by its id", async () => {
    const version = { status: 200, text: '{"_seq_no":7,"_primary_term":2}' };
    const first = await run([policy], [{ status: 409 }, version, { status: 200 }]);
    assert.deepEqual(
      first.seen.map(({ method, url }) => `${method} ${url.split("/policies/")[1]}`),
      ["PUT log-retention", "GET log-retention", "PUT log-retention?if_primary_term=2&if_seq_no=7"],
    );
    const second = await run([channel], [{ status: 409 }, { status: 200 }]);
    assert.equal(second.seen[1]?.url, `https://${HOST}/_plugins/_notifications/configs/alarms`);
    assert.equal(second.seen[1]?.body, '{"config":{"name":"alarms"}}');
  });

  it("fails the deployment with the domain's own words where a request is wrong, and asks once", async () => {
    const answers = [{ status: 400, text: "no such role" }];
    await assert.rejects(run([mapping], answers), /PUT \/_plugins\/.*log-writer: 400 no such role/);
    assert.equal(answers.length, 0);
  });
});
