import { control, texts } from "../../core";
import { highRiskPorts } from "../../facts/facts";
import { everyRule, groupsAndRules, opensAuthorized, opensNone } from "./open-rules";

const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html";

/** Holds security groups to no administration from the internet. */
export const securityGroupAdministration = control({
  id: "security-group-administration",
  title: "Security groups don't open SSH or RDP to the internet",
  severity: "high",
  why: "Ports of administration are tried by everyone, with every stolen password there is.",
  fix: "Drop the rule, and use Session Manager; or name the addresses that administrators come from.",
  url: `${page}#ec2-13`,
  on: groupsAndRules,
  check: (owner) => everyRule(owner, "ingress", (rule) => opensNone(rule, highRiskPorts.administration)),
});

/** Holds security groups to no store from the internet. */
export const securityGroupHighRisk = control({
  id: "security-group-high-risk",
  title: "Security groups don't open ports of high risk to the internet",
  severity: "critical",
  why: "Databases, file shares and consoles are made for a network where everyone is known.",
  fix: "Let the rule name the security group that calls, not addresses.",
  url: `${page}#ec2-19`,
  on: groupsAndRules,
  check: (owner) => everyRule(owner, "ingress", (rule) => opensNone(rule, highRiskPorts.highRisk)),
});

/** Holds security groups to few ports for the internet. */
export const securityGroupAuthorized = control({
  id: "security-group-authorized",
  title: "Security groups open no port to the internet but those that were authorized",
  severity: "high",
  why: "Each further port is one more program that has to withstand everyone.",
  fix: "Let the rule name addresses or a security group, or authorize the port in the settings.",
  url: `${page}#ec2-18`,
  on: groupsAndRules,
  config: {
    tcp: texts({ default: ["443"], description: "Ports that may be open to the internet by TCP." }),
    udp: texts({ default: [], description: "Ports that may be open to the internet by UDP." }),
  },
  check: (owner, { config }) => everyRule(owner, "ingress", (rule) => opensAuthorized(rule, config)),
});
