import { glueCatalogEncryption } from "../../../../../policies/controls/glue/catalog-encryption";
import { glueCatalogPolicy } from "../../../../../policies/controls/glue/catalog-policy";
import { glueConnectionPassword } from "../../../../../policies/controls/glue/connection-password";
import { glueConnectionTls } from "../../../../../policies/controls/glue/connection-tls";
import { glueJobEncryption } from "../../../../../policies/controls/glue/job-encryption";
import { glueSecurityConfiguration } from "../../../../../policies/controls/glue/security-configuration";
import { glueVersion } from "../../../../../policies/controls/glue/version";
import { examplesOf, one, plus } from "../../../../support/examples";
import { describeControl, UNKNOWN } from "../../../../support/policies";

const catalog = (mode: unknown, passwords: unknown) =>
  one("aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings", {
    dataCatalogEncryptionSettings: {
      encryptionAtRest: { catalogEncryptionMode: mode },
      connectionPasswordEncryption: { returnConnectionPasswordEncrypted: passwords },
    },
  });
const at = "dataCatalogEncryptionSettings";

describeControl(glueCatalogEncryption, {
  compliant: { "a key": catalog("SSE-KMS", true), "a key by a role": catalog("SSE-KMS-WITH-SERVICE-ROLE", true) },
  violating: {
    "no key": { ...catalog("DISABLED", true), at: `${at}.encryptionAtRest.catalogEncryptionMode` },
    "passwords in clear": {
      ...catalog("SSE-KMS", false),
      at: `${at}.connectionPasswordEncryption.returnConnectionPasswordEncrypted`,
    },
    "no word of passwords": {
      ...catalog("SSE-KMS", undefined),
      at: `${at}.connectionPasswordEncryption.returnConnectionPasswordEncrypted`,
    },
  },
  undecided: {
    "a mode that is not known yet": { ...catalog(UNKNOWN, true), because: /catalogEncryptionMode is not known/ },
  },
});

const security = (s3: unknown, logs: unknown, bookmarks: unknown) =>
  one("aws:glue/securityConfiguration:SecurityConfiguration", {
    encryptionConfiguration: {
      s3Encryption: { s3EncryptionMode: s3 },
      cloudwatchEncryption: { cloudwatchEncryptionMode: logs },
      jobBookmarksEncryption: { jobBookmarksEncryptionMode: bookmarks },
    },
  });
const inside = "encryptionConfiguration";

describeControl(glueSecurityConfiguration, {
  compliant: {
    "keys for all": security("SSE-KMS", "SSE-KMS", "CSE-KMS"),
    "S3's own keys for data": security("SSE-S3", "SSE-KMS", "CSE-KMS"),
  },
  violating: {
    "data in clear": { ...security("DISABLED", "SSE-KMS", "CSE-KMS"), at: `${inside}.s3Encryption.s3EncryptionMode` },
    "logs in clear": {
      ...security("SSE-KMS", "DISABLED", "CSE-KMS"),
      at: `${inside}.cloudwatchEncryption.cloudwatchEncryptionMode`,
    },
    "bookmarks in clear": {
      ...security("SSE-KMS", "SSE-KMS", "DISABLED"),
      at: `${inside}.jobBookmarksEncryption.jobBookmarksEncryptionMode`,
    },
    "what AWS takes by itself": {
      ...security(undefined, "SSE-KMS", "CSE-KMS"),
      at: `${inside}.s3Encryption.s3EncryptionMode`,
    },
  },
  undecided: {
    "a mode that is not known yet": { ...security(UNKNOWN, "SSE-KMS", "CSE-KMS"), because: /is not known/ },
  },
});

const workers = ["aws:glue/job:Job", "aws:glue/crawler:Crawler", "aws:glue/devEndpoint:DevEndpoint"];

describeControl(glueJobEncryption, {
  compliant: Object.fromEntries(
    workers.flatMap((type) => [
      [`one by name (${type})`, one(type, { securityConfiguration: "keys" })],
      [`one that is not made yet (${type})`, one(type, { securityConfiguration: UNKNOWN })],
    ]),
  ),
  violating: Object.fromEntries(
    workers.map((type) => [`none (${type})`, { ...one(type), at: "securityConfiguration" }]),
  ),
  undecided: {},
  alwaysDecides: "a name that is not known yet is that of a configuration that the program makes",
});

