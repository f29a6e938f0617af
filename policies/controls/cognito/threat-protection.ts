import { all, choice, control } from "../../core";
import { ifRequired, onDemand } from "../shared/on-demand";
import { securityHub, userPool } from "./clients";

const path = "userPoolAddOns.advancedSecurityMode";
const customPath = "userPoolAddOns.advancedSecurityAdditionalFlows.customAuthMode";

/** Holds user pools to stopping sign-ins that are not the user's. */
export const poolThreatProtection = control({
  id: "cognito-threat-protection",
  title: "User pools stop risky sign-ins and stolen passwords",
  severity: "medium",
  why: "Lists of stolen passwords are tried by machines, at a pace and from places that no user has.",
  fix: 'Set userPoolAddOns.advancedSecurityMode to "ENFORCED", and userPoolTier to "PLUS".',
  url: `${securityHub}#cognito-1`,
  on: [userPool],
  config: {
    // It costs by user and month.
    ...onDemand("user pools have to have threat protection, as Cognito.1 and Cognito.4 ask for"),
    mode: choice(["ENFORCED", "AUDIT"], {
      default: "ENFORCED",
      description: "AUDIT takes pools that only record, too.",
    }),
  },
  check: (pool, context) =>
    ifRequired(context, () => {
      const modes = context.config.mode === "AUDIT" ? ["AUDIT", "ENFORCED"] : ["ENFORCED"];
      return all(
        pool.string(path).oneOf(modes, { absent: "AWS then does nothing" }),
        pool.has("lambdaConfig.createAuthChallenge") === true
          ? pool.string(customPath).oneOf(modes, { absent: "AWS then does nothing for custom sign-ins" })
          : all(),
      );
    }),
});
