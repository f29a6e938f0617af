import { distributionFunctionWiring } from "../../../../policies/controls/wiring/distribution-function";
import { distributionOriginWiring } from "../../../../policies/controls/wiring/distribution-origin";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../support/policies";
import {
  account,
  admit,
  allow,
  bucket,
  bucketPolicy,
  document,
  fn,
  key,
  permission,
  role,
  rootOfAccount,
} from "./samples";

describe("what CloudFront reads", () => {
  const CLOUDFRONT = "cloudfront.amazonaws.com";
  const files = bucket("files");
  const distributionArn = `arn:aws:cloudfront::${account}:distribution/D1`;
  const access = (props: Record<string, unknown> = {}) =>
    sample("aws:cloudfront/originAccessControl:OriginAccessControl", "access", {
      id: "OAC1",
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      ...props,
    });
  const distribution = (origin: Record<string, unknown> = {}, from: readonly Sample[] = []) =>
    sample(
      "aws:cloudfront/distribution:Distribution",
      "web",
      {
        arn: distributionArn,
        origins: [
          { domainName: "api.example.com", originId: "api" },
          { domainName: "files.s3.eu-central-1.amazonaws.com", originAccessControlId: "OAC1", ...origin },
        ],
      },
      { from: { origins: from } },
    );
  const originsOf = ({ props }: Sample) => (Array.isArray(props.origins) ? props.origins : []);
  const reads = (source = distributionArn, action: string | string[] = "s3:GetObject") =>
    bucketPolicy(files, document(admit(CLOUDFRONT, action, `${files.props.arn}/*`, source)));
  const encryption = (id: unknown) =>
    sample("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "e", {
      bucket: "files",
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: id } }],
    });
  const own = (...more: Parameters<typeof key>[1][]) => key("k", rootOfAccount, ...more);
  const decrypts = (source: string) => own(admit(CLOUDFRONT, "kms:Decrypt", "*", source));

  const identity = sample("aws:cloudfront/originAccessIdentity:OriginAccessIdentity", "viewer", {
    id: "E1OAI",
    iamArn: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1OAI",
    s3CanonicalUserId: "c4n0n1c4l",
  });
  const asIdentity = (path: unknown = "origin-access-identity/cloudfront/E1OAI", from: readonly Sample[] = []) =>
    distribution({ originAccessControlId: undefined, s3OriginConfig: { originAccessIdentity: path } }, from);
  const admits = (Principal: unknown, action = "s3:GetObject") =>
    bucketPolicy(files, document({ ...allow(action, `${files.props.arn}/*`), Principal }));
  const byArn = admits({ AWS: identity.props.iamArn });
  const withFunction = (of: Sample, eventType: string) => ({
    ...of,
    props: {
      ...of.props,
      origins: [{ ...originsOf(of)[1], originId: "files" }],
      defaultCacheBehavior: { targetOriginId: "files", lambdaFunctionAssociations: [{ eventType }] },
    },
  });

  describeControl(distributionOriginWiring, {
    compliant: {
      "an identity by its ARN": { subject: asIdentity(), others: [identity, files, byArn] },
      "an identity by its canonical user": {
        subject: asIdentity(),
        others: [identity, files, admits({ CanonicalUser: identity.props.s3CanonicalUserId })],
      },
      "an identity among others": {
        subject: asIdentity(),
        others: [identity, files, admits({ AWS: [`arn:aws:iam::${account}:root`, identity.props.iamArn] })],
      },
      "an identity of another stack, by its ARN": { subject: asIdentity(), others: [files, byArn] },
      "an identity that is not known yet, and the only one": {
        subject: asIdentity(UNKNOWN, [identity]),
        others: [files, byArn],
      },
      "a bucket that everybody may read": { subject: asIdentity(), others: [identity, files, admits("*")] },
      "no identity": { subject: asIdentity(""), others: [files] },
      "a bucket that admits the distribution": { subject: distribution(), others: [access(), files, reads()] },
      "a bucket by its host without a region": {
        subject: distribution({ domainName: "files.s3.amazonaws.com" }),
        others: [access(), files, reads()],
      },
      "a bucket that admits it below the origin's path": {
        subject: distribution({ originPath: "/site" }),
        others: [
          access(),
          files,
          bucketPolicy(
            files,
            document(admit(CLOUDFRONT, "s3:GetObject", `${files.props.arn}/site/*`, distributionArn)),
          ),
        ],
      },
      "a bucket that admits it for what one of its behaviors asks for": {
        subject: {
          ...distribution({ originId: "files" }),
          props: {
            ...distribution({ originId: "files" }).props,
            orderedCacheBehaviors: [{ targetOriginId: "files", pathPattern: "/static/*" }],
          },
        },
        others: [
          access(),
          files,
          bucketPolicy(
            files,
            document(admit(CLOUDFRONT, "s3:GetObject", `${files.props.arn}/static/*`, distributionArn)),
          ),
        ],
      },
      "a key that admits it, too": {
        subject: distribution(),
        others: [access(), files, reads(), encryption(own().props.arn), decrypts(distributionArn)],
      },
      "an origin that is not signed to": {
        subject: distribution({ originAccessControlId: "" }),
        others: [access(), files],
      },
      "a control that signs nothing": {
        subject: distribution(),
        others: [access({ signingBehavior: "never" }), files],
      },
      "a control of another kind of origin": {
        subject: distribution({ domainName: "files.s3.eu-central-1.amazonaws.com" }),
        others: [access({ originAccessControlOriginType: "lambda" }), files],
      },
      "a control of another stack, for a bucket that admits it": {
        subject: distribution({ originAccessControlId: "OAC2" }),
        others: [files, reads()],
      },
      "a signed origin that is no bucket": {
        subject: distribution({ domainName: "files.example.com" }),
        others: [access(), files],
      },
    },
    violating: {
      "a bucket that does not name the identity": {
        subject: asIdentity(),
        others: [identity, files],
        at: "origins[1].domainName",
        saying:
          /distribution web → bucket files without a policy of the bucket that lets its origin access identity call/,
      },
      "a bucket that names another identity": {
        subject: asIdentity(),
        others: [identity, files, admits({ AWS: `${identity.props.iamArn}X` })],
        at: "origins[1].domainName",
      },
      "a bucket that names another canonical user": {
        subject: asIdentity(),
        others: [identity, files, admits({ CanonicalUser: "0wn3r" })],
        at: "origins[1].domainName",
      },
      "a bucket that admits the distribution, which asks as an identity": {
        subject: asIdentity(),
        others: [identity, files, reads()],
        at: "origins[1].domainName",
      },
      "a bucket that lets the identity list alone": {
        subject: asIdentity(),
        others: [identity, files, admits({ AWS: identity.props.iamArn }, "s3:ListBucket")],
        at: "origins[1].domainName",
      },
      "a bucket that denies what is not the account's": {
        subject: asIdentity(),
        others: [
          identity,
          files,
          bucketPolicy(
            files,
            document(
              { ...allow("s3:GetObject", `${files.props.arn}/*`), Principal: { AWS: identity.props.iamArn } },
              {
                ...allow("s3:*", `${files.props.arn}/*`),
                Effect: "Deny",
                NotPrincipal: { AWS: `arn:aws:iam::${account}:root` },
              },
            ),
          ),
        ],
        at: "origins[1].domainName",
        saying: /denies its origin access identity s3:GetObject/,
      },
      "a key, which no identity may use": {
        subject: asIdentity(),
        others: [identity, files, byArn, encryption(own().props.arn), own()],
        at: "origins[1].domainName",
        saying: /bucket files without leave to use the key k, which no origin access identity gets/,
      },
      "a key, and a function that sees what viewers ask alone": {
        subject: withFunction(asIdentity(), "viewer-request"),
        others: [identity, files, byArn, encryption(own().props.arn), own()],
        at: "origins[0].domainName",
      },
      "a bucket without a policy": {
        subject: distribution(),
        others: [access(), files],
        at: "origins[1].domainName",
        saying:
          /distribution web → bucket files without a policy of the bucket that lets cloudfront.amazonaws.com call s3:GetObject/,
      },
      "a bucket that admits another distribution": {
        subject: distribution(),
        others: [access(), files, reads(`arn:aws:cloudfront::${account}:distribution/D2`)],
        at: "origins[1].domainName",
      },
      "a bucket that admits it for what the behavior of another origin asks for": {
        subject: {
          ...distribution({ originId: "files" }),
          props: {
            ...distribution({ originId: "files" }).props,
            orderedCacheBehaviors: [{ targetOriginId: "api", pathPattern: "/static/*" }],
          },
        },
        others: [
          access(),
          files,
          bucketPolicy(
            files,
            document(admit(CLOUDFRONT, "s3:GetObject", `${files.props.arn}/static/*`, distributionArn)),
          ),
        ],
        at: "origins[1].domainName",
      },
      "a bucket that lets it list alone": {
        subject: distribution(),
        others: [access(), files, reads(distributionArn, "s3:ListBucket")],
        at: "origins[1].domainName",
      },
      "a key that does not admit it": {
        subject: distribution(),
        others: [access(), files, reads(), encryption(own().props.arn), own()],
        at: "origins[1].domainName",
        saying: /policy of the key k that lets cloudfront.amazonaws.com call kms:Decrypt/,
      },
      "AWS's own key of S3": {
        subject: distribution(),
        others: [access(), files, reads(), encryption("alias/aws/s3")],
        at: "origins[1].domainName",
        saying: /nobody can change the policy of alias\/aws\/s3/,
      },
      "a host that is not known yet, of the only bucket that it may be": {
        subject: distribution({ domainName: UNKNOWN }, [access(), files]),
        at: "origins[1].domainName",
        saying: /bucket files/,
      },
    },
    undecided: {
      "a policy with a principal that is not known yet, for an identity": {
        subject: asIdentity(),
        others: [identity, files, admits({ AWS: UNKNOWN })],
        because: /files-policy/,
      },
      "an identity of another stack, by a canonical user": {
        subject: asIdentity(),
        others: [files, admits({ CanonicalUser: "c4n0n1c4l" })],
        because: /canonical user of the origin access identity E1OAI is not known/,
      },
      "an identity that is either of two": {
        subject: asIdentity(UNKNOWN, [identity, { ...identity, name: "other", props: { id: "E2OAI" } }]),
        others: [files, byArn],
        because: /may be any of other, viewer/,
      },
      "an identity without an ARN yet": {
        subject: asIdentity(UNKNOWN, [{ ...identity, props: { id: UNKNOWN } }]),
        others: [files, byArn],
        because: /ARN of the origin access identity is not known/,
      },
      "a key, and a function at the edge": {
        subject: withFunction(asIdentity(), "origin-request"),
        others: [identity, files, byArn, encryption(own().props.arn), own()],
        because: /a function at the edge may sign/,
      },
      "a policy that is not known yet": {
        subject: distribution(),
        others: [access(), files, bucketPolicy(files, UNKNOWN)],
        because: /files-policy: policy is not known/,
      },
      "origins that are not known yet": {
        subject: sample("aws:cloudfront/distribution:Distribution", "web", { origins: UNKNOWN }),
        because: /origins is not known/,
      },
      "a bucket of another stack": {
        subject: distribution(),
        others: [access()],
        because: /receiver is not in this stack/,
      },
      "a host of either of two buckets": {
        subject: distribution({ domainName: UNKNOWN }, [access(), files, bucket("other")]),
        because: /may be any of files, other/,
      },
      "a control of another stack": {
        subject: distribution({ originAccessControlId: "OAC2" }),
        others: [files],
        because: /whether it signs its requests/,
      },
      "a control whose behavior is not known yet": {
        subject: distribution(),
        others: [access({ signingBehavior: UNKNOWN }), files],
        because: /whether it signs its requests/,
      },
      "a control whose kind is not known yet": {
        subject: distribution(),
        others: [access({ originAccessControlOriginType: UNKNOWN }), files],
        because: /whether it signs its requests/,
      },
    },
    mayBeDropped: {
      origins: "AWS refuses a distribution without origins",
      "origins.domainName": "what is no bucket's host is no bucket",
      "origins.originAccessControlId": "what is not signed is another way",
      originAccessControlOriginType: "AWS refuses a control without a kind",
      signingBehavior: "AWS refuses a control without a behavior",
      "origins.s3OriginConfig.originAccessIdentity": "what is asked as nobody is another way",
      iamArn: "it is made of the id",
      s3CanonicalUserId: "policies name the ARN, too",
      "rules.applyServerSideEncryptionByDefault.kmsMasterKeyId": "a bucket without a key needs none",
    },
  });
});

