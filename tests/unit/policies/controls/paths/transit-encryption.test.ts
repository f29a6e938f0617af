import { strict as assert } from "node:assert";
import { transitToStores, transitToTargets } from "../../../../../policies/controls/paths/transit-encryption";
import { describeControl, judge, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import { balancer, targets } from "./network";

const cache = (props: Record<string, unknown> = { transitEncryptionEnabled: true }): Sample =>
  sample("aws:elasticache/replicationGroup:ReplicationGroup", "sessions", {
    primaryEndpointAddress: "sessions.x.cache.amazonaws.com",
    ...props,
  });
const database = sample("aws:rds/instance:Instance", "orders", { address: "orders.x.rds.amazonaws.com" });
const fn = (value: unknown, ...from: Sample[]): Sample =>
  sample(
    "aws:lambda/function:Function",
    "f",
    { environment: { variables: { STORE: value } } },
    { from: { environment: from } },
  );
const at = "environment.variables.STORE";

describeControl(transitToStores, {
  compliant: {
    "a cache with TLS": { subject: fn("rediss://sessions.x.cache.amazonaws.com:6379"), others: [cache()] },
    "a database whose address asks for TLS": {
      subject: fn("postgres://orders.x.rds.amazonaws.com/o?sslmode=verify-full"),
      others: [database],
    },
  },
  violating: {
    "a cache without TLS": {
      subject: fn("sessions.x.cache.amazonaws.com"),
      others: [cache({})],
      at: "environment",
      saying: /^function f -> cache sessions in the clear: transitEncryptionEnabled is not true$/,
    },
    "a cache that is not known yet": { subject: fn(UNKNOWN, cache({})), at: "environment" },
    "a cache that takes both": {
      subject: fn("sessions.x.cache.amazonaws.com"),
      others: [cache({ transitEncryptionEnabled: true, transitEncryptionMode: "preferred" })],
      at: "environment",
      saying: /preferred/,
    },
    "an address that asks for no TLS": {
      subject: fn("redis://sessions.x.cache.amazonaws.com:6379"),
      others: [cache()],
      at,
      saying: /its address asks for no TLS$/,
    },
    "an address that turns it off": {
      subject: fn("postgres://orders.x.rds.amazonaws.com/o?sslmode=disable"),
      others: [database],
      at,
      saying: /^function f -> database orders in the clear: its address has sslmode=disable$/,
    },
  },
  undecided: {},
  alwaysDecides: "what is not said to be off, and can't be without, is not said to be",
  notApplicable: { "a function that is told of no store": { subject: fn("x"), others: [cache({})] } },
  mayBeDropped: {},
});

describe("a store that is spoken with in the clear", () => {
  const kindOf = (value: string, store: Sample) => judge(transitToStores, { subject: fn(value), others: [store] }).kind;
  const stores: Record<string, [string, string, Record<string, unknown>, Record<string, unknown>]> = {
    "is a cache of one node": [
      "aws:elasticache/cluster:Cluster",
      "clusterAddress",
      { transitEncryptionEnabled: true },
      {},
    ],
    "is an accelerator": ["aws:dax/cluster:Cluster", "clusterAddress", { clusterEndpointEncryptionType: "TLS" }, {}],
    "is a search domain": [
      "aws:opensearch/domain:Domain",
      "endpoint",
      { domainEndpointOptions: { enforceHttps: true } },
      {},
    ],
  };
  for (const [name, [type, path, secure, plain]] of Object.entries(stores)) {
    it(name, () => {
      const store = (props: Record<string, unknown>) => sample(type, "s", { [path]: "s.x.amazonaws.com", ...props });
      assert.equal(kindOf("s.x.amazonaws.com", store(secure)), "pass");
      assert.equal(kindOf("s.x.amazonaws.com", store(plain)), "fail");
    });
  }
  for (const [value, kind] of [
    ["amqp://mq.x.amazonaws.com:5672", "fail"],
    ["amqps://mq.x.amazonaws.com:5671", "pass"],
    ["http://mq.x.amazonaws.com", "fail"],
    ["https://mq.x.amazonaws.com", "pass"],
    ["http://example.org https://mq.x.amazonaws.com", "pass"],
  ]) {
    it(`is at ${value}: ${kind}`, () => {
      const broker = sample("aws:mq/broker:Broker", "mq", {
        instances: [{ endpoints: ["amqps://mq.x.amazonaws.com:5671"] }],
      });
      assert.equal(kindOf(value ?? "", broker), kind);
    });
  }
});

describe("an address of a database", () => {
  const kindOf = (parameter: string) =>
    judge(transitToStores, {
      subject: fn(`postgres://orders.x.rds.amazonaws.com/o?${parameter}`),
      others: [database],
    }).kind;
  for (const plain of [
    "sslmode=disable",
    "sslmode=allow",
    "sslmode=prefer",
    "ssl=false",
    "ssl=0",
    "useSSL=false",
    "tls=false",
    "encrypt=false",
  ]) {
    it(`asks for no TLS by ${plain}`, () => assert.equal(kindOf(plain), "fail"));
  }
  for (const secure of ["sslmode=require", "sslmode=verify-full", "ssl=true", "tls=true", "nossl=1"]) {
    it(`may have ${secure}`, () => assert.equal(kindOf(secure), "pass"));
  }
});

const listener = (protocol: unknown, to = "shop"): Sample =>
  sample("aws:lb/listener:Listener", "front", {
    loadBalancerArn: "lb-front",
    protocol,
    defaultActions: [{ type: "forward", targetGroupArn: `tg-${to}` }],
  });
const group = (protocol: unknown): Sample => targets("shop", 443, { protocol });
const config = { everyTarget: true };

describeControl(transitToTargets, {
  compliant: {
    "TLS that goes on": { subject: listener("HTTPS"), others: [balancer("front"), group("HTTPS")], config },
  },
  violating: {
    "TLS that ends": {
      subject: listener("HTTPS"),
      others: [group("HTTP")],
      config,
      at: "defaultActions",
      saying: /^listener front -> target group shop by HTTP$/,
    },
    "TLS of a network load balancer that ends": {
      subject: listener("TLS"),
      others: [group("TCP")],
      config,
      at: "defaultActions",
    },
  },
  undecided: {},
  alwaysDecides: "a protocol that is not known is not said to be plain",
  notApplicable: {
    "a listener without TLS": { subject: listener("TCP"), others: [group("TCP")], config },
    "one of a team that did not ask for it": { subject: listener("HTTPS"), others: [group("HTTP")] },
  },
  mayBeDropped: {
    defaultActions: "what goes nowhere goes in no clear",
    protocol: "a protocol that is not known is not said to be plain",
  },
});
