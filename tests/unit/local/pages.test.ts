import { strict as assert } from "node:assert";
import { createServer, type Server } from "node:http";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { Pages } from "../../../local/pages";
import { behaviorsOf } from "../../../local/pages/distribution";
import type { Props } from "../../../local/provider/values";
import type { StoredResource } from "../../../local/state";

function stored(type: string, name: string, inputs: Props, outputs: Props = {}): StoredResource {
  return { type, name, urn: `urn:${name}`, id: name, inputs, outputs, sequence: 1 };
}

/** A distribution of a bucket, with an API of `apiHost` below /api. */
function stack(apiHost = "127.0.0.1:1"): StoredResource[] {
  const common = { allowedMethods: ["GET", "HEAD"], responseHeadersPolicyId: "headers" };
  const code = (made: string) => `function handler(event) { ${made}; return event.request; }`;
  return [
    stored("aws:s3/bucket:Bucket", "files", {}, { bucketRegionalDomainName: "files.s3.eu-central-1.amazonaws.com" }),
    stored(
      "aws:cloudfront/function:Function",
      "page",
      { code: code("if (event.request.uri.indexOf('.') < 0) event.request.uri = '/index.html'") },
      { arn: "arn:page" },
    ),
    stored(
      "aws:cloudfront/function:Function",
      "api",
      { code: code("event.request.uri = event.request.uri.substring(4)") },
      { arn: "arn:api" },
    ),
    stored("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", "headers", {
      securityHeadersConfig: {
        strictTransportSecurity: { accessControlMaxAgeSec: 1, override: true },
        contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'", override: true },
        contentTypeOptions: { override: true },
      },
      customHeadersConfig: { items: [{ header: "X-Own", value: "yes", override: true }] },
    }),
    stored("aws:cloudfront/distribution:Distribution", "web", {
      origins: [
        { originId: "files", domainName: "files.s3.eu-central-1.amazonaws.com" },
        { originId: "api", domainName: apiHost, originPath: "/live" },
      ],
      defaultCacheBehavior: {
        ...common,
        targetOriginId: "files",
        functionAssociations: [{ eventType: "viewer-request", functionArn: "arn:page" }],
      },
      orderedCacheBehaviors: [
        {
          ...common,
          pathPattern: "/api/*",
          allowedMethods: ["GET", "POST"],
          targetOriginId: "api",
          functionAssociations: [{ eventType: "viewer-request", functionArn: "arn:api" }],
        },
      ],
    }),
  ];
}

describe("distributions on this machine", () => {
  const errors: string[] = [];
  let pages: Pages;
  let api: Server;
  let url = "";

  before("serve", async () => {
    const files: Record<string, [string, string]> = {
      "index.html": ["text/html", "<h1>Page</h1>"],
      "config.json": ["application/json", '{"userPoolClientId":"c"}'],
    };
    // S3, as its SDK calls it, and an API.
    api = createServer((incoming, outgoing) => {
      const [, key] = /^\/files\/([^?]+)/.exec(incoming.url ?? "") ?? [];
      const file = files[key ?? ""];
      if (key === undefined) {
        outgoing.writeHead(404, { "content-type": "application/problem+json" });
        const { method, url: asked, headers } = incoming;
        outgoing.end(JSON.stringify({ method, url: asked, token: headers.authorization }));
      } else if (file) {
        outgoing.writeHead(200, { "content-type": file[0], "cache-control": "no-cache" }).end(file[1]);
      } else {
        outgoing.writeHead(404, { "content-type": "application/xml" });
        outgoing.end("<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>");
      }
    });
    const port = await listening(api);
    const config = { region: "eu-central-1", credentials: { accessKeyId: "a", secretAccessKey: "b" } };
    pages = new Pages({
      client: (make) =>
        new make({
          ...config,
          endpoint: `http://127.0.0.1:${port}`,
          maxAttempts: 1,
          forcePathStyle: true,
          requestHandler: new NodeHttpHandler(),
        }),
      endpoint: `http://127.0.0.1:${port}`,
      onError: (message) => errors.push(message),
    });
    [url = ""] = Object.values(await pages.set(stack(`127.0.0.1:${port}`)));
  });
  after("stop", async () => {
    await pages.stop();
    await new Promise((closed) => api.close(closed));
    assert.deepEqual(errors, []);
  });

  it("serve files with the headers that CloudFront would add, and the page for paths of the app", async () => {
    for (const path of ["/", "/orders/o-1"]) {
      const answer = await fetch(`${url}${path}`);
      assert.equal(answer.status, 200);
      assert.equal(await answer.text(), "<h1>Page</h1>");
      assert.equal(answer.headers.get("content-security-policy"), "default-src 'none'");
      assert.equal(answer.headers.get("x-own"), "yes");
      assert.equal(answer.headers.get("cache-control"), "no-cache");
      // Over plain HTTP it means nothing.
      assert.equal(answer.headers.get("strict-transport-security"), null);
    }
    assert.equal((await fetch(`${url}/gone.js`)).status, 404);
    assert.equal((await fetch(url, { method: "POST" })).status, 403);
  });

  it("hand an API what was asked, and its own answer back", async () => {
    const answer = await fetch(`${url}/api/orders?limit=1`, { method: "POST", headers: { authorization: "Bearer t" } });
    assert.equal(answer.status, 404);
    assert.equal(answer.headers.get("content-type"), "application/problem+json");
    assert.deepEqual(await answer.json(), { method: "POST", url: "/live/orders?limit=1", token: "Bearer t" });
  });

  it("have the page sign in at the emulator, over the page's own origin", async () => {
    const config: unknown = await (await fetch(`${url}/config.json`)).json();
    assert.deepEqual(config, { userPoolClientId: "c", signInUrl: "/.local/sign-in" });
    const answer: unknown = await (await fetch(`${url}/.local/sign-in`, { method: "POST" })).json();
    assert.deepEqual(answer, { method: "POST", url: "/" });
  });

  it("answer to no name but this machine's", async () => {
    const { request } = await import("node:http");
    const status = await new Promise((resolve, reject) => {
      request(url, { headers: { host: "evil.example" } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on("error", reject)
        .end();
    });
    assert.equal(status, 421);
  });

  it("keep their address while they change, and end when the stack has them no more", async () => {
    const changed = await pages.set(stack());
    assert.deepEqual(Object.values(changed), [url]);
    assert.deepEqual(await pages.set([]), {});
    await assert.rejects(fetch(url));
    assert.deepEqual(Object.values(await pages.set(stack(), { "urn:web": url })), [url]);
  });

  it("match paths as CloudFront does: in order, and the default last", () => {
    const all = stack();
    const distribution = all.find(({ name }) => name === "web");
    assert.ok(distribution);
    const behaviors = behaviorsOf(distribution, all);
    const originOf = (path: string) => behaviors.find(({ matches }) => matches.test(path))?.origin;
    assert.deepEqual(originOf("/api/orders"), { url: "http://127.0.0.1:1/live" });
    for (const path of ["/", "/api", "/apis/x", "/x/api/y"])
      assert.deepEqual(originOf(path), { bucket: "files" }, path);
  });
});

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}
