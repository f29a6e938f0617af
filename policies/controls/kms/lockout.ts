import { control } from "../../core";
import { keyTypes } from "./keys";

/** Holds keys to staying manageable. */
export const keyLockout = control({
  id: "kms-key-lockout",
  title: "Key policies are checked for who is locked out by them",
  severity: "medium",
  why: "A key whose policy nobody may change is lost, and AWS alone can get it back.",
  fix: "Leave bypassPolicyLockoutSafetyCheck out, or set it to false.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key",
  on: [...keyTypes, "aws:kms/keyPolicy:KeyPolicy"],
  check: (key) => key.boolean("bypassPolicyLockoutSafetyCheck").mustBeFalse(),
  remedy: [{ path: "bypassPolicyLockoutSafetyCheck", value: false }],
});
