import { all, cannotTell, fail, pass, stackControl, type Value, type Verdict } from "../../core";

const github = "token.actions.githubusercontent.com";

/** Keys by which a provider of identities says who somebody is, after its name. */
const who = ["sub", "aud", "amr", "app_id"];

/** Judges each Allow of a trust policy for users of web identity providers. */
function everyWebIdentity(role: Value, judge: (statement: Value, provider: string) => Verdict): Verdict {
  return role.json("assumeRolePolicy").judge(
    (document) =>
      document.list("Statement").every((statement) => {
        const action = statement.list("Action");
        const federated = statement.list("Principal.Federated");
        const web = action.items.some((item) => item.string().value?.toLowerCase() === "sts:assumerolewithwebidentity");
        return statement.string("Effect").value === "Deny" || (!web && action.state !== "unknown")
          ? pass
          : federated.every((item) => {
              const provider = item.string();
              return provider.value === undefined
                ? cannotTell(provider.reason, provider.path)
                : judge(statement, provider.value.replace(/^.*:oidc-provider\//, ""));
            });
      }),
    { absent: pass },
  );
}

/** The tests of a condition that hold where a key has certain values, as key and values. */
function tests(statement: Value): [string, Value][] {
  return statement
    .at("Condition")
    .entries()
    .filter(([operator]) => /^(?:ForAnyValue:)?String(?:Equals|EqualsIgnoreCase|Like)$/i.test(operator))
    .flatMap(([, operands]) => operands.entries());
}

/** Holds roles of web identities to those that they name. */
export const webIdentitySubject = stackControl({
  id: "iam-web-identity-subject",
  title: "Roles of web identities name whom they are for",
  severity: "high",
  why: "Whoever the provider knows could take the role on: every customer of it, every pod of the cluster.",
  fix: "Add a condition on the provider's :sub or :aud to the trust policy.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
  on: ["aws:iam/role:Role"],
  check: (role) =>
    everyWebIdentity(role, (statement, provider) => {
      const condition = statement.at("Condition");
      if (condition.state === "unknown") {
        return cannotTell(condition.reason, condition.path);
      }
      const keys = who.map((key) => `${provider}:${key}`.toLowerCase());
      return tests(statement).some(([key]) => keys.includes(key.toLowerCase()))
        ? pass
        : fail({
            path: statement.path,
            found: `an Allow for everybody whom ${provider} knows`,
            expected: `a condition on ${provider}:sub or ${provider}:aud`,
          });
    }),
});

/** Holds roles of GitHub's workflows to repositories that they name. */
export const githubSubject = stackControl({
  id: "iam-github-subject",
  title: "Roles of GitHub Actions name the repository",
  severity: "high",
  why: "Whoever has a repository on GitHub could take the role on from a workflow of theirs.",
  fix: "Add a condition on token.actions.githubusercontent.com:sub with repo:<owner>/<repository>:….",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub",
  on: ["aws:iam/role:Role"],
  check: (role) =>
    everyWebIdentity(role, (statement, provider) => {
      if (provider !== github) {
        return pass;
      }
      const subjects = tests(statement).filter(([key]) => key.toLowerCase() === `${github}:sub`);
      return subjects.length === 0
        ? fail({
            path: statement.path,
            found: "an Allow for every repository",
            expected: `a condition on ${github}:sub`,
          })
        : all(
            subjects.map(([, values]) =>
              values
                .list()
                .every((value) =>
                  value
                    .string()
                    .matches(/^repo:[^*?:/]+\/[^*?:]+:./, "repo:<owner>/<repository>:…, without * in the names"),
                ),
            ),
          );
    }),
});
