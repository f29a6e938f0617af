import { strict as assert } from "node:assert";
import { build, DISTRIBUTION, domain } from "./web-app-fixtures";

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
      contentSecurity: {
        connectSources: ["https://cognito-idp.eu-central-1.amazonaws.com"],
        styleSources: ["https://styles.example.com"],
        imageSources: ["https://images.example.com"],
        fontSources: ["https://fonts.example.com"],
      },
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
          "default-src 'none'; script-src 'self'; style-src 'self' https://styles.example.com; " +
          "img-src 'self' data: https://images.example.com; font-src 'self' https://fonts.example.com; " +
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
});
