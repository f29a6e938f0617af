import {
  defaultSecurityGroupClosed,
  securityGroupDescribed,
  securityGroupRulesNotMixed,
} from "../../../../../policies/controls/vpc/security-groups";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import { defaultVpc, groupWith, naming, oldRule, otherVpc, ruleOf, vpc } from "./samples";

const defaultType = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const closing = (of: Sample | readonly Sample[], props: Record<string, unknown> = {}) =>
  naming(defaultType, "closed", "vpcId", of, props);
const closed = closing(vpc, { ingress: [], egress: [] });
const rule = { protocol: "-1", self: true };

describeControl(defaultSecurityGroupClosed, {
  compliant: {
    "a group without rules": { subject: vpc, others: [closed] },
    "a group of which nothing is said": { subject: vpc, others: [closing(vpc)] },
    "rules that AWS will tell of": { subject: vpc, others: [closing(vpc, { ingress: UNKNOWN, egress: UNKNOWN })] },
    "the default VPC's own": { subject: defaultVpc, others: [sample(defaultType, "closed", { id: UNKNOWN })] },
    "rules of another group": { subject: vpc, others: [closed, ruleOf("ingress", groupWith({}))] },
  },
  violating: {
    "one that is open beside one that is closed": {
      subject: vpc,
      others: [closed, { ...closing(vpc, { ingress: [rule] }), name: "open" }],
      at: "",
    },
    "what AWS gives it": { subject: vpc, at: "", saying: /the rules that AWS gives it/ },
    "another VPC's only": { subject: vpc, others: [closing(otherVpc)], at: "" },
    "the default VPC's only": { subject: vpc, others: [sample(defaultType, "closed", { id: UNKNOWN })], at: "" },
    "another VPC's for the default one": { subject: defaultVpc, others: [closed], at: "" },
    "a rule for what comes in": {
      subject: vpc,
      others: [closing(vpc, { ingress: [rule] })],
      at: "",
      saying: /of ingress/,
    },
    "a rule for what goes out": {
      subject: vpc,
      others: [closing(vpc, { egress: [rule] })],
      at: "",
      saying: /of egress/,
    },
    "a rule beside it": { subject: vpc, others: [closed, ruleOf("ingress", closed)], at: "", saying: /ingress-rule/ },
  },
  undecided: {
    "a group that may be another VPC's": {
      subject: vpc,
      others: [closing([vpc, otherVpc])],
      because: /vpcId is not known/,
    },
    "rules that come from elsewhere": {
      subject: vpc,
      others: [
        sample(
          defaultType,
          "closed",
          { vpcId: UNKNOWN, ingress: UNKNOWN },
          { from: { vpcId: [vpc], ingress: [otherVpc] } },
        ),
      ],
      because: /ingress is not known/,
    },
    "a rule that may be of another group": {
      subject: vpc,
      others: [closed, ruleOf("ingress", [closed, closing(otherVpc)])],
      because: /securityGroupId is not known/,
    },
  },
  mayBeDropped: {
    ingress: "the provider takes all rules away that the program does not name",
    egress: "as for ingress",
    securityGroupId: "a rule of no group",
  },
  notApplicable: { "a subnet": { subject: sample("aws:ec2/subnet:Subnet", "a") } },
});

const inline = groupWith({ ingress: [rule] });
const ports = { fromPort: 443, toPort: 443 };
const readBack = { ...ports, protocol: "tcp", cidrBlocks: ["10.0.0.0/16"] };
const besideIt = (group: Sample): Sample =>
  sample(
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "beside",
    { ...ports, ipProtocol: "tcp", cidrIpv4: "10.0.0.0/16", securityGroupId: UNKNOWN },
    { from: { securityGroupId: [group] } },
  );
const empty = groupWith({ ingress: [], egress: [] });
const bare = groupWith({});
const both = groupWith({ ingress: [rule], egress: [rule] });

