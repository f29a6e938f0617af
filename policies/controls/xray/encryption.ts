import { all, control } from "../../core";

/** Holds traces to a key. */
export const traceEncryption = control({
  id: "xray-encryption",
  title: "Traces are encrypted with a KMS key",
  severity: "low",
  why: "Traces show addresses, users and queries; with a key, reading them takes a permission of its own.",
  fix: "Set type to KMS, and keyId.",
  url: "https://docs.aws.amazon.com/xray/latest/devguide/xray-console-encryption.html",
  on: ["aws:xray/encryptionConfig:EncryptionConfig"],
  check: (config) =>
    all(config.string("type").equals("KMS"), config.mustBeSet("keyId", "the id of a KMS key", { unknown: "set" })),
});
