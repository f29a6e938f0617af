import { cannotTell, fail, stackControl } from "../../core";

/**
 * Holds secrets to rotation. Off unless a team wants it: rotation takes a function that knows what the secret opens, and
 * breaks what reads the secret once.
 */
export const secretRotation = stackControl({
  id: "secretsmanager-rotation",
  title: "Secrets are rotated",
  severity: "medium",
  enforcement: "disabled",
  why: "A secret that leaked opens the door until somebody notices.",
  fix: "Make a SecretRotation for the secret, with a function that changes it.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html#secretsmanager-1",
  on: ["aws:secretsmanager/secret:Secret"],
  check: (secret, { graph }) => {
    const { certain, possible } = graph.referrersTo(
      secret,
      ["aws:secretsmanager/secretRotation:SecretRotation"],
      "secretId",
    );
    const [rotation] = certain;
    const [first] = possible;
    return rotation
      ? rotation.mustBeSet("rotationRules", "how often it is rotated", { unknown: "set" })
      : first
        ? cannotTell(`${first.resource.name}: ${first.reason}`)
        : fail({ path: "", found: "no SecretRotation", expected: "one for the secret" });
  },
});
