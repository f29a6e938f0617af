import { all, stackControl } from "../../core";
import { both } from "../../graph/iam";
import { refuse } from "../shared/statements";
import { allowsAction, everyBroadGrant, grantingTypes, onAll } from "./grants";

const decrypting = ["kms:Decrypt", "kms:ReEncryptFrom"];

/** Holds policies to decrypting with keys that they name. */
export const policyKmsDecrypt = stackControl({
  id: "iam-policy-kms-decrypt",
  title: "No policy allows decrypting with every key",
  severity: "medium",
  why: "A key keeps data apart only as long as not everybody may use it.",
  fix: "Name the keys in Resource.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-1",
  on: grantingTypes,
  check: (policy, { graph }) =>
    everyBroadGrant(graph, policy, (statement, path) =>
      all(
        decrypting.map((action) =>
          refuse(both(allowsAction(statement, action.toLowerCase()), onAll(statement, "kms", "key")), {
            path,
            found: `an Allow of ${action} on all keys`,
            expected: "named keys",
          }),
        ),
      ),
    ),
});
