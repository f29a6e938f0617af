import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import { GeoRestrictionMode, ViewerTlsPolicy, WebApp, type WebAppArgs } from "../../../../infra/edge";
import { graph } from "../../../../testing";
import { awsGives, build, domain, refusal } from "./web-app-fixtures";

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
    [
      "a further API over plain HTTP",
      { moreApis: { prices: { url: "http://a.example.com" } } },
      /moreApis\.prices\.url is "http:.*; use an https URL/,
    ],
    [
      "two APIs below one path",
      { api: { url: "https://a.example.com" }, moreApis: { api: { url: "https://b.example.com" } } },
      /moreApis\.api\.path is "\/api"; another API has this path/,
    ],
    [
      "an API by a name that is none",
      { moreApis: { "All prices": { url: "https://a.example.com", path: "/prices" } } },
      /moreApis is "All prices"; use names of lower-case/,
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
