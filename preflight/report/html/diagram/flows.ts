import type { Hosts } from "./hosts";
import { isQuiet, isSupporting, shortToken } from "./kinds";
import type { Reference, Wiring } from "./wiring";

/** A connection of two boxes, each the place of its resource in the graph. */
export interface Connection {
  from: number;
  to: number;
  /** Data flows along it, or one only refers to the other: watches it, is encrypted with its key, logs to it. */
  kind: "flow" | "use";
  /** What makes it: properties, or resources that join two. */
  via: string[];
}

/** Via which a role lets its holder act on something. */
const mayAct = "role's policy";

/** Resources that join two others: properties of the side that sends, and of the side that gets. */
const joints: Readonly<Record<string, { from: readonly string[]; to: readonly string[]; name: string }>> = {
  "lambda/eventSourceMapping": { from: ["eventSourceArn"], to: ["functionName"], name: "event source" },
  "lambda/permission": { from: ["sourceArn"], to: ["function"], name: "permission to invoke" },
  "sns/topicSubscription": { from: ["topic"], to: ["endpoint"], name: "subscription" },
  "cloudwatch/eventTarget": { from: ["rule", "eventBusName"], to: ["arn"], name: "rule's target" },
  "cloudwatch/logSubscriptionFilter": { from: ["logGroup"], to: ["destinationArn"], name: "log subscription" },
  "s3/bucketNotification": { from: ["bucket"], to: ["lambdaFunctions", "queues", "topics"], name: "notification" },
  "apigateway/integration": { from: ["restApi"], to: ["uri", "connectionId"], name: "integration" },
  "apigatewayv2/integration": { from: ["apiId"], to: ["integrationUri", "connectionId"], name: "integration" },
  "apigateway/basePathMapping": { from: ["domainName"], to: ["restApi", "stageName"], name: "custom domain" },
  "lb/listener": { from: ["loadBalancerArn"], to: ["defaultActions"], name: "listener" },
  "lb/listenerRule": { from: ["listenerArn"], to: ["actions"], name: "listener's rule" },
  "lb/targetGroupAttachment": { from: ["targetGroupArn"], to: ["targetId"], name: "target" },
  "pipes/pipe": { from: ["source"], to: ["target"], name: "pipe" },
  "iam/rolePolicy": { from: ["role"], to: ["policy"], name: mayAct },
  "iam/rolePolicyAttachment": { from: ["role"], to: ["policyArn"], name: mayAct },
  "wafv2/webAclAssociation": { from: ["webAclArn"], to: ["resourceArn"], name: "protection" },
  "vpc/securityGroupIngressRule": {
    from: ["referencedSecurityGroupId"],
    to: ["securityGroupId"],
    name: "security group",
  },
  "vpc/securityGroupEgressRule": {
    from: ["securityGroupId"],
    to: ["referencedSecurityGroupId"],
    name: "security group",
  },
  "ec2/securityGroupRule": { from: ["sourceSecurityGroupId"], to: ["securityGroupId"], name: "security group" },
};

/** Properties that say where to tell of trouble, or how something is kept, not where data goes. */
const aside =
  /log|alarm|deadletter|redrive|snapshot|backup|role|kms|okactions|notification|onfailure|insufficient|pattern/i;

/** Resources whose sources stand on the other side: they pull what comes in. */
const pulled: Readonly<Record<string, readonly string[]>> = {
  "kinesis/firehoseDeliveryStream": ["kinesisSourceConfiguration", "mskSourceConfiguration"],
  "cloudfront/distribution": ["webAclId"],
  "lb/loadBalancer": ["webAclId"],
};

/** How boxes are connected, flows first, each pair once for each kind and direction. */
export function connectionsOf(wiring: Wiring, hosts: Hosts): Connection[] {
  const found = new Map<string, Connection>();
  const boxOf = (index: number): number | undefined => {
    const host = hosts.host[index];
    return host !== undefined && hosts.parts[host] === "box" ? host : undefined;
  };
  const add = (from: number | undefined, to: number | undefined, kind: Connection["kind"], via: string): void => {
    if (from === undefined || to === undefined || from === to) return;
    const key = `${from} ${to} ${kind}`;
    const known = found.get(key);
    if (!known) found.set(key, { from, to, kind, via: [via] });
    else if (!known.via.includes(via)) known.via.push(via);
  };
  const users = usersOf(wiring, boxOf);
  wiring.resources.forEach(({ type }, i) => {
    const references = wiring.out[i] ?? [];
    const joint = joints[shortToken(type)];
    if (joint) {
      addJoint(references, joint, shortToken(type), { wiring, boxOf, users, add });
      return;
    }
    for (const { property, to } of references) {
      const target = wiring.resources[to]?.type ?? "";
      const flows = !isQuiet(type) && !isSupporting(type) && !isSupporting(target) && !aside.test(property);
      const reversed = pulled[shortToken(type)]?.includes(property) ?? false;
      const [a, b] = reversed ? [boxOf(to), boxOf(i)] : [boxOf(i), boxOf(to)];
      add(a, b, flows ? "flow" : "use", property);
    }
  });
  // Who may read from what it gets its events from sends nothing there.
  const reads = ({ from, to, via }: Connection): boolean =>
    via.every((name) => name === mayAct) && found.has(`${to} ${from} flow`);
  const flows = [...found.values()].filter((one) => one.kind === "flow" && !reads(one));
  const uses = [...found.values()].filter(({ kind, from, to }) => kind === "use" && !found.has(`${from} ${to} flow`));
  return [...flows, ...uses];
}

interface Joining {
  wiring: Wiring;
  boxOf: (index: number) => number | undefined;
  users: (index: number) => number[];
  add: (from: number | undefined, to: number | undefined, kind: Connection["kind"], via: string) => void;
}

function addJoint(
  references: readonly Reference[],
  { from, to, name }: { from: readonly string[]; to: readonly string[]; name: string },
  type: string,
  { wiring, boxOf, users, add }: Joining,
): void {
  // A rule before its bus: whoever names the rule needs no bus beside it.
  const [side] = from.filter((property) => references.some((reference) => reference.property === property));
  const sources = references.filter(({ property }) => property === side);
  for (const target of references.filter(({ property }) => to.includes(property))) {
    const targetType = wiring.resources[target.to]?.type ?? "";
    const throughGroup = name === "security group";
    if (isSupporting(targetType) && !throughGroup && type !== "wafv2/webAclAssociation") continue;
    for (const source of sources) {
      const senders = throughGroup || type.startsWith("iam/") ? users(source.to) : [boxOf(source.to)];
      const getters = throughGroup ? users(target.to) : [boxOf(target.to)];
      for (const sender of senders) for (const getter of getters) add(sender, getter, "flow", name);
    }
  }
}

/** The boxes that act with a role or stand behind a security group. */
function usersOf(wiring: Wiring, boxOf: (index: number) => number | undefined): (index: number) => number[] {
  return (index) => {
    const boxes = (wiring.in[index] ?? [])
      .filter(({ from }) => {
        const type = wiring.resources[from]?.type ?? "";
        return !isQuiet(type) && !isSupporting(type) && !(shortToken(type) in joints);
      })
      .map(({ from }) => boxOf(from))
      .filter((box) => box !== undefined);
    const own = boxOf(index);
    return boxes.length > 0 ? [...new Set(boxes)] : own === undefined ? [] : [own];
  };
}