const connection = "aws:glue/connection:Connection";

describeControl(
  glueConnectionTls,
  plus(
    examplesOf({
      types: [connection],
      path: "connectionProperties.JDBC_ENFORCE_SSL",
      good: ["true"],
      bad: ["false"],
      absent: "bad",
      beside: { connectionType: "JDBC" },
    }),
    {
      violating: { "a connection of no type": { ...one(connection), at: "connectionProperties.JDBC_ENFORCE_SSL" } },
      undecided: {
        "a type that is not known yet": {
          ...one(connection, { connectionType: UNKNOWN }),
          because: /connectionType is not known/,
        },
      },
      notApplicable: { "a way into a network": one(connection, { connectionType: "NETWORK" }) },
      mayBeDropped: { connectionType: "Glue then takes JDBC" },
    },
  ),
);

describeControl(glueConnectionPassword, {
  compliant: {
    "a secret": one(connection, { connectionProperties: { SECRET_ID: "warehouse" } }),
    "no properties": one(connection),
  },
  violating: {
    "a password": {
      ...one(connection, { connectionProperties: { USERNAME: "glue", PASSWORD: "x" } }),
      at: "connectionProperties.PASSWORD",
    },
    "a password that is not known yet": {
      ...one(connection, { connectionProperties: { PASSWORD: UNKNOWN } }),
      at: "connectionProperties.PASSWORD",
    },
  },
  undecided: {
    "properties that are not known yet": {
      ...one(connection, { connectionProperties: UNKNOWN }),
      because: /connectionProperties is not known/,
    },
  },
  mayBeDropped: { connectionProperties: "without properties there is no password" },
});

const policy = (statement: Record<string, unknown>) =>
  one("aws:glue/resourcePolicy:ResourcePolicy", {
    policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "glue:*", Resource: "*", ...statement }] }),
  });

describeControl(glueCatalogPolicy, {
  compliant: {
    "an account by name": policy({ Principal: { AWS: "210987654321" } }),
    "an organization": policy({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
  },
  violating: { everybody: { ...policy({ Principal: "*" }), at: "policy.Statement[0]" } },
  undecided: {
    "a policy that is not known yet": {
      ...one("aws:glue/resourcePolicy:ResourcePolicy", { policy: UNKNOWN }),
      because: /policy is not known/,
    },
  },
  mayBeDropped: { policy: "without a policy nobody comes in" },
});

const job = (values: Record<string, unknown>) => one("aws:glue/job:Job", values);

describeControl(glueVersion, {
  compliant: {
    "a version in support": job({ glueVersion: "5.0" }),
    "the oldest of them": job({ glueVersion: "3.0", command: { name: "glueetl" } }),
    "an older one where a team takes it": { ...job({ glueVersion: "2.0" }), config: { oldestVersion: "2.0" } },
  },
  violating: {
    "a version out of it": { ...job({ glueVersion: "2.0" }), at: "glueVersion" },
    "one of a stream": { ...job({ glueVersion: "1.0", command: { name: "gluestreaming" } }), at: "glueVersion" },
  },
  undecided: {
    "a version that is not known yet": { ...job({ glueVersion: UNKNOWN }), because: /glueVersion is not known/ },
    "a version that was left to AWS": { ...job({}), because: /AWS chose the version/ },
    "a setting that is no version": {
      ...job({ glueVersion: "5.0" }),
      config: { oldestVersion: "new" },
      because: /oldestVersion is "new"/,
    },
    "a kind of job that is not known yet": {
      ...job({ glueVersion: "1.0", command: { name: UNKNOWN } }),
      because: /command.name is not known/,
    },
  },
  notApplicable: {
    "a Python shell": job({ glueVersion: "1.0", command: { name: "pythonshell" } }),
    Ray: job({ command: { name: "glueray" } }),
  },
  mayBeDropped: { "command.name": "Glue then takes Spark" },
});
