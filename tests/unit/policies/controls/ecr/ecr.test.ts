import { ecrImmutableTags } from "../../../../../policies/controls/ecr/immutable-tags";
import { ecrKey } from "../../../../../policies/controls/ecr/key";
import { ecrLifecyclePolicy } from "../../../../../policies/controls/ecr/lifecycle-policy";
import { ecrPolicy } from "../../../../../policies/controls/ecr/policy";
import { ecrScan } from "../../../../../policies/controls/ecr/scan";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const repository = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:ecr/repository:Repository", "orders", { name: "shop/orders", ...props }),
});
const notApplicable = { "a bucket": { subject: sample("aws:s3/bucket:Bucket", "b") } };
const rule = (scanFrequency: unknown, ...filters: unknown[]) => ({
  scanFrequency,
  repositoryFilters: filters.map((filter) => ({ filter, filterType: "WILDCARD" })),
});
const registry = (...rules: unknown[]) => ({
  others: [sample("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", "r", { rules })],
});
const onPush = "imageScanningConfiguration.scanOnPush";

describeControl(ecrScan, {
  compliant: {
    "on push": repository({ imageScanningConfiguration: { scanOnPush: true } }),
    "by the registry, on push": { ...repository(), ...registry(rule("SCAN_ON_PUSH", "*")) },
    "by the registry, all the time": { ...repository(), ...registry(rule("CONTINUOUS_SCAN", "shop/*")) },
    "by the registry, by a part of its name": { ...repository(), ...registry(rule("CONTINUOUS_SCAN", "orders")) },
    "by the second rule's second filter": {
      ...repository(),
      ...registry(rule("MANUAL", "*"), rule("SCAN_ON_PUSH", "other", "shop*")),
    },
    "by the registry, whatever its name will be": {
      ...repository({ name: UNKNOWN }),
      ...registry(rule("SCAN_ON_PUSH", "*")),
    },
  },
  violating: {
    nothing: { ...repository(), at: onPush },
    off: { ...repository({ imageScanningConfiguration: { scanOnPush: false } }), at: onPush },
    "by hand": { ...repository(), ...registry(rule("MANUAL", "*")), at: onPush },
    "other repositories": { ...repository(), ...registry(rule("SCAN_ON_PUSH", "other")), at: onPush },
  },
  undecided: {
    "a setting that is not known yet": {
      ...repository({ imageScanningConfiguration: { scanOnPush: UNKNOWN } }),
      because: /scanOnPush is not known/,
    },
    "a name that is not known yet": {
      ...repository({ name: UNKNOWN }),
      ...registry(rule("SCAN_ON_PUSH", "shop")),
      because: /the name of the repository is not known/,
    },
    "a filter that is not known yet": {
      ...repository(),
      ...registry(rule("SCAN_ON_PUSH", UNKNOWN)),
      because: /filter is not known/,
    },
  },
  mayBeDropped: { name: "a filter for all is for it too" },
  notApplicable,
});

const mutability = (imageTagMutability?: unknown) => repository({ imageTagMutability });
const strict = { config: { exclusions: "refused" } };

describeControl(ecrImmutableTags, {
  compliant: {
    never: mutability("IMMUTABLE"),
    "but for some that are named": mutability("IMMUTABLE_WITH_EXCLUSION"),
    "never, where no exclusion is taken": { ...mutability("IMMUTABLE"), ...strict },
  },
  violating: {
    always: { ...mutability("MUTABLE"), at: "imageTagMutability" },
    "what AWS does with nothing given": { ...mutability(), at: "imageTagMutability" },
    "but for some, where no exclusion is taken": {
      ...mutability("IMMUTABLE_WITH_EXCLUSION"),
      ...strict,
      at: "imageTagMutability",
    },
  },
  undecided: {
    "a setting that is not known yet": { ...mutability(UNKNOWN), because: /imageTagMutability is not known/ },
  },
  notApplicable,
});

