import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { GeoRestrictionMode, PriceClass, ViewerTlsPolicy } from "../../../../infra/edge";
import { build, DISTRIBUTION, domain, refusal } from "./web-app-fixtures";

describe("names, origins and countries of a WebApp", () => {
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

  it("puts several APIs below paths of their own, the longest of which is matched first", async () => {
    const at = (name: string) => ({ url: `https://${name}.example.com/live` });
    const moreApis = { customers: { ...at("customers"), path: "/api/customers" }, prices: at("prices") };
    const seen = await build({ domain, api: at("orders"), moreApis });
    const { origins, orderedCacheBehaviors } = seen.one("shop", DISTRIBUTION).inputs;
    assert.ok(Array.isArray(origins) && Array.isArray(orderedCacheBehaviors));
    const found = orderedCacheBehaviors.map(({ pathPattern, targetOriginId, functionAssociations: [removal] }) => [
      pathPattern,
      origins.find(({ originId }) => originId === targetOriginId)?.domainName,
      String(removal.functionArn).split(":").pop(),
    ]);
    assert.deepEqual(found, [
      ["/api/customers/*", "customers.example.com", "shop-api-customers"],
      ["/prices/*", "prices.example.com", "shop-api-prices"],
      ["/api/*", "orders.example.com", "shop-api"],
    ]);
    assert.match(String(seen.one("shop-api-customers").inputs.code), /substring\(14\)/);
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
