import { control, texts } from "../../core";
import { attachesNone, attachingTypes } from "./attached-policies";

/** Holds identities to less than AWS's own policies for administrators. */
export const administratorAccess = control({
  id: "iam-administrator-access",
  title: "No identity has a policy of administrators",
  severity: "high",
  why: "Whoever gets hold of the identity has the whole account.",
  fix: "Attach a policy that names the actions and resources that the identity needs.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  on: attachingTypes,
  config: {
    refused: texts({
      default: ["AdministratorAccess", "IAMFullAccess"],
      description: "Names of policies of AWS's that may not be attached.",
    }),
  },
  check: (one, { config }) => attachesNone(one, config.refused),
});