describeControl(securityGroupRulesNotMixed, {
  compliant: {
    "rules in it": { subject: inline },
    "rules beside it": { subject: bare, others: [ruleOf("ingress", bare), ruleOf("egress", bare)] },
    "rules in it for one direction, beside it for the other": { subject: inline, others: [ruleOf("egress", inline)] },
    "rules that AWS will tell of": {
      subject: groupWith({ ingress: UNKNOWN }),
      others: [naming(bare.type, "x", "vpcId", vpc)],
    },
    "no rule at all": { subject: empty },
    "a list without rules, as the provider reads it back": { subject: empty, others: [ruleOf("egress", empty)] },
    "rules beside it that the provider reads back": (() => {
      const group = groupWith({ ingress: [readBack] });
      return { subject: group, others: [besideIt(group)] };
    })(),
    "a rule for the other direction that may be of another group": {
      subject: inline,
      others: [ruleOf("egress", [inline, groupWith({}, "other")])],
    },
  },
  violating: {
    "both for what comes in": {
      subject: inline,
      others: [ruleOf("ingress", inline)],
      at: "ingress",
      saying: /ingress-rule/,
    },
    "a rule in it that none beside it is": (() => {
      const group = groupWith({ ingress: [readBack, { ...readBack, cidrBlocks: ["10.1.0.0/16"] }] });
      return { subject: group, others: [besideIt(group)], at: "ingress" };
    })(),
    "both for what goes out": { subject: both, others: [ruleOf("egress", both)], at: "egress" },
    "a rule of the older kind": {
      subject: inline,
      others: [
        sample(
          oldRule({}).type,
          "old",
          { type: "ingress", securityGroupId: UNKNOWN },
          { from: { securityGroupId: [inline] } },
        ),
      ],
      at: "ingress",
    },
  },
  undecided: {
    "a rule that may be of another group": {
      subject: inline,
      others: [ruleOf("ingress", [inline, groupWith({}, "other")])],
      because: /securityGroupId is not known/,
    },
    "rules in it that come from elsewhere": (() => {
      const given = sample(bare.type, "web", { id: UNKNOWN, ingress: UNKNOWN }, { from: { ingress: [vpc] } });
      return { subject: given, others: [ruleOf("ingress", given)], because: /ingress is not known/ };
    })(),
  },
  mayBeDropped: {
    ingress: "no list, nothing to mix",
    egress: "no list, nothing to mix",
    securityGroupId: "a rule of no group",
  },
  notApplicable: { "a subnet": { subject: sample("aws:ec2/subnet:Subnet", "a") } },
});

const described = (description: unknown, more: Record<string, unknown> = {}) => ({
  subject: groupWith({ description, ...more }),
});

describeControl(securityGroupDescribed, {
  compliant: {
    "a group": described("Load balancer of the shop"),
    "a group with rules": described("Load balancer", { ingress: [{ description: "From users" }], egress: [] }),
    "a rule's description that is made from something": described("Load balancer", {
      ingress: [{ description: UNKNOWN }],
    }),
    "a rule": { subject: ruleOf("ingress", bare, { description: "From users" }) },
    "a description that is made from something": described(UNKNOWN),
    "the default group, which AWS describes": { subject: sample(defaultType, "default", {}) },
  },
  violating: {
    nothing: { ...described(undefined), at: "description" },
    "an empty text": { ...described(""), at: "description" },
    "what Pulumi writes": { ...described("Managed by Pulumi"), at: "description" },
    "a rule of which nothing is said": { subject: ruleOf("egress", bare), at: "description" },
    "a rule in a group, for what comes in": { ...described("x", { ingress: [{}] }), at: "ingress[0].description" },
    "a rule in a group, for what goes out": { ...described("x", { egress: [{}] }), at: "egress[0].description" },
    "a rule in the default group": {
      subject: sample(defaultType, "default", { ingress: [{}] }),
      at: "ingress[0].description",
    },
  },
  undecided: {
    "rules that are not known yet": { ...described("x", { ingress: UNKNOWN }), because: /ingress is not known/ },
  },
  mayBeDropped: { ingress: "no rule, nothing to say", egress: "no rule, nothing to say" },
  notApplicable: { "a subnet": { subject: sample("aws:ec2/subnet:Subnet", "a") } },
});
