import {
  all,
  any,
  cannotTell,
  fail,
  notApplicable,
  pass,
  type Resource,
  tokens,
  type Value,
  type Verdict,
  when,
} from "../../core";
import type { Direction } from "../../graph/network/security-groups";

/** Groups with rules in them, and rules that stand beside their group. */
export const groupsAndRules = [...tokens.securityGroup, ...tokens.securityGroupRule];

/** A rule of a security group, under whichever names its type has for things. */
export interface OpenRule {
  readonly value: Value;
  readonly protocol: string;
  readonly blocks: readonly string[];
}

const lists = { protocol: "protocol", blocks: ["cidrBlocks", "ipv6CidrBlocks"] };
const single = { protocol: "ipProtocol", blocks: ["cidrIpv4", "cidrIpv6"] };

/** Judges each rule of one direction: those in a group, or the one that stands beside it. */
export function everyRule(owner: Resource, direction: Direction, judge: (rule: OpenRule) => Verdict): Verdict {
  const other = direction === "ingress" ? "egress" : "ingress";
  if (owner.type.includes("securityGroupRule:")) {
    return when(
      owner.string("type").equals(direction),
      () => judge({ value: owner, ...lists }),
      () => notApplicable(`it is a rule of ${other}`),
    );
  }
  if (owner.type.includes("securityGroup:") || owner.type.includes("defaultSecurityGroup:")) {
    return owner.list(direction).every((rule) => judge({ value: rule, ...lists }));
  }
  return owner.type.toLowerCase().includes(direction)
    ? judge({ value: owner, ...single })
    : notApplicable(`it is a rule of ${other}`);
}

/**
 * Whether a rule is about the whole internet, or so much of it that nobody can have meant a network: blocks wider than
 * 10.0.0.0/8, the widest of private addresses, so that no halves of 0.0.0.0/0 pass, nor 2000::/3.
 */
export function isWide(block: string): boolean {
  return Number(/\/(\d+)$/.exec(block)?.[1]) < 8;
}

/** The rule is about the whole internet. */
export function toInternet({ value, blocks }: OpenRule): Verdict {
  return any(
    blocks.map((path) => value.list(path).some((block) => block.string().test(isWide, "the internet"), "the internet")),
  );
}

/** The ports that a rule is about, judged by their first and last; all of them where it is about every protocol. */
export function portsOf({ value, protocol }: OpenRule, judge: (from: number, to: number) => Verdict): Verdict {
  return when(
    value.string(protocol).oneOf(everyProtocol),
    () => judge(0, 65_535),
    () => {
      const from = value.number("fromPort");
      const to = value.number("toPort");
      if (from.value !== undefined && to.value !== undefined) return judge(from.value, to.value);
      const unknown = from.value === undefined ? from : to;
      return cannotTell(unknown.reason || `${unknown.path} is not set`, unknown.path);
    },
  );
}

const everyProtocol = ["-1", "all"];
const tcp = ["tcp", "6"];
const udp = ["udp", "17"];

/** None of `ports` is among those that a rule opens to the internet, by TCP or UDP. */
export function opensNone(rule: OpenRule, ports: readonly number[]): Verdict {
  return when(all(toInternet(rule), rule.value.string(rule.protocol).oneOf([...everyProtocol, ...tcp, ...udp])), () =>
    portsOf(rule, (from, to) => {
      const open = ports.filter((port) => from <= port && port <= to);
      return open.length === 0 ? pass : opened(rule, from, to, `named addresses for ${open.join(", ")}`);
    }),
  );
}

/** What a rule opens to the internet are ports that were authorized for its protocol. */
export function opensAuthorized(
  rule: OpenRule,
  authorized: { tcp: readonly string[]; udp: readonly string[] },
): Verdict {
  const protocol = rule.value.string(rule.protocol);
  const within = (names: readonly string[], ports: readonly string[]) =>
    when(protocol.oneOf([...everyProtocol, ...names]), () => portsOf(rule, (from, to) => among(rule, from, to, ports)));
  return when(toInternet(rule), () => all(within(tcp, authorized.tcp), within(udp, authorized.udp)));
}

function among(rule: OpenRule, from: number, to: number, ports: readonly string[]): Verdict {
  // No more steps than there are ports: a rule may be about all 65,536.
  const few = Array.from({ length: Math.min(to - from, ports.length) + 1 }, (_, index) => `${from + index}`);
  return few.every((port) => ports.includes(port))
    ? pass
    : opened(rule, from, to, ports.length > 0 ? `no port but ${ports.join(", ")}` : "no port");
}

function opened({ value }: OpenRule, from: number, to: number, expected: string): Verdict {
  const ports = from === to ? `port ${from}` : `ports ${from} to ${to}`;
  return fail({ path: value.path, found: `${ports} open to the internet`, expected });
}
