import type { Resource } from "../../core/resource";
import { Value } from "../../core/value";
import { cannotTell, pass, type Verdict } from "../../core/verdict";
import { given } from "../given";
import type { Graph } from "../graph";
import { type PolicyDocument, readPolicy, unclearDocument } from "../iam";
import type { Edge } from "./edge";
import type { Found } from "./find";
import { grantsOf } from "./key-grants";
import type { KeyPlace } from "./receivers";
import { documentsAt } from "./resource-policies";

const keyTypes = ["aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"];
const aliasType = "aws:kms/alias:Alias";

/** A customer key, or AWS's own one of a service, whose policy nobody can change. */
export type EncryptionKey = { kind: "customer"; key: Resource } | { kind: "managed"; name: string };

/** What `judge` says of the key that encrypts a receiver; passes where there is none. */
export function withKey(graph: Graph, edge: Edge, found: Found, judge: (key: EncryptionKey) => Verdict): Verdict {
  const { receiver, resource } = found;
  if (!receiver.key) {
    return pass;
  }
  const places = placesOf(graph, resource, receiver.key);
  if (places === undefined) {
    return cannotTell(`${edge.from} → ${edge.to}: the key of ${resource.name} is not known`, edge.path);
  }
  for (const place of places) {
    const verdict = withKeyAt(graph, edge, place, receiver.key.path, judge);
    if (verdict.kind !== "pass") {
      return verdict;
    }
  }
  return pass;
}

/** What `judge` says of the key that a property names; passes where it names none. */
export function withKeyAt(
  graph: Graph,
  edge: Edge,
  resource: Resource,
  path: string,
  judge: (key: EncryptionKey) => Verdict,
): Verdict {
  const [top = ""] = path.split(/[.[]/);
  if (given(graph, resource, top).state === "absent") {
    return pass;
  }
  const reference = graph.follow(resource, path, [...keyTypes, aliasType]);
  switch (reference.kind) {
    case "absent":
      return pass;
    case "unclear":
      return cannotTell(`${edge.from} → ${edge.to}: ${reference.reason}`, edge.path);
    case "external":
      return /(?:^|:)alias\/aws\//.test(reference.value)
        ? judge({ kind: "managed", name: reference.value })
        : cannotTell(`${edge.from} → ${edge.to}: the key ${reference.value} is not in this stack`, edge.path);
    case "resource":
      return reference.resource.type === aliasType
        ? withKeyAt(graph, edge, reference.resource, "targetKeyId", judge)
        : judge({ kind: "customer", key: reference.resource });
  }
}

/** Where the key of a resource is named; undefined where there is no telling. */
function placesOf(graph: Graph, resource: Resource, { beside }: KeyPlace): readonly Resource[] | undefined {
  if (!beside) {
    return [resource];
  }
  const { certain, possible } = graph.referrersTo(resource, beside.types, beside.path);
  return certain.length === 0 && possible.length > 0 ? undefined : certain;
}

const place = { types: ["aws:kms/keyPolicy:KeyPolicy"], path: "keyId", document: "policy", inline: "policy" };

const known = new WeakMap<Resource, readonly PolicyDocument[]>();

/** The policies of a key, AWS's default one, which leaves everything to IAM, where there is none; and its grants. */
export function keyPoliciesOf(graph: Graph, key: Resource): readonly PolicyDocument[] {
  let documents = known.get(key);
  if (!documents) {
    const own = documentsAt(graph, key, place);
    // Not the default where it is merely not known: most keys have their policy here, and it may come from an account's id.
    const inline = key.at("policy");
    const otherwise =
      inline.state === "unknown" ? unclearDocument(`${key.name}: ${inline.reason}`) : defaultPolicy(key);
    documents = [...(own.length > 0 ? own : [otherwise]), grantsOf(graph, key, keyTypes)];
    known.set(key, documents);
  }
  return documents;
}

/** docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultPolicy(key: Resource): PolicyDocument {
  const account = key.string("arn").value?.split(":")[4];
  const name = `default policy of ${key.name}`;
  return account
    ? readPolicy(
        Value.of({ Statement: { Effect: "Allow", Principal: { AWS: account }, Action: "kms:*", Resource: "*" } }),
        name,
      )
    : unclearDocument(`${name}: the account is not known`);
}
