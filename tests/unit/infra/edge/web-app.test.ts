import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { GeoRestrictionMode, PriceClass, ViewerTlsPolicy, WebApp, type WebAppArgs } from "../../../../infra/edge";
import { PAGE_FALLBACK, pathRemoval } from "../../../../infra/edge/web-app-functions";
import { graph, type TestGraph } from "../../../../testing";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";
const domain = { name: "shop.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };

const awsGives = {
  "aws:s3/bucket:Bucket": { bucketRegionalDomainName: "files.s3.eu-central-1.amazonaws.com" },
  "aws:acm/certificate:Certificate": {
    domainValidationOptions: [
      {
        domainName: "*.shop.example.com",
        resourceRecordName: "_x.shop.example.com.",
        resourceRecordType: "CNAME",
        resourceRecordValue: "_y.acm-validations.aws.",
      },
      {
        domainName: "www.example.com",
        resourceRecordName: "_z.www.example.com.",
        resourceRecordType: "CNAME",
        resourceRecordValue: "_w.acm-validations.aws.",
      },
      {
        domainName: "shop.example.com",
        resourceRecordName: "_x.shop.example.com.",
        resourceRecordType: "CNAME",
        resourceRecordValue: "_y.acm-validations.aws.",
      },
    ],
  },
};

function build(args: WebAppArgs = { domain }, preview = false): Promise<TestGraph> {
  return graph(() => new WebApp("shop", args), { preview, outputs: awsGives });
}

async function refusal(args: WebAppArgs): Promise<string> {
  try {
    await build(args);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new assert.AssertionError({ message: "nothing was refused" });
}

/** A folder with files, gone after the test. */
function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "web-app-"));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe("WebApp", () => {
  it("serves a private bucket over HTTPS, HTTP/3 and TLS 1.2 alone, compressed, with nothing but a domain", async () => {
    const seen = await build();
    const { tags, ...inputs } = seen.one("shop", DISTRIBUTION).inputs;
    assert.ok(tags);
    assert.deepEqual(inputs, {
      enabled: true,
      comment: "shop",
      aliases: ["shop.example.com"],
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass: "PriceClass_100",
      defaultRootObject: "index.html",
      origins: [
        {
          originId: "files",
          domainName: "files.s3.eu-central-1.amazonaws.com",
          originAccessControlId: "shop-access-id",
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: "files",
        allowedMethods: ["GET", "HEAD", "OPTIONS"],
        cachedMethods: ["GET", "HEAD"],
        cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
        responseHeadersPolicyId: "shop-headers-id",
        viewerProtocolPolicy: "redirect-to-https",
        compress: true,
        functionAssociations: [
          { eventType: "viewer-request", functionArn: "arn:aws:cloudfront:eu-central-1:123456789012:shop-page" },
        ],
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: {
        acmCertificateArn: "arn:aws:acm:eu-central-1:123456789012:shop-certificate",
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
      webAclId: "arn:aws:wafv2:eu-central-1:123456789012:shop-waf",
    });
    assert.deepEqual(seen.one("shop-access").inputs, {
      description: "shop reads its bucket.",
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    assert.deepEqual(seen.one("shop-files-access").inputs, {
      bucket: "shop-files-id",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(seen.one("shop-files-versioning").inputs.versioningConfiguration, { status: "Enabled" });
  });

  it("lets its own distribution read the bucket, and no other, over TLS alone", async () => {
    const seen = await build();
    const arn = "arn:aws:s3:::test-shop-files-123456789012-eu-central-1";
    const reader = {
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceArn": "arn:aws:cloudfront:eu-central-1:123456789012:shop" } },
    };
    assert.deepEqual(seen.json("shop-files-policy", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyInsecureTransport",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [arn, `${arn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        { ...reader, Sid: "DistributionReads", Action: "s3:GetObject", Resource: `${arn}/*` },
        // Without it, S3 answers 403 for a file that is not there.
        { ...reader, Sid: "DistributionLooks", Action: "s3:ListBucket", Resource: arn },
      ],
    });
  });

  it("makes all that CloudFront is given in us-east-1, and the rest in the stack's region", async () => {
    const seen = await build();
    const there = seen.resources.filter(({ inputs }) => inputs.region === "us-east-1").map(({ name }) => name);
    assert.deepEqual(there.sort(), [
      "shop-certificate",
      "shop-certificate-proven",
      "shop-log-delivery",
      "shop-log-from",
      "shop-log-to",
      "shop-logs",
      "shop-logs-policy",
      "shop-waf",
      "shop-waf-logging",
      "shop-waf-logs",
    ]);
    assert.equal(seen.one("shop-waf").inputs.scope, "CLOUDFRONT");
    assert.deepEqual(
      seen.resources.filter(({ inputs }) => inputs.region !== undefined && inputs.region !== "us-east-1"),
      [],
    );
  });

  it("answers with headers that bind browsers to HTTPS and to the app's own origin", async () => {
    const seen = await build({
      domain,
      contentSecurity: { connectSources: ["https://cognito-idp.eu-central-1.amazonaws.com"] },
    });
    const { securityHeadersConfig, customHeadersConfig } = seen.one("shop-headers").inputs;
    assert.deepEqual(securityHeadersConfig, {
      strictTransportSecurity: {
        accessControlMaxAgeSec: 63_072_000,
        includeSubdomains: true,
        preload: false,
        override: true,
      },
      contentSecurityPolicy: {
        contentSecurityPolicy:
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
          "connect-src 'self' https://cognito-idp.eu-central-1.amazonaws.com; manifest-src 'self'; worker-src 'self'; " +
          "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "DENY", override: true },
      referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
    });
    assert.deepEqual(customHeadersConfig, {
      items: [
        {
          header: "Permissions-Policy",
          value: "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
          override: true,
        },
        { header: "Cross-Origin-Opener-Policy", value: "same-origin", override: true },
      ],
    });
  });

  it("puts a firewall in front, whose logs leave credentials out", async () => {
    const seen = await build({ domain, waf: { rateLimit: 500, managedRuleGroups: ["AWSManagedRulesSQLiRuleSet"] } });
    const rules = seen.one("shop-waf").inputs.rules;
    assert.ok(Array.isArray(rules));
    assert.deepEqual(
      rules.map(({ name, statement }) => [name, statement]),
      [
        ["rate-limit", { rateBasedStatement: { limit: 500, aggregateKeyType: "IP" } }],
        [
          "AWSManagedRulesSQLiRuleSet",
          { managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesSQLiRuleSet" } },
        ],
      ],
    );
    assert.deepEqual(seen.one("shop-waf-logging").inputs.redactedFields, [
      { singleHeader: { name: "authorization" } },
      { singleHeader: { name: "cookie" } },
      { singleHeader: { name: "x-api-key" } },
    ]);
    const own = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/all/1";
    const given = await build({ domain, waf: { webAclArn: own } });
    assert.equal(given.one("shop", DISTRIBUTION).inputs.webAclId, own);
    assert.equal(given.types()["aws:wafv2/webAcl:WebAcl"], undefined);
    const without = await build({ domain, withoutWaf: true });
    assert.equal(without.one("shop", DISTRIBUTION).inputs.webAclId, undefined);
  });

  it("delivers access logs to a log group that admits this distribution's alone, without cookies and queries", async () => {
    const seen = await build({ domain, logs: { retentionInDays: 30, kmsKeyArn: "arn:aws:kms:us-east-1:1:key/k" } });
    const { namePrefix, retentionInDays, kmsKeyId } = seen.one("shop-logs").inputs;
    assert.deepEqual(
      [namePrefix, retentionInDays, kmsKeyId],
      ["/aws/vendedlogs/cloudfront/shop-", 30, "arn:aws:kms:us-east-1:1:key/k"],
    );
    assert.equal(seen.one("shop-waf-logs").inputs.retentionInDays, 30);
    assert.deepEqual(seen.json("shop-logs-policy", "policyDocument"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "delivery.logs.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: "arn:aws:cloudwatch:eu-central-1:123456789012:shop-logs:log-stream:*",
          Condition: {
            StringEquals: { "aws:SourceAccount": "123456789012" },
            ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-central-1:123456789012:shop-log-from" },
          },
        },
      ],
    });
    const fields = seen.one("shop-log-delivery").inputs.recordFields;
    assert.ok(Array.isArray(fields));
    for (const field of ["date", "c-ip", "cs-uri-stem", "sc-status", "ssl-protocol"]) assert.ok(fields.includes(field));
    for (const field of ["cs(Cookie)", "cs-uri-query"]) assert.ok(!fields.includes(field), field);
    const inBucket = await build({ domain, logs: { bucketArn: "arn:aws:s3:::logs" } });
    assert.deepEqual(inBucket.one("shop-log-to").inputs.deliveryDestinationConfiguration, {
      destinationResourceArn: "arn:aws:s3:::logs",
    });
    assert.ok(!inBucket.resources.some(({ name }) => name === "shop-logs" || name === "shop-logs-policy"));
    const none = await build({ domain, withoutAccessLogs: true });
    assert.ok(!none.resources.some(({ name }) => name.startsWith("shop-log")));
  });

  it("proves a certificate of its own by one record a name, and points every name at the distribution", async () => {
    const seen = await build({ domain: { ...domain, alternateNames: ["*.shop.example.com", "www.example.com"] } });
    const { domainName, subjectAlternativeNames, validationMethod } = seen.one("shop-certificate").inputs;
    assert.deepEqual(
      [domainName, subjectAlternativeNames, validationMethod],
      ["shop.example.com", ["*.shop.example.com", "www.example.com"], "DNS"],
    );
    const records = seen.all("aws:route53/record:Record");
    assert.deepEqual(records.map(({ name, inputs }) => `${name} ${inputs.type} ${inputs.name}`).sort(), [
      "shop-dns-any-shop-example-com-a A *.shop.example.com",
      "shop-dns-any-shop-example-com-aaaa AAAA *.shop.example.com",
      "shop-dns-shop-example-com-a A shop.example.com",
      "shop-dns-shop-example-com-aaaa AAAA shop.example.com",
      "shop-dns-www-example-com-a A www.example.com",
      "shop-dns-www-example-com-aaaa AAAA www.example.com",
      "shop-proof-shop-example-com CNAME _x.shop.example.com.",
      "shop-proof-www-example-com CNAME _z.www.example.com.",
    ]);
    assert.deepEqual(seen.one("shop-proof-www-example-com").inputs.records, ["_w.acm-validations.aws."]);
    const proven = seen.one("shop-certificate-proven");
    assert.ok(proven.propertyDependencies.validationRecordFqdns?.length === 2);
    // The distribution waits for the proof, not only for the certificate.
    assert.deepEqual(seen.one("shop", DISTRIBUTION).propertyDependencies.viewerCertificate?.includes(proven.urn), true);
  });

  it("takes a certificate of us-east-1, and leaves DNS alone without a zone", async () => {
    const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/c";
    const seen = await build({
      domain: { name: "shop.example.com", certificateArn },
      tlsPolicy: ViewerTlsPolicy.Tls13Of2025,
    });
    assert.deepEqual(seen.one("shop", DISTRIBUTION).inputs.viewerCertificate, {
      acmCertificateArn: certificateArn,
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.3_2025",
    });
    assert.deepEqual(seen.all("aws:route53/record:Record"), []);
    const elsewhere = certificateArn.replace("us-east-1", "eu-central-1");
    assert.match(
      await refusal({ domain: { name: "shop.example.com", certificateArn: elsewhere } }),
      /WebApp "shop": domain\.certificateArn is "arn:aws:acm:eu-central-1:.*; use an ACM certificate in us-east-1/,
    );
  });

  it("does without a domain only where it is asked for by name", async () => {
    assert.match(
      await refusal({}),
      /domain is null; give one: CloudFront's own certificate lets viewers come with TLS 1\.0/,
    );
    const seen = await build({ withoutDomain: true });
    assert.deepEqual(seen.one("shop", DISTRIBUTION).inputs.viewerCertificate, { cloudfrontDefaultCertificate: true });
  });

  it("puts an API below a path, uncached, over TLS 1.2, with what the viewer sent but its Host", async () => {
    const api = { url: pulumi.output("https://abc.execute-api.eu-central-1.amazonaws.com/live") };
    const seen = await build({ domain, api });
    const { origins, orderedCacheBehaviors, customErrorResponses } = seen.one("shop", DISTRIBUTION).inputs;
    assert.ok(Array.isArray(origins) && Array.isArray(orderedCacheBehaviors));
    assert.deepEqual(origins[1], {
      originId: "api",
      domainName: "abc.execute-api.eu-central-1.amazonaws.com",
      originPath: "/live",
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
      },
    });
    assert.deepEqual(orderedCacheBehaviors, [
      {
        pathPattern: "/api/*",
        targetOriginId: "api",
        allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
        cachedMethods: ["GET", "HEAD"],
        cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        originRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
        responseHeadersPolicyId: "shop-headers-id",
        viewerProtocolPolicy: "https-only",
        compress: true,
        functionAssociations: [
          { eventType: "viewer-request", functionArn: "arn:aws:cloudfront:eu-central-1:123456789012:shop-api" },
        ],
      },
    ]);
    // Such a mapping would turn the API's errors into the page.
    assert.equal(customErrorResponses, undefined);
    await assert.rejects(build({ domain, api: { url: pulumi.output("http://a.example.com") } }), /use an https URL/);
  });

  it("restricts countries and spreads as far as it is told", async () => {
    const geoRestriction = { mode: GeoRestrictionMode.Allow, countries: ["DE", "FR"] };
    const { restrictions, priceClass } = (await build({ domain, geoRestriction, priceClass: PriceClass.All })).one(
      "shop",
      DISTRIBUTION,
    ).inputs;
    assert.deepEqual(restrictions, {
      geoRestriction: { restrictionType: "whitelist", locations: ["DE", "FR"] },
    });
    assert.equal(priceClass, "PriceClass_All");
  });

  it("keeps what policies look at known at preview", async () => {
    const seen = await build({ domain, api: { url: "https://api.example.com" } }, true);
    seen.assertKnown("shop-files-access", ["blockPublicAcls", "blockPublicPolicy", "restrictPublicBuckets"]);
    seen.assertKnown("shop-headers", ["securityHeadersConfig"]);
    seen.assertKnown("shop-waf", ["rules", "scope"]);
    const { viewerCertificate, defaultCacheBehavior } = seen.one("shop", DISTRIBUTION).inputs;
    assert.match(JSON.stringify(viewerCertificate), /"minimumProtocolVersion":"TLSv1.2_2021"/);
    assert.match(JSON.stringify(defaultCacheBehavior), /"viewerProtocolPolicy":"redirect-to-https"/);
  });
});

describe("files of a WebApp", () => {
  const files = {
    "index.html": "<!doctype html>",
    "robots.txt": "User-agent: *",
    "assets/main-ABCDEFGH.js": "export {};",
    "assets/logo-ABCDEFGH.svg": "<svg/>",
  };

  it("are kept for a year where their names have a hash, and are asked for again where not", async () => {
    const seen = await build({
      domain,
      folder: folderWith(files),
      files: { "config.json": pulumi.output('{"apiUrl":"/api"}') },
    });
    const objects = seen.all(OBJECT).map(({ inputs }) => [inputs.key, inputs.contentType, inputs.cacheControl]);
    assert.deepEqual(objects, [
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
      return seen.all(OBJECT).map(({ inputs }) => String(inputs.key));
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
    const [script, style] = seen.all(OBJECT).map(({ inputs }) => inputs.key);
    const page = JSON.stringify(seen.one("shop-file-index.html").inputs.source);
    assert.ok(page.includes(`src=\\"/${script}\\"`) && page.includes(`href=\\"/${style}\\"`), page);
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

describe("deploying to a WebApp", () => {
  const statements = [
    { Effect: "Allow", Action: ["s3:ListBucket"], Resource: "BUCKET" },
    { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource: "BUCKET/*" },
    {
      Effect: "Allow",
      Action: ["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"],
      Resource: "DISTRIBUTION",
    },
  ].map((statement) => ({
    ...statement,
    Resource: statement.Resource.replace("BUCKET", "arn:aws:s3:eu-central-1:123456789012:shop-files").replace(
      "DISTRIBUTION",
      "arn:aws:cloudfront:eu-central-1:123456789012:shop",
    ),
  }));

  it("takes files of this bucket and invalidations of this distribution, and nothing else", async () => {
    const seen = await graph(
      () => {
        const role = new Role("pipeline", { assumeRolePolicy: "{}" });
        new WebApp("shop", { domain }).grantDeploy({ role }, "pipeline");
      },
      { outputs: awsGives },
    );
    assert.deepEqual(seen.json("shop-deploy-pipeline", "policy"), { Version: "2012-10-17", Statement: statements });
  });

  it("is for one repository and branch, or one environment, of GitHub", async () => {
    const trustOf = async (deployFrom: WebAppArgs["deployFrom"]) =>
      (await build({ domain, deployFrom })).json("shop-deployer", "assumeRolePolicy");
    const trust = (subject: string) => ({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
              "token.actions.githubusercontent.com:sub": subject,
            },
          },
        },
      ],
    });
    assert.deepEqual(await trustOf({ repository: "example/shop" }), trust("repo:example/shop:ref:refs/heads/main"));
    assert.deepEqual(
      await trustOf({ repository: "example/shop", environment: "production" }),
      trust("repo:example/shop:environment:production"),
    );
    const seen = await build({ domain, deployFrom: { repository: "example/shop" } });
    assert.deepEqual(seen.json("shop-deploy-github", "policy"), { Version: "2012-10-17", Statement: statements });
  });
});

describe("a WebApp refuses", () => {
  const arn = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/all/1";
  const cases: [string, Partial<WebAppArgs>, RegExp][] = [
    [
      "a host name that is none",
      { domain: { ...domain, name: "https://shop" } },
      /domain\.name is "https:\/\/shop"; use a host/,
    ],
    [
      "an alternate name that is none",
      { domain: { ...domain, alternateNames: ["*"] } },
      /domain\.alternateNames is "\*"/,
    ],
    ["a name twice", { domain: { ...domain, alternateNames: [domain.name] } }, /give each name once/],
    [
      "a domain that nothing proves",
      { domain: { name: "a.example.com" } },
      /domain\.certificateArn is null; give one, or/,
    ],
    ["a zone that is none", { domain: { ...domain, hostedZoneId: "example.com" } }, /use the id of a Route 53 zone/],
    ["a domain and none", { withoutDomain: true }, /withoutDomain is true; domain is given too/],
    [
      "TLS 1.2 of 2018",
      { tlsPolicy: JSON.parse('"TLSv1.2_2018"') },
      /tlsPolicy is "TLSv1.2_2018"; use one of "TLSv1.2_2021"/,
    ],
    ["a price class that is none", { priceClass: JSON.parse('"All"') }, /priceClass is "All"/],
    ["a bucket's name with capitals", { bucketName: "Shop" }, /bucketName is "Shop"; use 3 to 63 lower-case/],
    ["files at the root", { files: { "/config.json": "{}" } }, /files is "\/config\.json"; use paths without a slash/],
    ["a folder without its slash", { immutableFolders: ["assets"] }, /immutableFolders is "assets"/],
    ["an API over plain HTTP", { api: { url: "http://a.example.com" } }, /api\.url is "http:.*; use an https URL/],
    [
      "an API at the root",
      { api: { url: "https://a.example.com", path: "/" } },
      /api\.path is "\/"; use a path such as/,
    ],
    ["scripts of anybody", { contentSecurity: { scriptSources: ["*"] } }, /contentSecurity\.scriptSources is "\*"/],
    [
      "inline scripts",
      { contentSecurity: { scriptSources: ["'unsafe-inline'"] } },
      /scriptSources is "'unsafe-inline'"/,
    ],
    [
      "connections over plain HTTP",
      { contentSecurity: { connectSources: ["http://a"] } },
      /connectSources is "http:\/\/a"/,
    ],
    [
      "a web ACL of a region",
      { waf: { webAclArn: arn.replace("global", "regional") } },
      /needs a web ACL of scope CLOUDFRONT/,
    ],
    [
      "a web ACL with rules",
      { waf: { webAclArn: arn, rateLimit: 10 } },
      /waf\.rateLimit is 10; an existing web ACL has/,
    ],
    ["a limit under WAF's smallest", { waf: { rateLimit: 9 } }, /waf\.rateLimit is 9; use a whole number from 10/],
    ["a firewall and none", { waf: {}, withoutWaf: true }, /withoutWaf is true; waf is given too/],
    ["days that CloudWatch has not", { logs: { retentionInDays: 31 } }, /logs\.retentionInDays is 31/],
    [
      "a key of another region",
      { logs: { kmsKeyArn: "arn:aws:kms:eu-central-1:1:key/k" } },
      /use a KMS key of us-east-1/,
    ],
    ["logs that nothing writes", { logs: {}, withoutAccessLogs: true, withoutWaf: true }, /nothing writes logs/],
    ["countries by name", { geoRestriction: { mode: GeoRestrictionMode.Deny, countries: ["Germany"] } }, /ISO 3166-1/],
    ["no countries", { geoRestriction: { mode: GeoRestrictionMode.Deny, countries: [] } }, /give at least 1 of them/],
    ["every repository", { deployFrom: { repository: "example/*" } }, /deployFrom\.repository is "example\/\*"/],
    ["every branch", { deployFrom: { repository: "a/b", branch: "*" } }, /deployFrom\.branch is "\*"/],
    [
      "a branch and an environment",
      { deployFrom: { repository: "a/b", branch: "m", environment: "e" } },
      /give only one/,
    ],
  ];
  for (const [what, args, expected] of cases) {
    it(what, async () => assert.match(await refusal({ domain, ...args }), expected));
  }

  it("TLS of its own without a domain", async () => {
    assert.match(
      await refusal({ withoutDomain: true, tlsPolicy: ViewerTlsPolicy.Tls12Of2025 }),
      /tlsPolicy is "TLSv1.2_2025"; CloudFront has it for an own domain only/,
    );
  });
});
