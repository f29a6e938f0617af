import { webAclKnownBadInputs } from "../../../../../policies/controls/waf/known-bad-inputs";
import { webAclLogRedaction } from "../../../../../policies/controls/waf/log-redaction";
import { webAclLogging } from "../../../../../policies/controls/waf/logging";
import { webAclMetrics } from "../../../../../policies/controls/waf/metrics";
import { webAclActs } from "../../../../../policies/controls/waf/no-count-mode";
import { webAclNotEmpty } from "../../../../../policies/controls/waf/not-empty";
import { webAclRateLimit } from "../../../../../policies/controls/waf/rate-limit";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const arn = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/web/1";
const visible = { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName: "m" };
const aclOf = (props: Record<string, unknown> = {}): Sample =>
  sample("aws:wafv2/webAcl:WebAcl", "web", { arn, visibilityConfig: visible, ...props });
const acl = (...rules: unknown[]) => ({ subject: aclOf({ rules }) });
const json = (...rules: unknown[]) => ({ subject: aclOf({ ruleJson: JSON.stringify(rules) }) });
const ruleBeside = (props: Record<string, unknown>): Sample =>
  sample("aws:wafv2/webAclRule:WebAclRule", "rule", { webAclArn: arn, ...props });
const groupBeside = (props: Record<string, unknown>): Sample =>
  sample("aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation", "group", { webAclArn: arn, ...props });
const group = (props: Record<string, unknown>) => ({ subject: sample("aws:wafv2/ruleGroup:RuleGroup", "own", props) });
const empty = aclOf();
const association = { subject: sample("aws:wafv2/webAclAssociation:WebAclAssociation", "a") };

const managed = (name: unknown, rest: object = { overrideAction: { none: {} } }, vendorName: unknown = "AWS") => ({
  name: "managed",
  statement: { managedRuleGroupStatement: { name, vendorName } },
  visibilityConfig: visible,
  ...rest,
});
const bad = "AWSManagedRulesKnownBadInputsRuleSet";
const rate = { name: "rate", action: { block: {} }, statement: { rateBasedStatement: { limit: 100 } } };

describeControl(webAclNotEmpty, {
  compliant: {
    "a rule": acl(rate),
    "a rule in JSON": json({ Name: "a", Statement: null }),
    "a rule beside": { subject: empty, others: [ruleBeside({})] },
    "a rule group beside": { subject: empty, others: [groupBeside({})] },
    "a rule group with a rule": group({ rules: [rate] }),
    "a rule group with a rule in JSON": group({ rulesJson: JSON.stringify([{ Name: "a" }]) }),
  },
  violating: {
    "no rules": { subject: empty, at: "rules" },
    "an empty list": { ...acl(), at: "rules" },
    "an empty list in JSON": { ...json(), at: "rules" },
    "a rule of another web ACL": {
      subject: empty,
      others: [ruleBeside({ webAclArn: "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/other/2" })],
      at: "rules",
    },
    "an empty rule group": { ...group({}), at: "rules" },
  },
  undecided: {
    "rules that are not known yet": {
      subject: sample("aws:wafv2/webAcl:WebAcl", "web", { rules: UNKNOWN }, { from: { rules: [association.subject] } }),
      because: /rules is not known/,
    },
    "JSON that can't be read": { subject: aclOf({ ruleJson: "[" }), because: /ruleJson is no JSON/ },
    "JSON that is not known yet": { ...group({ rulesJson: UNKNOWN }), because: /rulesJson is not known/ },
    "a rule of nobody knows which": {
      subject: empty,
      others: [ruleBeside({ webAclArn: UNKNOWN })],
      because: /rule: webAclArn is not known/,
    },
  },
  notApplicable: { "an association": association },
});

