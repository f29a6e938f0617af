import { pass, stackControl, texts, tokens } from "../../core";
import { accountOf } from "../../graph/account";
import { both, either, matchesGlob, type PolicyStatement, type Truth, Unclear } from "../../graph/iam";
import { judgePolicy } from "../shared/policies";
import { allows, everyStatement, refuse } from "../shared/statements";

/** docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6 */
const dangerous = [
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutBucketPolicy",
  "s3:PutEncryptionConfiguration",
  "s3:PutObjectAcl",
];

/** Holds bucket policies to keeping what opens a bucket to the account itself. */
export const bucketPolicyOtherAccounts = stackControl({
  id: "s3-bucket-policy-other-accounts",
  title: "Bucket policies let other accounts change no access",
  severity: "high",
  why: "Whoever may change a bucket's policy, ACLs or encryption may take the bucket over, or open it to everybody.",
  fix: `Take ${dangerous.join(", ")} out of what the policy allows to other accounts; name accounts of your own in ownAccounts.`,
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6",
  on: tokens.bucket,
  config: {
    ownAccounts: texts({
      default: [],
      description: "Ids of further accounts whose principals may change a bucket's access.",
    }),
  },
  check: (bucket, { graph, config }) =>
    judgePolicy(
      graph,
      bucket,
      { types: tokens.bucketPolicy, path: "bucket" },
      (document) =>
        everyStatement(document, "", (statement, path) =>
          refuse(
            both(allows(statement), opens(statement), isForOthers(statement, accountOf(graph), config.ownAccounts)),
            {
              path,
              found: "an Allow by which another account may change who has access",
              expected: "no such action",
            },
          ),
        ),
      pass,
    ),
});

function opens({ action }: PolicyStatement): Truth {
  if (!action) return false;
  const covered = dangerous.some((one) => action.known.some((glob) => matchesGlob(glob, one.toLowerCase())));
  return action.negated ? true : either(covered, ...(action.unclear ? [action.unclear] : []));
}

/** Whether a statement is for principals of an account that is neither the stack's nor named. */
function isForOthers({ principal }: PolicyStatement, own: string | Unclear, named: readonly string[]): Truth {
  if (!principal) return false;
  const { everyone, negated, unclear, aws } = principal;
  return either(
    everyone || negated,
    ...aws.known.map((one): Truth => {
      const account = /^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(one)?.[1];
      if (account === undefined || named.includes(account)) return false;
      return own instanceof Unclear ? own : account !== own;
    }),
    ...[unclear, aws.unclear].filter((one) => one !== undefined),
  );
}
