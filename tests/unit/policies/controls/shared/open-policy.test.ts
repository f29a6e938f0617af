import { metricsWorkspacePublic } from "../../../../../policies/controls/amp/workspace";
import { logPolicyPublic } from "../../../../../policies/controls/cloudwatchlogs/public";
import { busPublic } from "../../../../../policies/controls/eventbridge/bus-public";
import { trustEverybody } from "../../../../../policies/controls/iam/trust-everybody";
import { streamPublic } from "../../../../../policies/controls/kinesis/public";
import { keyTypes } from "../../../../../policies/controls/kms/keys";
import { keyPublic } from "../../../../../policies/controls/kms/public";
import { clusterPolicyPublic } from "../../../../../policies/controls/msk/policy-public";
import { secretPublic } from "../../../../../policies/controls/secretsmanager/public";
import { topicPublic } from "../../../../../policies/controls/sns/public";
import { queuePublic } from "../../../../../policies/controls/sqs/public";
import { describeControl, type Examples, sample, UNKNOWN } from "../../../../support/policies";

const account = "111122223333";
const arn = `arn:aws:sns:eu-central-1:${account}:orders`;

/** A statement for everybody, but for what is said otherwise. */
const statement = (more: Record<string, unknown> = {}) => ({
  Effect: "Allow",
  Principal: "*",
  Action: "any:Thing",
  Resource: "*",
  ...more,
});
const limited = (operator: string, key: string, value: unknown) =>
  statement({ Condition: { [operator]: { [key]: value } } });

/** What every control on the policy of a resource says of it. */
function ofPolicy(type: string, property: string, more: Partial<Examples> = {}): Examples {
  const having = (...Statement: unknown[]) => ({
    subject: sample(type, "one", { [property]: JSON.stringify({ Version: "2012-10-17", Statement }) }),
  });
  return {
    compliant: {
      "no policy": { subject: sample(type, "one", {}) },
      "a named account": having(statement({ Principal: { AWS: `arn:aws:iam::${account}:root` } })),
      "everybody for a named source": having(limited("ArnEquals", "aws:SourceArn", arn)),
      ...more.compliant,
    },
    violating: {
      everybody: { ...having(statement()), at: `${property}.Statement[0]`, saying: /everybody/ },
      ...more.violating,
    },
    undecided: {
      "a policy that is not known yet": { subject: sample(type, "one", { [property]: UNKNOWN }), because: /not known/ },
      ...more.undecided,
    },
    mayBeDropped: { [property]: "nobody is let in without one" },
  };
}