const cleaned = (of: readonly Sample[]) =>
  sample("aws:ecr/lifecyclePolicy:LifecyclePolicy", "l", { repository: UNKNOWN }, { from: { repository: of } });
const [orders, other] = [repository().subject, sample("aws:ecr/repository:Repository", "other", { name: UNKNOWN })];

describeControl(ecrLifecyclePolicy, {
  compliant: {
    one: { subject: orders, others: [cleaned([orders])] },
    "one by its name": {
      subject: orders,
      others: [sample("aws:ecr/lifecyclePolicy:LifecyclePolicy", "l", { repository: "shop/orders" })],
    },
  },
  violating: {
    none: { subject: orders, at: "" },
    "another's": { subject: orders, others: [cleaned([other])], at: "" },
  },
  undecided: {
    "one that may be another's": {
      subject: orders,
      others: [cleaned([orders, other])],
      because: /repository is not known/,
    },
  },
  mayBeDropped: {},
  notApplicable,
});

const encrypted = (props: unknown) => repository({ encryptionConfigurations: [props] });
const customer = { config: { key: "customer" } };

describeControl(ecrKey, {
  compliant: {
    "AWS's own key of KMS": encrypted({ encryptionType: "KMS" }),
    "two layers": encrypted({ encryptionType: "KMS_DSSE" }),
    "a key of the account": { ...encrypted({ encryptionType: "KMS", kmsKey: UNKNOWN }), ...customer },
  },
  violating: {
    "S3's": { ...encrypted({ encryptionType: "AES256" }), at: "encryptionConfigurations" },
    "what AWS does with nothing given": { ...repository(), at: "encryptionConfigurations" },
    "AWS's own key where one of the account is asked for": {
      ...encrypted({ encryptionType: "KMS" }),
      ...customer,
      at: "encryptionConfigurations",
    },
  },
  undecided: {
    "a type that is not known yet": {
      ...encrypted({ encryptionType: UNKNOWN }),
      because: /encryptionType is not known/,
    },
  },
  notApplicable,
});

const policy = (statement: Record<string, unknown>, type = "aws:ecr/repositoryPolicy:RepositoryPolicy") => ({
  subject: sample(type, "p", { policy: JSON.stringify({ Statement: [{ Effect: "Allow", ...statement }] }) }),
});

describeControl(ecrPolicy, {
  compliant: {
    "an account": policy({ Principal: { AWS: "123456789012" } }),
    "a service for functions that are named": policy({ Principal: { Service: "lambda.amazonaws.com" } }),
    ...Object.fromEntries(
      [
        "aws:PrincipalArn",
        "aws:PrincipalAccount",
        "aws:PrincipalOrgPaths",
        "aws:PrincipalServiceName",
        "aws:SourceArn",
        "aws:SourceAccount",
        "aws:SourceOrgID",
        "aws:SourceOrgPaths",
        "aws:SourceVpc",
        "aws:SourceVpce",
        "aws:userid",
      ].map((key) => [
        `everybody whose ${key} is named`,
        policy({ Principal: "*", Condition: { StringLike: { [key]: "x*" } } }),
      ]),
    ),
    "an organization": policy({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
  },
  violating: {
    everybody: { ...policy({ Principal: "*" }), at: "policy.Statement[0]" },
    "everybody at an address": {
      ...policy({ Principal: "*", Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }),
      at: "policy.Statement[0]",
    },
    "everybody, to a registry": {
      ...policy({ Principal: { AWS: "*" } }, "aws:ecr/registryPolicy:RegistryPolicy"),
      at: "policy.Statement[0]",
    },
    "no policy": { subject: sample("aws:ecr/repositoryPolicy:RepositoryPolicy", "p", {}), at: "policy" },
  },
  undecided: {
    "a policy that is not known yet": {
      subject: sample("aws:ecr/repositoryPolicy:RepositoryPolicy", "p", { policy: UNKNOWN }),
      because: /policy is not known/,
    },
  },
  notApplicable,
});
