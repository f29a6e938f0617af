import {
  all,
  any,
  cannotTell,
  notApplicable,
  pass,
  type Resource,
  stackControl,
  tokens,
  type Value,
  type Verdict,
} from "../../core";
import { type Graph, given } from "../../graph";
import { isClassic } from "./kinds";

/** Holds listeners of load balancers to HTTPS. */
export const listenerHttps = stackControl({
  id: "elb-listener-https",
  title: "Load balancers serve over HTTPS, and redirect to it what comes over plain HTTP",
  severity: "high",
  why: "Plain HTTP shows requests, credentials and answers to everyone on the way.",
  fix: 'Give the listener protocol "HTTPS", or a default action, and rules, of type "redirect" with redirect.protocol "HTTPS".',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-1",
  on: [...tokens.listener, ...tokens.classicLoadBalancer],
  check: (resource, { graph }) =>
    isClassic(resource) ? resource.list("listeners").every(classicListener) : listener(resource, graph),
});

function listener(resource: Resource, graph: Graph): Verdict {
  const protocol = given(graph, resource, "protocol");
  if (protocol.state === "absent" && given(graph, resource, "port").state === "absent") {
    return notApplicable("a listener of a Gateway Load Balancer has no protocol");
  }
  if (protocol.state === "known" && protocol.string().value !== "HTTP") {
    return protocol.string().value === "HTTPS" ? pass : notApplicable("this is no listener of HTTP");
  }
  // Without a protocol, AWS takes HTTP.
  const plain = all(
    resource.list("defaultActions").some(redirects, "a redirect to HTTPS"),
    ...rulesOf(resource, graph),
  );
  return protocol.state === "unknown" ? any([plain, cannotTell(protocol.reason, "protocol")]) : plain;
}

function rulesOf(resource: Resource, graph: Graph): Verdict[] {
  const { certain, possible } = graph.referrersTo(resource, tokens.listenerRule, "listenerArn");
  return [
    ...certain.map((rule) => rule.list("actions").some(redirects, `a redirect to HTTPS in the rule ${rule.name}`)),
    ...possible.map(({ resource: rule, reason }) =>
      any([rule.list("actions").some(redirects, ""), cannotTell(`${rule.name}: ${reason}`)]),
    ),
  ];
}

/** Without a protocol, a redirect keeps the one of the request. */
function redirects(action: Value): Verdict {
  return all(
    action.string("type").equals("redirect"),
    action.string("redirect.protocol").equals("HTTPS", { absent: "the redirect then stays on plain HTTP" }),
  );
}

/** TCP passes on what it gets, which may be TLS; but not on the port of HTTP. */
function classicListener(one: Value): Verdict {
  const protocol = one.string("lbProtocol");
  if (protocol.value?.toLowerCase() !== "tcp") {
    return protocol.test((value) => ["https", "ssl"].includes(value.toLowerCase()), "https or ssl");
  }
  return one.number("lbPort").notEquals(80);
}