describeControl(webAclKnownBadInputs, {
  compliant: {
    "the group, among others": acl(rate, managed(bad)),
    "the group in JSON": json({
      Name: "bad",
      OverrideAction: { None: {} },
      Statement: { ManagedRuleGroupStatement: { VendorName: "AWS", Name: bad } },
    }),
    "the group in a rule beside": { subject: empty, others: [ruleBeside(managed(bad))] },
    "the group beside": {
      subject: empty,
      others: [groupBeside({ managedRuleGroup: { name: bad, vendorName: "AWS" } })],
    },
    "the group beside, acting": {
      subject: empty,
      others: [groupBeside({ overrideAction: "none", managedRuleGroup: { name: bad, vendorName: "AWS" } })],
    },
  },
  violating: {
    "other rules": { ...acl(rate, managed("AWSManagedRulesCommonRuleSet")), at: "rules" },
    "the group, counting": { ...acl(managed(bad, { overrideAction: { count: {} } })), at: "rules" },
    "somebody else's group of that name": { ...acl(managed(bad, {}, "Else")), at: "rules" },
    "the group beside, counting": {
      subject: empty,
      others: [groupBeside({ overrideAction: "count", managedRuleGroup: { name: bad, vendorName: "AWS" } })],
      at: "rules",
    },
    "another group beside": {
      subject: empty,
      others: [groupBeside({ ruleGroupReference: { arn: "arn" } })],
      at: "rules",
    },
    "the group in JSON, counting": {
      ...json({
        OverrideAction: { Count: {} },
        Statement: { ManagedRuleGroupStatement: { VendorName: "AWS", Name: bad } },
      }),
      at: "rules",
    },
  },
  undecided: {
    "a group that is not known yet": { ...acl(managed(UNKNOWN)), because: /name is not known/ },
    "an action that is not known yet": {
      ...acl(managed(bad, { overrideAction: UNKNOWN })),
      because: /counts only is not known/,
    },
    "an action beside that is not known yet": {
      subject: empty,
      others: [groupBeside({ overrideAction: UNKNOWN, managedRuleGroup: { name: bad, vendorName: "AWS" } })],
      because: /counts only is not known/,
    },
  },
  notApplicable: { "an association": association },
  mayBeDropped: {
    overrideAction: "AWS then lets the group act",
    "visibilityConfig.cloudwatchMetricsEnabled": "the rule blocks, whether it has metrics or not",
  },
});

describeControl(webAclActs, {
  compliant: {
    "groups that act": acl(rate, managed(bad)),
    "no rules": { subject: empty },
    "a group beside that acts": { subject: empty, others: [groupBeside({ overrideAction: "none" })] },
  },
  violating: {
    "a group that counts": {
      ...acl(managed(bad), managed("x", { overrideAction: { count: {} } })),
      at: "rules[1].overrideAction",
    },
    "a group beside that counts": {
      subject: empty,
      others: [groupBeside({ overrideAction: "count" })],
      at: "overrideAction",
    },
  },
  undecided: {
    "an action that is not known yet": {
      ...acl(managed(bad, { overrideAction: UNKNOWN })),
      because: /counts only is not known/,
    },
    "rules that are not known yet, beside those that act": {
      subject: empty,
      others: [groupBeside({ overrideAction: UNKNOWN })],
      because: /counts only is not known/,
    },
  },
  notApplicable: { "an association": association },
  mayBeDropped: {
    rules: "there is then no rule that counts",
    arn: "there is then no rule that counts",
    webAclArn: "there is then no rule that counts",
    overrideAction: "AWS then lets the group act",
  },
});

describeControl(webAclRateLimit, {
  compliant: {
    "a limit": acl(managed(bad), rate),
    "a limit in JSON": json({ Statement: { RateBasedStatement: { Limit: 100 } } }),
    "a limit beside": { subject: empty, others: [ruleBeside(rate)] },
  },
  violating: {
    "groups only": { ...acl(managed(bad)), at: "rules" },
    "a group beside only": { subject: empty, others: [groupBeside({})], at: "rules" },
  },
  undecided: {
    "a statement that is not known yet": {
      ...acl({ name: "x", statement: UNKNOWN }),
      because: /limits the rate is not known/,
    },
  },
  notApplicable: { "an association": association },
});

const unseen = { ...visible, cloudwatchMetricsEnabled: false };

