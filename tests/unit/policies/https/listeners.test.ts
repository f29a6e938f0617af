import { listenerHttps } from "../../../../policies/controls/elasticloadbalancing/listener-https";
import { listenerTlsPolicy } from "../../../../policies/controls/elasticloadbalancing/listener-tls-policy";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../support/policies";

const redirect = (protocol?: unknown) => ({ type: "redirect", redirect: { statusCode: "HTTP_301", protocol } });
const forward = { type: "forward", targetGroupArn: UNKNOWN };

const listener = (props: Record<string, unknown>, module = "lb"): Sample =>
  sample(`aws:${module}/listener:Listener`, "web", { port: 80, ...props });
const rule = (of: Sample, action: object, module = "lb"): Sample =>
  sample(
    `aws:${module}/listenerRule:ListenerRule`,
    "old-path",
    { listenerArn: UNKNOWN, actions: [action] },
    { from: { listenerArn: [of] } },
  );
const classic = (lbProtocol: unknown, lbPort: unknown = 443) => ({
  subject: sample("aws:elb/loadBalancer:LoadBalancer", "web", {
    listeners: [{ lbProtocol, lbPort, instanceProtocol: "http", instancePort: 80 }],
  }),
});

const redirecting = listener({ protocol: "HTTP", defaultActions: [redirect("HTTPS")] });
const other = sample("aws:lb/listener:Listener", "other", { protocol: "HTTPS", port: 443 });

describeControl(listenerHttps, {
  compliant: {
    "a listener that redirects": { subject: redirecting },
    "one under the other token": {
      subject: listener({ protocol: "HTTP", defaultActions: [redirect("HTTPS")] }, "alb"),
    },
    "a listener of HTTPS": { subject: listener({ protocol: "HTTPS", defaultActions: [forward] }) },
    "a rule that redirects too": { subject: redirecting, others: [rule(redirecting, redirect("HTTPS"))] },
    "a rule of another listener that forwards": { subject: redirecting, others: [rule(other, forward), other] },
    "a redirect whatever the protocol will be": {
      subject: listener({ protocol: UNKNOWN, defaultActions: [redirect("HTTPS")] }),
    },
    "a classic load balancer with HTTPS": classic("HTTPS"),
    "a classic load balancer that passes TLS on": classic("tcp"),
  },
  violating: {
    "a listener that forwards": {
      subject: listener({ protocol: "HTTP", defaultActions: [forward] }),
      at: "defaultActions",
    },
    "a listener that AWS makes one of HTTP": { subject: listener({ defaultActions: [forward] }), at: "defaultActions" },
    "the same, where AWS's choice is an output": {
      subject: listener({ protocol: UNKNOWN, defaultActions: [forward] }),
      at: "defaultActions",
    },
    "a redirect that stays on HTTP": {
      subject: listener({ protocol: "HTTP", defaultActions: [redirect()] }),
      at: "defaultActions",
    },
    "a redirect to HTTP": {
      subject: listener({ protocol: "HTTP", defaultActions: [redirect("HTTP")] }),
      at: "defaultActions",
    },
    "what is no redirect, whatever stands beside it": {
      subject: listener({ protocol: "HTTP", defaultActions: [{ ...redirect("HTTPS"), type: "forward" }] }),
      at: "defaultActions",
    },
    "a fixed answer": {
      subject: listener({ protocol: "HTTP", defaultActions: [{ type: "fixed-response" }] }),
      at: "defaultActions",
    },
    "a rule that forwards past the redirect": {
      subject: redirecting,
      others: [rule(redirecting, forward)],
      at: "actions",
    },
    "the same with the rule under the other token": {
      subject: redirecting,
      others: [rule(redirecting, forward, "alb")],
      at: "actions",
    },
    "a classic load balancer with HTTP": { ...classic("http", 80), at: "listeners[0].lbProtocol" },
    "a classic load balancer that passes HTTP on": { ...classic("TCP", 80), at: "listeners[0].lbPort" },
  },
  undecided: {
    "a protocol that comes from elsewhere": {
      subject: sample(
        "aws:lb/listener:Listener",
        "web",
        { port: 80, protocol: UNKNOWN, defaultActions: [forward] },
        { from: { protocol: [other] } },
      ),
      because: /protocol is not known/,
    },
    "actions that are not known yet": {
      subject: listener({ protocol: "HTTP", defaultActions: UNKNOWN }),
      because: /defaultActions is not known/,
    },
    "a rule that may be this listener's": {
      subject: redirecting,
      others: [
        other,
        sample(
          "aws:lb/listenerRule:ListenerRule",
          "old-path",
          { listenerArn: UNKNOWN, actions: [forward] },
          { from: { listenerArn: [redirecting, other] } },
        ),
      ],
      because: /old-path: listenerArn is not known/,
    },
    "a classic load balancer's port": { ...classic("tcp", UNKNOWN), because: /lbPort is not known/ },
  },
  notApplicable: {
    "a listener of a Network Load Balancer": { subject: listener({ protocol: "TCP", defaultActions: [forward] }) },
    "a listener of a Gateway Load Balancer": {
      subject: sample("aws:lb/listener:Listener", "inspect", { defaultActions: [forward] }),
    },
  },
  mayBeDropped: {
    protocol: "AWS then takes HTTP, and a redirect is right for that too; of HTTPS, dropping it is a violation",
    listeners: "AWS takes no classic load balancer without listeners",
    listenerArn: "a rule of no listener says nothing against one",
  },
});

const secure = (sslPolicy?: unknown, protocol: unknown = "HTTPS", module = "lb") => ({
  subject: sample(`aws:${module}/listener:Listener`, "web", {
    protocol,
    ...(sslPolicy !== undefined && { sslPolicy }),
  }),
});

describeControl(listenerTlsPolicy, {
  compliant: {
    "the recommended policy": secure("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"),
    "a policy of 2021 without TLS 1.1": secure("ELBSecurityPolicy-TLS13-1-2-2021-06"),
    "a FIPS policy under the other token": secure("ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04", "HTTPS", "alb"),
    "a Network Load Balancer": secure("ELBSecurityPolicy-TLS13-1-3-2021-06", "TLS"),
    "what ELB.17 takes, under that profile": {
      ...secure("ELBSecurityPolicy-TLS13-1-2-Res-2021-06"),
      config: { profile: "securityHub" },
    },
  },
  violating: {
    "TLS 1.0": { ...secure("ELBSecurityPolicy-TLS-1-0-2015-04"), at: "sslPolicy" },
    "TLS 1.3 with TLS 1.0 beside it": { ...secure("ELBSecurityPolicy-TLS13-1-0-2021-06"), at: "sslPolicy" },
    "AWS's old default": { ...secure(), at: "sslPolicy" },
    "a misspelt policy": { ...secure("ELBSELBSecurityPolicy-TLS13-1-3-2021-06"), at: "sslPolicy" },
    "what ELB.17 does not take, under that profile": {
      ...secure("ELBSecurityPolicy-TLS13-1-2-2021-06"),
      config: { profile: "securityHub" },
      at: "sslPolicy",
    },
  },
  undecided: {
    "a policy that is not known yet": { ...secure(UNKNOWN), because: /sslPolicy is not known/ },
    "a protocol that is not known yet": {
      ...secure("ELBSecurityPolicy-2016-08", UNKNOWN),
      because: /protocol is not known/,
    },
  },
  notApplicable: { "a listener without TLS": secure(undefined, "HTTP"), "one of TCP": secure(undefined, "TCP") },
});