describeControl(queuePublic, {
  ...ofPolicy("aws:sqs/queuePolicy:QueuePolicy", "policy", {
    compliant: {
      "a policy that AWS fills in": { subject: sample("aws:sqs/queue:Queue", "one", { policy: UNKNOWN }) },
      ...Object.fromEntries(
        [
          limited("StringEquals", "AWS:SourceAccount", account),
          limited("StringEqualsIgnoreCase", "aws:PrincipalOrgID", "o-1"),
          limited("StringLike", "aws:PrincipalArn", `arn:aws:iam::${account}:role/*`),
          limited("ArnLike", "aws:SourceArn", "arn:aws:s3:*:*:bucket"),
          limited("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", ["o-1/r-1/*"]),
          limited("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "198.51.100.7", "10.0.0.0/8", "2001:db8::/32"]),
          limited("StringEquals", "aws:PrincipalServiceName", "sns.amazonaws.com"),
          limited("StringEquals", "aws:SourceOwner", account),
          limited("StringEquals", "kms:CallerAccount", account),
          limited("StringEquals", "s3:DataAccessPointAccount", account),
          limited("ArnLike", "s3:DataAccessPointArn", `arn:aws:s3:*:${account}:accesspoint/*`),
          limited("StringEquals", "lambda:EventSourceToken", "amzn1.ask.skill.1"),
          limited("Bool", "elasticfilesystem:AccessedViaMountTarget", "true"),
          limited("ArnEquals", "elasticfilesystem:AccessPointArn", arn),
          statement({ Effect: "Deny" }),
          statement({ Principal: { Service: "sns.amazonaws.com" } }),
          statement({ Principal: undefined }),
        ].map((one, index) => [
          `what is limited (${index}: ${JSON.stringify(one)})`,
          { subject: sample("aws:sqs/queue:Queue", "one", { policy: { Statement: [one] } }) },
        ]),
      ),
    },
    violating: {
      ...Object.fromEntries(
        [
          statement({ Principal: { AWS: "*" } }),
          statement({ Principal: { AWS: [account, "*"] } }),
          statement({ Principal: undefined, NotPrincipal: { AWS: account } }),
          limited("StringNotEquals", "aws:SourceAccount", account),
          limited("StringEqualsIfExists", "aws:SourceAccount", account),
          limited("ForAllValues:StringEquals", "aws:PrincipalOrgPaths", account),
          limited("StringEquals", "aws:RequestedRegion", "eu-central-1"),
          limited("StringEquals", "aws:SourceAccount", []),
          limited("StringLike", "aws:SourceAccount", "*"),
          limited("StringLike", "aws:SourceAccount", [account, "?*"]),
          limited("ArnLike", "aws:SourceArn", "arn:aws:s3:*:*:*"),
          limited("IpAddress", "aws:SourceIp", "0.0.0.0/0"),
          limited("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "::/0"]),
          limited("IpAddress", "aws:SourceIp", "8.0.0.0/7"),
          limited("IpAddress", "aws:SourceIp", "2001::/31"),
          limited("IpAddress", "aws:VpcSourceIp", "10.0.0.0/24"),
          limited("Bool", "aws:SecureTransport", "true"),
          limited("Bool", "elasticfilesystem:AccessedViaMountTarget", "false"),
        ].map((one, index) => [
          `what is not limited (${index}: ${JSON.stringify(one)})`,
          {
            subject: sample("aws:sqs/queue:Queue", "one", {
              policy: { Statement: [statement({ Effect: "Deny" }), one] },
            }),
            at: "policy.Statement[1]",
          },
        ]),
      ),
      "text that is no JSON": { subject: sample("aws:sqs/queue:Queue", "one", { policy: "{" }), at: "policy" },
    },
    undecided: {
      ...Object.fromEntries(
        [
          UNKNOWN,
          statement({ Effect: UNKNOWN }),
          statement({ Principal: UNKNOWN }),
          statement({ Principal: { AWS: UNKNOWN } }),
          statement({ Condition: UNKNOWN }),
          limited("StringEquals", "aws:SourceAccount", UNKNOWN),
        ].map((one, index) => [
          `what is not known yet of a statement (${index})`,
          { subject: sample("aws:sqs/queue:Queue", "one", { policy: { Statement: [one] } }), because: /not known/ },
        ]),
      ),
      "statements that are not known yet": {
        subject: sample("aws:sqs/queue:Queue", "one", { policy: { Statement: UNKNOWN } }),
        because: /Statement is not known/,
      },
    },
  }),
  mayBeDropped: {
    policy: "nobody is let in without one",
    "policy.Statement": "nobody is let in without one",
  },
});

/** A policy beside a resource, and the same in the resource, where AWS fills it in. */
const besideAnd = (beside: string, ...owners: string[]): Examples =>
  ofPolicy(beside, "policy", {
    compliant: Object.fromEntries(
      owners.map((type) => [
        `a policy that AWS fills in, of ${type}`,
        { subject: sample(type, "one", { policy: UNKNOWN }) },
      ]),
    ),
    violating: Object.fromEntries(
      owners.map((type) => [
        `everybody, in ${type}`,
        {
          subject: sample(type, "one", { policy: JSON.stringify({ Statement: [statement()] }) }),
          at: "policy.Statement[0]",
        },
      ]),
    ),
  });
describeControl(topicPublic, besideAnd("aws:sns/topicPolicy:TopicPolicy", "aws:sns/topic:Topic"));
describeControl(keyPublic, besideAnd("aws:kms/keyPolicy:KeyPolicy", ...keyTypes));
const secret = "aws:secretsmanager/secret:Secret";
describeControl(secretPublic, besideAnd("aws:secretsmanager/secretPolicy:SecretPolicy", secret));
describeControl(streamPublic, ofPolicy("aws:kinesis/resourcePolicy:ResourcePolicy", "policy"));
describeControl(clusterPolicyPublic, ofPolicy("aws:msk/clusterPolicy:ClusterPolicy", "policy"));
describeControl(metricsWorkspacePublic, ofPolicy("aws:amp/resourcePolicy:ResourcePolicy", "policyDocument"));
describeControl(trustEverybody, ofPolicy("aws:iam/role:Role", "assumeRolePolicy"));

describeControl(logPolicyPublic, ofPolicy("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "policyDocument"));
describe("of destinations", () => {
  describeControl(
    logPolicyPublic,
    ofPolicy("aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy", "accessPolicy"),
  );
  describeControl(
    logPolicyPublic,
    ofPolicy("aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy", "deliveryDestinationPolicy"),
  );
});

const permission = (props: Record<string, unknown>) => ({
  subject: sample("aws:cloudwatch/eventPermission:EventPermission", "all", props),
});
const ofBus = ofPolicy("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "policy", {
  compliant: {
    "a permission of an account": permission({ principal: account }),
    "a permission of an organisation": permission({
      principal: "*",
      condition: { key: "aws:PrincipalOrgID", type: "StringEquals", value: "o-1" },
    }),
  },
  violating: {
    "a permission of everybody": { ...permission({ principal: "*" }), at: "condition.key" },
    "a permission of another kind of everybody": {
      ...permission({ principal: "*", condition: { key: "aws:SourceIp", value: "o-1" } }),
      at: "condition.key",
    },
    "a permission of any organisation": {
      ...permission({ principal: "*", condition: { key: "aws:PrincipalOrgID", value: "*" } }),
      at: "condition.value",
    },
  },
  undecided: {
    "a permission of nobody knows whom": { ...permission({ principal: UNKNOWN }), because: /principal is not known/ },
  },
});
describeControl(busPublic, { ...ofBus, mayBeDropped: { ...ofBus.mayBeDropped, principal: "AWS refuses one without" } });