describeControl(webAclMetrics, {
  compliant: {
    "metrics of all": acl(managed(bad)),
    "metrics in JSON, in AWS's own spelling": json({ VisibilityConfig: { CloudWatchMetricsEnabled: true } }),
    "metrics beside": { subject: empty, others: [groupBeside({ visibilityConfig: visible })] },
    "metrics of a rule group": group({ visibilityConfig: visible, rules: [managed(bad)] }),
  },
  violating: {
    "none of the web ACL": {
      subject: aclOf({ visibilityConfig: unseen }),
      at: "visibilityConfig.cloudwatchMetricsEnabled",
    },
    "none of a rule": {
      ...acl(managed(bad), managed(bad, { visibilityConfig: unseen })),
      at: "rules[1].visibilityConfig.cloudwatchMetricsEnabled",
    },
    "none of a rule in JSON": {
      ...json({ VisibilityConfig: { CloudWatchMetricsEnabled: false } }),
      at: "ruleJson[0].visibilityConfig.cloudWatchMetricsEnabled",
    },
    "none beside": {
      subject: empty,
      others: [groupBeside({})],
      at: "visibilityConfig.cloudwatchMetricsEnabled",
    },
    "none of a rule group": {
      ...group({ visibilityConfig: unseen, rules: [] }),
      at: "visibilityConfig.cloudwatchMetricsEnabled",
    },
    "none of a rule of a rule group": {
      ...group({ visibilityConfig: visible, rules: [{ name: "a" }] }),
      at: "rules[0].visibilityConfig.cloudwatchMetricsEnabled",
    },
  },
  undecided: {
    "metrics that are not known yet": {
      subject: aclOf({ visibilityConfig: UNKNOWN }),
      because: /visibilityConfig is not known/,
    },
    "rules of a rule group that are not known yet": {
      ...group({ visibilityConfig: visible, rules: UNKNOWN }),
      because: /rules is not known/,
    },
  },
  notApplicable: { "an association": association },
  mayBeDropped: {
    rules: "there is then no rule without metrics",
    ruleJson: "there is then no rule without metrics",
    arn: "there is then no rule without metrics",
    webAclArn: "there is then no rule without metrics",
  },
});

const logging = (props: Record<string, unknown>): Sample =>
  sample("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "log", { resourceArn: arn, ...props });

describeControl(webAclLogging, {
  compliant: { "a log": { subject: empty, others: [logging({})] } },
  violating: {
    "no log": { subject: empty, at: "" },
    "a log of another web ACL": { subject: empty, others: [logging({ resourceArn: "arn:other" })], at: "" },
  },
  undecided: {
    "a log of nobody knows what": {
      subject: empty,
      others: [logging({ resourceArn: UNKNOWN })],
      because: /log: resourceArn is not known/,
    },
  },
  notApplicable: { "an association": association },
});

const redacts = (...names: unknown[]) => ({
  subject: logging({ redactedFields: names.map((name) => ({ singleHeader: { name } })) }),
});

describeControl(webAclLogRedaction, {
  compliant: {
    "both headers": redacts("Authorization", "cookie"),
    "the headers that a team names": { ...redacts("x-token"), config: { headers: ["X-Token"] } },
    "nothing, where a team asks for nothing": { subject: logging({}), config: { headers: [] } },
  },
  violating: {
    "no fields": { subject: logging({}), at: "redactedFields" },
    "the other of two": { ...redacts("cookie"), at: "redactedFields" },
    "one of two": { ...redacts("authorization"), at: "redactedFields", saying: /a list of 1/ },
    "other fields": { subject: logging({ redactedFields: [{ uriPath: {} }] }), at: "redactedFields" },
    "not what a team names": {
      ...redacts("authorization", "cookie"),
      config: { headers: ["x-token"] },
      at: "redactedFields",
    },
  },
  undecided: {
    "a header that is not known yet": { ...redacts("authorization", UNKNOWN), because: /name is not known/ },
  },
  notApplicable: { "an association": association },
});
