import { stackControl } from "../../core";
import { admitsNoPublic } from "../shared/open-policy";

/** Holds the policies of secrets to named principals. */
export const secretPublic = stackControl({
  id: "secretsmanager-secret-public",
  title: "Policies of secrets admit nobody from the public",
  severity: "high",
  why: "Whoever has an account of AWS could read the secret.",
  fix: "Name the principals in the secret's policy, or add a condition on aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html",
  on: ["aws:secretsmanager/secret:Secret", "aws:secretsmanager/secretPolicy:SecretPolicy"],
  check: (one, { graph }) => admitsNoPublic(graph, one, "policy"),
});
