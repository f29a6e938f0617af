import { keyDeletionWindow } from "../../../../../policies/controls/kms/deletion-window";
import { keyTypes } from "../../../../../policies/controls/kms/keys";
import { keyLockout } from "../../../../../policies/controls/kms/lockout";
import { keyRotation } from "../../../../../policies/controls/kms/rotation";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const key = (props: Record<string, unknown> = {}, type = "aws:kms/key:Key") => ({
  subject: sample(type, "orders", props),
});

describeControl(keyRotation, {
  compliant: {
    rotation: key({ enableKeyRotation: true }),
    "rotation of a key of AWS's default kind": key({
      enableKeyRotation: true,
      keyUsage: "ENCRYPT_DECRYPT",
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    }),
  },
  violating: {
    "AWS's default": { ...key(), at: "enableKeyRotation" },
    none: { ...key({ enableKeyRotation: false, keyUsage: "ENCRYPT_DECRYPT" }), at: "enableKeyRotation" },
    "none, of a key that spells its kind out": {
      ...key({ customerMasterKeySpec: "SYMMETRIC_DEFAULT" }),
      at: "enableKeyRotation",
    },
  },
  undecided: { "what is not known yet": { ...key({ enableKeyRotation: UNKNOWN }), because: /is not known/ } },
  notApplicable: {
    "a key that signs": key({ keyUsage: "SIGN_VERIFY" }),
    "a pair of keys": key({ keyUsage: "ENCRYPT_DECRYPT", customerMasterKeySpec: "RSA_4096" }),
    "a key of another store": key({ customKeyStoreId: "cks-1" }),
    "a key of a store that is made with it": key({ customKeyStoreId: UNKNOWN }),
  },
  mayBeDropped: { keyUsage: "AWS's default", customerMasterKeySpec: "AWS's default" },
});

describeControl(keyDeletionWindow, {
  compliant: {
    ...Object.fromEntries(keyTypes.map((type) => [`AWS's default of ${type}`, key({}, type)])),
    "thirty days": key({ deletionWindowInDays: 30 }),
    "what a team takes": { ...key({ deletionWindowInDays: 7 }), config: { minimumDays: 7 } },
  },
  violating: {
    ...Object.fromEntries(
      keyTypes.map((type) => [
        `a day less of ${type}`,
        { ...key({ deletionWindowInDays: 29 }, type), at: "deletionWindowInDays" },
      ]),
    ),
  },
  undecided: { "what is not known yet": { ...key({ deletionWindowInDays: UNKNOWN }), because: /is not known/ } },
  mayBeDropped: { deletionWindowInDays: "AWS then waits for 30 days" },
});

describeControl(keyLockout, {
  compliant: { "AWS's default": key(), checked: key({ bypassPolicyLockoutSafetyCheck: false }) },
  violating: Object.fromEntries(
    [...keyTypes, "aws:kms/keyPolicy:KeyPolicy"].map((type) => [
      `what is not checked, of ${type}`,
      { ...key({ bypassPolicyLockoutSafetyCheck: true }, type), at: "bypassPolicyLockoutSafetyCheck" },
    ]),
  ),
  undecided: {
    "what is not known yet": { ...key({ bypassPolicyLockoutSafetyCheck: UNKNOWN }), because: /is not known/ },
  },
  mayBeDropped: { bypassPolicyLockoutSafetyCheck: "AWS checks by itself" },
});
