import { all, cannotTell, fail, flag, notApplicable, stackControl, texts, type Verdict } from "../../core";
import { pathText } from "../../graph/path";
import { type Outsiders, outsidersOf, ownAccounts } from "../../graph/permissions/accounts";
import { type Share, shareOf, shareTypes } from "../../graph/permissions/shares";

/** Holds resources and roles to letting in nobody but the stack's own accounts, and those that were agreed on. */
export const crossAccountAccess = stackControl({
  id: "cross-account-access",
  title: "Policies let in no account but the stack's own and those that are allowed",
  severity: "high",
  why: "Whoever controls another account decides who gets in by such a policy, and this account's trail does not show who that was.",
  fix: "Name the account in allowedAccounts if it is meant to get in; else take it out of the policy, or limit * by aws:PrincipalOrgID, aws:SourceAccount or aws:SourceArn.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html",
  on: shareTypes,
  config: {
    allowedAccounts: texts({ default: [], description: "Ids of other accounts that policies may let in." }),
    deliberateToo: flag({
      default: false,
      description:
        "Whether what has no other use than to let other accounts in (image repositories' policies, endpoint services, resource shares) may let in allowedAccounts only, too.",
    }),
  },
  check: (resource, { graph, config }) => {
    const share = shareOf(graph, resource);
    if (!share) {
      return notApplicable("it says nothing of who is let in");
    }
    const own = ownAccounts(graph);
    const agreed = share.deliberate && !config.deliberateToo;
    const inside = (account: string): boolean => agreed || own.has(account) || config.allowedAccounts.includes(account);
    const { statements, unclear } = share.document;
    return all(
      statements.map((statement) => judge(resource.name, share, outsidersOf(statement, inside), own.size > 0)),
      unclear ? cannotTell(unclear.reasons.join("; "), share.path) : [],
    );
  },
});

/** @param placed whether any account of the stack's own is known */
function judge(name: string, { noun, path }: Share, outsiders: Outsiders, placed: boolean): Verdict {
  const to = `${noun} ${name}`;
  if (outsiders.everybody) {
    return fail({
      path,
      found: pathText(["everybody", to]),
      expected: "accounts by their ids, or a condition on them",
    });
  }
  if (outsiders.accounts.length > 0 && !placed) {
    return cannotTell(`whether account ${outsiders.accounts[0]} is the stack's own is not known`, path);
  }
  return all(
    outsiders.accounts.map((account) =>
      fail({
        path,
        found: pathText([`account ${account}`, to]),
        expected: "the stack's own account, or one of allowedAccounts",
      }),
    ),
    outsiders.unclear ? cannotTell(`${to}: who is let in: ${outsiders.unclear.reasons.join("; ")}`, path) : [],
  );
}