describe("what CloudFront calls", () => {
  const CLOUDFRONT = "cloudfront.amazonaws.com";
  const distributionArn = `arn:aws:cloudfront::${account}:distribution/D1`;
  const render = fn("render", { role: role("r", "lambda.amazonaws.com").props.arn });
  const host = "abc123.lambda-url.eu-central-1.on.aws";
  const url = (props: Record<string, unknown> = {}) =>
    sample("aws:lambda/functionUrl:FunctionUrl", "url", {
      functionName: render.props.name,
      functionUrl: `https://${host}/`,
      authorizationType: "AWS_IAM",
      ...props,
    });
  const access = (props: Record<string, unknown> = {}) =>
    sample("aws:cloudfront/originAccessControl:OriginAccessControl", "access", {
      id: "OAC1",
      originAccessControlOriginType: "lambda",
      signingBehavior: "always",
      ...props,
    });
  const distribution = (
    origin: Record<string, unknown> = {},
    from: readonly Sample[] = [],
    more: Record<string, unknown> = {},
  ) =>
    sample(
      "aws:cloudfront/distribution:Distribution",
      "web",
      {
        arn: distributionArn,
        origins: [
          {
            domainName: host,
            originId: "render",
            originAccessControlId: "OAC1",
            customOriginConfig: { originProtocolPolicy: "https-only" },
            ...origin,
          },
        ],
        defaultCacheBehavior: { targetOriginId: "render" },
        ...more,
      },
      { from: { origins: from } },
    );
  const may = (action: string, more: Record<string, unknown> = {}, source: unknown = distributionArn) => {
    const one = permission(render, CLOUDFRONT, source, { action, ...more });
    return { ...one, name: `${one.name}-${action}` };
  };
  const urlCall = may("lambda:InvokeFunctionUrl");
  const call = may("lambda:InvokeFunction", { invokedViaFunctionUrl: true });
  const all = [access(), url(), render, urlCall, call];
  const but = (...changed: Sample[]) => [
    ...all.filter(({ name }) => changed.every((other) => other.name !== name)),
    ...changed,
  ];
  const without = (left: Sample) => all.filter((one) => one !== left);
  const at = "origins[0].domainName";
  const atEdge = {
    defaultCacheBehavior: { targetOriginId: "render", lambdaFunctionAssociations: [{ eventType: "origin-request" }] },
  };

  describeControl(distributionFunctionWiring, {
    compliant: {
      "both permissions": { subject: distribution(), others: all },
      "permissions of AWS_IAM, whether by URL or not": {
        subject: distribution(),
        others: but(
          may("lambda:InvokeFunctionUrl", { functionUrlAuthType: "AWS_IAM" }),
          may("lambda:InvokeFunction", { invokedViaFunctionUrl: false }),
        ),
      },
      "an alias": {
        subject: distribution(),
        others: but(
          url({ qualifier: "live" }),
          may("lambda:InvokeFunctionUrl", { qualifier: "live" }),
          may("lambda:InvokeFunction", { qualifier: "live" }),
        ),
      },
      "a control that leaves viewers' own signatures": {
        subject: distribution(),
        others: but(access({ signingBehavior: "no-override" })),
      },
      "a URL that is open": {
        subject: distribution({ originAccessControlId: undefined }),
        others: [url({ authorizationType: "NONE" }), render],
      },
      "a URL that is not known yet, of an origin that is signed to": {
        subject: distribution({ domainName: UNKNOWN }, [access(), url({ functionUrl: UNKNOWN })]),
        others: [render, urlCall, call],
      },
      "an origin that is no function": {
        subject: distribution({ domainName: "api.example.com", originAccessControlId: undefined }),
        others: [url(), render],
      },
      "a bucket that is not known yet, beside a function": {
        subject: distribution(
          { domainName: UNKNOWN, originAccessControlId: undefined, customOriginConfig: undefined },
          [url()],
        ),
        others: [render],
      },
      "an origin that is not known yet, and no function": {
        subject: distribution({ domainName: UNKNOWN, originAccessControlId: undefined }, [bucket("b")]),
      },
    },
    violating: {
      "no permission for the URL": {
        subject: distribution(),
        others: without(urlCall),
        at,
        saying:
          /distribution web → URL of function render without a permission of the function that lets cloudfront.amazonaws.com call lambda:InvokeFunctionUrl/,
      },
      "no permission for the function": {
        subject: distribution(),
        others: without(call),
        at,
        saying: /call lambda:InvokeFunction$/,
      },
      "permissions for another distribution": {
        subject: distribution(),
        others: but(may("lambda:InvokeFunctionUrl", {}, `arn:aws:cloudfront::${account}:distribution/D2`)),
        at,
      },
      "a permission for URLs that are open": {
        subject: distribution(),
        others: but(may("lambda:InvokeFunctionUrl", { functionUrlAuthType: "NONE" })),
        at,
      },
      "permissions on the function, for the URL of an alias": {
        subject: distribution(),
        others: but(url({ qualifier: "live" })),
        at,
      },
      "no control": {
        subject: distribution({ originAccessControlId: undefined }),
        others: all,
        at,
        saying: /without a signature on its requests, which the URL asks for/,
      },
      "a control that signs nothing": {
        subject: distribution(),
        others: but(access({ signingBehavior: "never" })),
        at,
        saying: /signature/,
      },
      "a control for buckets": {
        subject: distribution(),
        others: but(access({ originAccessControlOriginType: "s3" })),
        at,
        saying: /signature/,
      },
      "no control, and a function at the edge of another origin": {
        subject: distribution({ originAccessControlId: undefined }, [], {
          orderedCacheBehaviors: [{ ...atEdge.defaultCacheBehavior, targetOriginId: "files" }],
        }),
        others: all,
        at,
      },
    },
    undecided: {
      "a function at the edge that may sign": {
        subject: distribution({ originAccessControlId: undefined }, [], atEdge),
        others: [url(), render],
        because: /a function at the edge may sign them/,
      },
      "a URL that may be open": {
        subject: distribution({ originAccessControlId: undefined }),
        others: [url({ authorizationType: UNKNOWN }), render],
        because: /whether the URL url asks for signed requests/,
      },
      "a URL of another stack": {
        subject: distribution(),
        others: [access()],
        because: /function URL abc123: the receiver is not in this stack/,
      },
      "the URL of a function of another stack": {
        subject: distribution(),
        others: [access(), url({ functionName: "far" })],
        because: /the function of the URL url: the receiver is not in this stack/,
      },
      "a function that is not known yet": {
        subject: distribution(),
        others: but(url({ functionName: UNKNOWN })),
        because: /functionName is not known/,
      },
      "an alias that is not known yet": {
        subject: distribution(),
        others: but(url({ qualifier: UNKNOWN })),
        because: /qualifier is not known/,
      },
      "an origin that may be a function's": {
        subject: distribution({ domainName: UNKNOWN, originAccessControlId: undefined }, [url()]),
        others: [render],
        because: /whether origins\[0\] is the URL of url is not known/,
      },
      "either of two URLs": {
        subject: distribution({ domainName: UNKNOWN }, [access(), url(), { ...url(), name: "other" }]),
        others: [render, urlCall, call],
        because: /may be any of other, url/,
      },
      "a control of another stack": {
        subject: distribution({ originAccessControlId: "OAC2" }),
        others: without(access()).filter(({ name }) => name !== "access"),
        because: /OAC2 is not in this stack/,
      },
      "a permission for a distribution that is not known yet": {
        subject: distribution(),
        others: but(may("lambda:InvokeFunctionUrl", {}, UNKNOWN)),
        because: /sourceArn is not known/,
      },
    },
    mayBeDropped: {
      "origins.domainName": "what is no function URL's host is no function",
      originAccessControlOriginType: "AWS refuses a control without a kind",
      signingBehavior: "AWS refuses a control without a behavior",
      authorizationType: "AWS refuses a URL without one",
      functionUrl: "a URL that nobody asks is nobody's origin",
      sourceArn: "a permission for any distribution is one for this, too",
      functionUrlAuthType: "a permission for URLs of any kind is one for this, too",
      invokedViaFunctionUrl: "a permission to call it in any way is one for this, too",
    },
  });
});
