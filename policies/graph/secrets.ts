import type { Resource } from "../core/resource";
import { given } from "./given";
import type { Graph } from "./graph";

/** A kind of resource that holds or makes a secret. */
interface SecretKind {
  readonly noun: string;
  /** Outputs that are secret. */
  readonly values: readonly string[];
  /** Nobody takes anything else from it: what comes from it is the secret. */
  readonly nothingElse?: boolean;
  /** What others take from it is nearly always something else, such as its address. */
  readonly mostlyOther?: boolean;
  /** Only where this property has this value. */
  readonly where?: readonly [string, string];
}

/** Outputs: the pages of each resource at pulumi.com/registry. */
const kinds: Readonly<Record<string, SecretKind>> = {
  "aws:secretsmanager/secretVersion:SecretVersion": { noun: "secret", values: ["secretString", "secretBinary"] },
  "aws:ssm/parameter:Parameter": { noun: "parameter", values: ["value"], where: ["type", "SecureString"] },
  "random:index/randomPassword:RandomPassword": {
    noun: "password",
    values: ["result", "bcryptHash"],
    nothingElse: true,
  },
  "tls:index/privateKey:PrivateKey": {
    noun: "private key",
    values: ["privateKeyPem", "privateKeyOpenssh", "privateKeyPemPkcs8"],
  },
  "aws:iam/accessKey:AccessKey": { noun: "access key", values: ["secret", "sesSmtpPasswordV4"] },
  "aws:rds/instance:Instance": { noun: "database", values: ["password"], mostlyOther: true },
  "aws:rds/cluster:Cluster": { noun: "database", values: ["masterPassword"], mostlyOther: true },
  "aws:docdb/cluster:Cluster": { noun: "database", values: ["masterPassword"], mostlyOther: true },
  "aws:redshift/cluster:Cluster": { noun: "warehouse", values: ["masterPassword"], mostlyOther: true },
  "aws:elasticache/replicationGroup:ReplicationGroup": { noun: "cache", values: ["authToken"], mostlyOther: true },
  "aws:elasticache/user:User": { noun: "cache user", values: ["passwords"], mostlyOther: true },
  "aws:mq/broker:Broker": { noun: "broker", values: ["users"], mostlyOther: true },
};

/** Shorter texts are too likely to be something else. */
const shortest = 8;

/** Words and numbers are not what anybody's secret is, or stand elsewhere too. */
const plain = /^(?:[a-z]+|[\d.]+)$/i;

/** Keys of a secret document that are secret; others are the name of the user, the host and so on. */
const confidential = /passw|secret|token|key|credential/i;

const types = Object.keys(kinds);
const indexes = new WeakMap<Graph, Map<string, Resource>>();
const known = new WeakMap<Resource, readonly string[]>();

/** A resource that holds a secret, as findings call it. */
export function secretName({ type, name }: Resource): string {
  return `${kinds[type]?.noun ?? "secret"} ${name}`;
}

/** Whether a resource holds or makes a secret. */
export function isSecret(resource: Resource): boolean {
  const kind = Object.hasOwn(kinds, resource.type) ? kinds[resource.type] : undefined;
  return kind !== undefined && (kind.where === undefined || resource.string(kind.where[0]).value === kind.where[1]);
}

/** Whether what comes from a resource, and is not known yet, may be the secret. */
export function maySpill(resource: Resource): boolean {
  return isSecret(resource) && kinds[resource.type]?.mostlyOther !== true;
}

/** Whether all that comes from a resource is secret. */
export function isNothingElse({ type }: Resource): boolean {
  return kinds[type]?.nothingElse === true;
}

/** The secret that a text is, of any in the stack, or that it has in it, of those that it comes from. */
export function secretIn(graph: Graph, text: string, sources: readonly Resource[]): Resource | undefined {
  if (text.length < shortest) {
    return undefined;
  }
  return (
    indexOf(graph).get(text) ?? sources.find((source) => textsOf(graph, source).some((secret) => text.includes(secret)))
  );
}

function indexOf(graph: Graph): Map<string, Resource> {
  let index = indexes.get(graph);
  if (!index) {
    index = new Map();
    for (const resource of graph.ofType(types)) {
      for (const text of textsOf(graph, resource)) {
        index.set(text, index.get(text) ?? resource);
      }
    }
    indexes.set(graph, index);
  }
  return index;
}

/** The secrets of a resource that are known: whole, and the values of a document. */
function textsOf(graph: Graph, resource: Resource): readonly string[] {
  let texts = known.get(resource);
  if (!texts) {
    const values = isSecret(resource) ? (kinds[resource.type]?.values ?? []) : [];
    texts = values.flatMap((path) => {
      const value = given(graph, resource, path);
      const items = [value, ...value.list().items.flatMap((item) => [item, item.at("password")])];
      const parts = resource
        .json(path)
        .entries()
        .filter(([key]) => confidential.test(key))
        .map(([, part]) => part);
      return [...items, ...parts].flatMap((one) => {
        const text = one.string().value;
        return text !== undefined && text.length >= shortest && !plain.test(text) ? [text] : [];
      });
    });
    known.set(resource, texts);
  }
  return texts;
}
