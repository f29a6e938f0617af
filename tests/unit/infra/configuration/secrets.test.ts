import { strict as assert } from "node:assert";
import { suspectedSecrets } from "../../../../infra/configuration/secrets";

/** Text in the form of a secret, put together here so that no scanner takes the file for a leak. */
const FORMS: [string, string][] = [
  ["an AWS access key id", `AKIA${"Q".repeat(16)}`],
  ["an AWS access key id", `key=ASIA${"7".repeat(16)};`],
  ["a private key", `-----BEGIN ${"RSA "}PRIVATE KEY-----\nMII`],
  ["a JSON web token", `eyJ${"a".repeat(20)}.eyJ${"b".repeat(20)}.c-_c`],
  ["a password in a URL", "amqps://shop:hunter2@broker:5671"],
  ["a password in a URL", "redis://:hunter2@cache:6379"],
  ["a GitHub token", `ghp_${"x".repeat(36)}`],
  ["a Slack token", `xoxb-${"1".repeat(12)}-abc`],
  ["a Stripe key", `sk_${"live"}_${"1".repeat(24)}`],
];

function paths(value: unknown, harmless?: string[]): string[] {
  return suspectedSecrets(value, harmless).map(({ path }) => path);
}

describe("suspectedSecrets", () => {
  it("finds text under a key that is named like a secret, however it is written", () => {
    const keys = [
      "password",
      "dbPassword",
      "DB_PASSWD",
      "passphrase",
      "clientSecret",
      "CLIENT_SECRET",
      "token",
      "accessToken",
      "API_TOKEN",
      "apiKey",
      "api-key",
      "privateKey",
      "SIGNING_KEY",
      "awsSecretAccessKey",
      "credentials",
      "connectionString",
    ];
    for (const key of keys) assert.deepEqual(paths({ [key]: "hunter2" }), [key], key);
  });

  it("finds text in the form of a secret under any key, and says which form", () => {
    for (const [form, text] of FORMS) {
      assert.deepEqual(suspectedSecrets({ note: text }), [{ path: "note", reason: `it holds ${form}` }], text);
    }
  });

  it("finds a secret's form under a key that is named like a reference", () => {
    assert.deepEqual(paths({ brokerUrl: "amqps://shop:hunter2@broker:5671" }), ["brokerUrl"]);
  });

  it("looks into objects and lists, and tells the path", () => {
    const value = { payments: [{ name: "a" }, { password: "x" }], passwords: ["y"] };
    assert.deepEqual(paths(value), ["payments.1.password", "passwords.0"]);
  });

  it("never repeats the value", () => {
    assert.ok(!JSON.stringify(suspectedSecrets({ password: "hunter2" })).includes("hunter2"));
  });

  it("lets references to secrets, numbers, switches, nothing and ordinary text pass", () => {
    const fine = {
      passwordSecretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-a1b2c3",
      password: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-a1b2c3",
      dbPassword: "{{resolve:secretsmanager:db:SecretString:password}}",
      apiKey: "arn:aws:ssm:eu-central-1:123456789012:parameter/shop/key",
      tokenEndpoint: "https://login.example.com/oauth2/token",
      tokenTtlSeconds: "300",
      secretName: "shop/db",
      maxTokens: 4096,
      requirePassword: true,
      secret: "",
      credentials: null,
      bypass: "yes",
      keyboard: "qwerty",
      monkey: "banana",
      compassDirection: "north",
    };
    assert.deepEqual(paths(fine), []);
  });

  it("leaves out just the paths that are named", () => {
    const value = { format: { tokenMask: "***", token: "opaque" }, token: "opaque" };
    assert.deepEqual(paths(value, ["format.token"]), ["token"]);
  });
});
