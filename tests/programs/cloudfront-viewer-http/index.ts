import { Distribution } from "@pulumi/aws/cloudfront";

const cachePolicyId = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const behavior = {
  targetOriginId: "api",
  allowedMethods: ["GET", "HEAD"],
  cachedMethods: ["GET", "HEAD"],
  cachePolicyId,
};
new Distribution("site", {
  enabled: true,
  aliases: ["www.example.com"],
  origins: [
    {
      originId: "api",
      domainName: "api.example.com",
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
      },
    },
  ],
  defaultCacheBehavior: { ...behavior, viewerProtocolPolicy: "redirect-to-https" },
  orderedCacheBehaviors: [{ ...behavior, pathPattern: "/legacy/*", viewerProtocolPolicy: "allow-all" }],
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: {
    acmCertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/1",
    sslSupportMethod: "sni-only",
    minimumProtocolVersion: "TLSv1.2_2021",
  },
});
