import { ecsTaskFileEncryption } from "../../../../../policies/controls/ecs/task-file-systems";
import { ecsTaskEnvironmentSecrets } from "../../../../../policies/controls/ecs/task-secrets";
import { describeControl, UNKNOWN } from "../../../../support/policies";
import { containers, notTasks, task, unknownContainers } from "./samples";

const set = (name: unknown, value: unknown) => containers({ environment: [{ name, value }] });
const setRaw = (name: unknown, value: unknown) => task({ containerDefinitions: [{ environment: [{ name, value }] }] });
const at = "containerDefinitions[0].environment[0]";
const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/orders";

/** Made here, so that no scanner takes the test for a leak. */
const accessKey = `AKIA${"A1".repeat(8)}`;

describeControl(ecsTaskEnvironmentSecrets, {
  compliant: {
    "no environment": containers({}),
    "what is no secret": set("LOG_LEVEL", "info"),
    "the ARN of a secret": set("DB_PASSWORD", arn),
    "the ARN of a parameter": set("API_KEY", "arn:aws:ssm:eu-central-1:123456789012:parameter/key"),
    "an empty value": set("DB_PASSWORD", ""),
    "no value": set("DB_PASSWORD", undefined),
    "a name in which the word goes on": set("DB_PASSWORD_LENGTH", "32"),
    "a name in which the word begins elsewhere": set("NOPASSWORD", "true"),
    "a name that was allowed": { ...set("DB_PASSWORD", "none"), config: { allowedNames: ["DB_PASSWORD"] } },
    "an address without a password": set("URL", "https://shop.example.com:8443/a@b"),
    "what only begins like an access key": set("ID", "AKIA123"),
    "a value that is not known yet, under a harmless name": setRaw("TABLE", UNKNOWN),
  },
  violating: {
    ...Object.fromEntries(
      [
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "ECS_ENGINE_AUTH_DATA",
        "PASSWORD",
        "db_passwd",
        "KEY_PASSPHRASE",
        "OAUTH_CLIENT_SECRET",
        "SECRET_KEY",
        "API_KEY",
        "APIKEY",
        "PRIVATE_KEY",
        "AUTH_TOKEN",
        "REFRESH_TOKEN",
      ].map((name) => [name, { ...set(name, "x"), at, saying: new RegExp(`a secret in ${name}`) }]),
    ),
    "an access key under a harmless name": { ...set("ID", `key ${accessKey}`), at },
    "a key of a session": { ...set("ID", accessKey.replace("AKIA", "ASIA")), at },
    "a private key": { ...set("PEM", "-----BEGIN RSA PRIVATE KEY-----"), at },
    "a private key of no kind": { ...set("PEM", "-----BEGIN PRIVATE KEY-----"), at },
    "a password in an address": { ...set("DATABASE", "postgres://app:hunter2@db/orders"), at },
    "an ARN of something else": { ...set("DB_PASSWORD", "arn:aws:s3:::bucket"), at },
    "one that others were allowed beside": { ...set("API_KEY", "x"), config: { allowedNames: ["DB_PASSWORD"] }, at },
    "the second container's": {
      ...containers(
        {},
        {
          environment: [
            { name: "A", value: "b" },
            { name: "API_KEY", value: "x" },
          ],
        },
      ),
      at: "containerDefinitions[1].environment[1]",
    },
  },
  undecided: {
    ...unknownContainers,
    "a secret's name with a value that is not known yet": {
      ...setRaw("DB_PASSWORD", UNKNOWN),
      because: /value is not known/,
    },
  },
  notApplicable: notTasks,
});

const volume = (efsVolumeConfiguration: unknown) => task({ volumes: [{ name: "data", efsVolumeConfiguration }] });

describeControl(ecsTaskFileEncryption, {
  compliant: {
    TLS: volume({ fileSystemId: "fs-1", transitEncryption: "ENABLED" }),
    "no volume": task({}),
    "TLS beside a volume of the host": task({
      volumes: [{ name: "tmp" }, { name: "data", efsVolumeConfiguration: { transitEncryption: "ENABLED" } }],
    }),
  },
  violating: {
    none: {
      ...volume({ fileSystemId: "fs-1", transitEncryption: "DISABLED" }),
      at: "volumes[0].efsVolumeConfiguration.transitEncryption",
    },
    "what AWS does with nothing given": {
      ...volume({ fileSystemId: "fs-1" }),
      at: "volumes[0].efsVolumeConfiguration.transitEncryption",
    },
  },
  undecided: {
    "volumes that are not known yet": { ...task({ volumes: UNKNOWN }), because: /volumes is not known/ },
    "a volume that is not known yet": { ...volume(UNKNOWN), because: /efsVolumeConfiguration is not known/ },
  },
  mayBeDropped: { volumes: "a task without volumes is on no file system" },
  notApplicable: { ...notTasks, "a volume of the host": task({ volumes: [{ name: "tmp" }] }) },
});
