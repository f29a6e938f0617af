import { control } from "../../core";

/** Holds policies of secrets to a check by AWS. */
export const secretBlockPublic = control({
  id: "secretsmanager-block-public-policy",
  title: "Policies of secrets are refused where they admit the public",
  severity: "medium",
  why: "AWS's own analysis finds what a pattern hides; a policy that it has not seen may open the secret to everybody.",
  fix: "Set blockPublicPolicy to true.",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
  on: ["aws:secretsmanager/secretPolicy:SecretPolicy"],
  check: (policy) => policy.boolean("blockPublicPolicy").mustBeTrue({ absent: "AWS then takes false" }),
  remedy: [{ path: "blockPublicPolicy", value: true }],
});
