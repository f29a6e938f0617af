import { all, any, control, fail, pass } from "../../core";

/** Holds users to proving who they are. */
export const elasticacheUserAuthentication = control({
  id: "elasticache-user-authentication",
  title: "ElastiCache users come in with IAM or a password",
  severity: "high",
  why: "A user without a password is everybody who reaches the port.",
  fix: 'Set authenticationMode.type to "iam" or "password"; or switch the user off with an accessString that begins with "off".',
  url: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html",
  on: ["aws:elasticache/user:User"],
  check: (user) =>
    any([
      // A user that is off can't come in, whatever it is asked for.
      user.string("accessString").matches(/^\s*off(\s|$)/, "a user that is off"),
      all(
        user.boolean("noPasswordRequired").mustBeFalse({ absent: pass }),
        user.has("authenticationMode") === false
          ? any(
              ["passwords", "passwordsWo"].map((path) => user.mustBeSet(path, "passwords", { unknown: "set" })),
              fail({ path: "authenticationMode", found: "nothing", expected: "iam or password" }),
            )
          : user.string("authenticationMode.type").oneOf(["iam", "password"]),
      ),
    ]),
});
