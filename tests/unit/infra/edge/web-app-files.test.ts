import { strict as assert } from "node:assert";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import * as pulumi from "@pulumi/pulumi";
import { PAGE_FALLBACK, pathRemoval } from "../../../../infra/edge/web-app-functions";
import { build, domain, folderWith, OBJECT, refusal, removeFolders } from "./web-app-fixtures";

describe("files of a WebApp", () => {
  afterEach(removeFolders);

  const files = {
    "index.html": "<!doctype html>",
    "robots.txt": "User-agent: *",
    "assets/main-ABCDEFGH.js": "export {};",
    "assets/logo-ABCDEFGH.svg": "<svg/>",
    "assets/background-picture.svg": "<svg/>",
  };

  it("are kept for a year where their names have a hash, and are asked for again where not", async () => {
    const seen = await build({
      domain,
      folder: folderWith(files),
      files: { "config.json": pulumi.output('{"apiUrl":"/api"}') },
    });
    const objects = seen.all(OBJECT).map(({ inputs }) => [inputs.key, inputs.contentType, inputs.cacheControl]);
    assert.deepEqual(objects.sort(), [
      ["assets/background-picture.svg", "image/svg+xml", "no-cache"],
      ["assets/logo-ABCDEFGH.svg", "image/svg+xml", "public, max-age=31536000, immutable"],
      ["assets/main-ABCDEFGH.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"],
      ["config.json", "application/json", "no-cache"],
      ["index.html", "text/html; charset=utf-8", "no-cache"],
      ["robots.txt", "text/plain; charset=utf-8", "no-cache"],
    ]);
    assert.equal(seen.one("shop-file-config.json").inputs.content, '{"apiUrl":"/api"}');
  });

  it("are refused where there is no folder, no page, or both a folder and sources", async () => {
    assert.match(
      await refusal({ domain, folder: "no-such-folder" }),
      /folder is "no-such-folder"; there is no folder \//,
    );
    const empty = folderWith({ "main.js": "" });
    assert.match(await refusal({ domain, folder: empty }), /there is no index\.html in it: build the app first/);
    assert.match(
      await refusal({ domain, sources: { folder: empty } }),
      /sources\.folder .*there is no index\.html in it/,
    );
    const both = { folder: folderWith(files), sources: { folder: folderWith(files) } };
    assert.match(await refusal({ domain, ...both }), /folder and sources is .*give only one of them/);
  });

  it("are refused where they are too many or too large for a stack", async () => {
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`${index}.txt`, ""]));
    assert.match(
      await refusal({ domain, folder: folderWith({ ...many, "index.html": "" }) }),
      /the number of files is 502; use a whole number from 0 to 500 files; let a pipeline deploy more/,
    );
    const large = folderWith(files);
    truncateSync(join(large, "index.html"), 100_000_001);
    assert.match(await refusal({ domain, folder: large }), /the size of the files is 100000\d\d\d; /);
  });

  const sources = {
    "index.html": '<link rel="stylesheet" href="./style.css"><script type="module" src="./main.ts"></script>',
    "style.css": "body { color: red; }",
    "main.ts": 'import { greet } from "./greet"; document.body.append(greet("you"));',
    "greet.ts": 'export const greet = (who: string): string => "Hello " + who;',
    "public/robots.txt": "User-agent: *",
  };

  it("are built from sources, under names that follow their contents", async () => {
    const keysOf = async (changes: Record<string, string> = {}): Promise<string[]> => {
      const seen = await build({ domain, sources: { folder: folderWith({ ...sources, ...changes }) } });
      return seen
        .all(OBJECT)
        .map(({ inputs }) => String(inputs.key))
        .sort();
    };
    const [script = "", style = "", ...rest] = await keysOf();
    assert.match(script, /^assets\/main-[A-Z0-9]{8}\.js$/);
    assert.match(style, /^assets\/style-[A-Z0-9]{8}\.css$/);
    assert.deepEqual(rest, ["index.html", "robots.txt"]);
    // Another folder, the same bytes.
    assert.deepEqual(await keysOf(), [script, style, ...rest]);
    const [changed, same] = await keysOf({ "greet.ts": 'export const greet = (who: string): string => "Bye " + who;' });
    assert.notEqual(changed, script);
    assert.equal(same, style);
  });

  it("are named by the built page", async () => {
    const seen = await build({ domain, sources: { folder: folderWith(sources) } });
    const [script, style] = seen
      .all(OBJECT)
      .map(({ inputs }) => String(inputs.key))
      .sort();
    const page = JSON.stringify(seen.one("shop-file-index.html").inputs.source);
    assert.ok(page.includes(`src=\\"/${script}\\"`) && page.includes(`href=\\"/${style}\\"`), page);
  });

  it("stay what they are where they are no text", async () => {
    const folder = folderWith({ ...sources, "style.css": "body { background: url('./dot.png'); }" });
    const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00, 0xfe]);
    writeFileSync(join(folder, "dot.png"), bytes);
    const seen = await build({ domain, sources: { folder } });
    const picture = seen.all(OBJECT).find(({ inputs }) => inputs.contentType === "image/png");
    assert.match(String(picture?.inputs.key), /^assets\/dot-[A-Z0-9]{8}\.png$/);
    assert.equal(picture?.inputs.contentBase64, bytes.toString("base64"));
  });

  it("say where a source does not build", async () => {
    const broken = folderWith({ ...sources, "greet.ts": "export const greet = ;" });
    assert.match(
      await refusal({ domain, sources: { folder: broken } }),
      /does not build:\n {2}greet\.ts:1:\d+: Unexpected ";"/,
    );
  });
});

/** A CloudFront function, run as it is on a request. */
function run(code: string, uri: string): string {
  const answer: unknown = runInNewContext(
    `${code}; JSON.stringify(handler({ request: { uri: ${JSON.stringify(uri)} } }))`,
  );
  const request: { uri: string } = JSON.parse(String(answer));
  return request.uri;
}

describe("functions of a WebApp at the edge", () => {
  it("show the app where a path is none of a file, and never instead of a file that is not there", () => {
    const expected = {
      "/": "/index.html",
      "/orders/o-1": "/index.html",
      "/orders/o-1/": "/index.html",
      "/v1.2/orders": "/index.html",
      "/favicon.svg": "/favicon.svg",
      "/assets/gone-ABCDEFGH.js": "/assets/gone-ABCDEFGH.js",
    };
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((uri) => [uri, run(PAGE_FALLBACK, uri)])), expected);
  });

  it("take the API's path away", () => {
    const code = pathRemoval("/api");
    assert.equal(run(code, "/api/orders/o-1"), "/orders/o-1");
    assert.equal(run(code, "/api/"), "/");
    assert.equal(run(pathRemoval("/shop/v2"), "/shop/v2/orders"), "/orders");
  });

  it("are no longer than CloudFront takes", async () => {
    const seen = await build({ domain, api: { url: "https://api.example.com" } });
    for (const { inputs } of seen.all("aws:cloudfront/function:Function")) {
      assert.ok(String(inputs.code).length < 10_240);
      assert.equal(inputs.runtime, "cloudfront-js-2.0");
      assert.equal(inputs.publish, true);
    }
    const plain = await build({ domain, withoutPageFallback: true });
    assert.deepEqual(plain.all("aws:cloudfront/function:Function"), []);
  });
});
