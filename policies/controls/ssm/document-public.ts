import { all, control, type Value, type Verdict } from "../../core";

/** `account_ids`, as the provider hands it on, in whatever way it is written. */
function accounts(document: Value): Value[] {
  return document
    .at("permissions")
    .entries()
    .filter(([key]) => key.replaceAll("_", "").toLowerCase() === "accountids")
    .map(([, value]) => value);
}

function named(value: Value): Verdict {
  return value.string().test((list) => !/\ball\b/i.test(list), "ids of accounts");
}

/** Holds documents to named accounts. */
export const documentPublic = control({
  id: "ssm-document-public",
  title: "Documents of Systems Manager are not public",
  severity: "critical",
  why: "A document shows how the account is run, down to names of hosts and parameters.",
  fix: "Name the accounts in permissions.account_ids, or leave permissions out.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ssm-controls.html#ssm-4",
  on: ["aws:ssm/document:Document"],
  check: (document) => {
    const permissions = document.object("permissions");
    return permissions.state === "unknown" ? named(permissions) : all(accounts(document).map(named));
  },
});
