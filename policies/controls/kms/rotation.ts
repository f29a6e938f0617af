import { control, notApplicable } from "../../core";

/** Holds keys to yearly rotation. */
export const keyRotation = control({
  id: "kms-key-rotation",
  title: "Keys are rotated",
  severity: "medium",
  why: "The longer one key encrypts everything, the more is lost with it.",
  fix: "Set enableKeyRotation to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-4",
  on: ["aws:kms/key:Key"],
  check: (key) => {
    const usage = key.string("keyUsage");
    const spec = key.string("customerMasterKeySpec");
    if (usage.value !== undefined && usage.value !== "ENCRYPT_DECRYPT") {
      return notApplicable("keys that sign are not rotated by AWS");
    }
    if (spec.value !== undefined && spec.value !== "SYMMETRIC_DEFAULT") {
      return notApplicable("asymmetric keys are not rotated by AWS");
    }
    if (key.has("customKeyStoreId") !== false) {
      return notApplicable("keys of a store of the customer's are not rotated by AWS");
    }
    return key.boolean("enableKeyRotation").mustBeTrue({ absent: "AWS then takes false" });
  },
});
