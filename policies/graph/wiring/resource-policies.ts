import type { Resource } from "../../core/resource";
import type { StringValue } from "../../core/scalars";
import { given } from "../given";
import type { Graph } from "../graph";
import { none, type PolicyDocument, type PolicyStatement, readPolicy, Unclear, unclearDocument } from "../iam";
import type { Terms } from "../iam/document";
import { arnOf, findReceiver } from "./find";
import { lambdaFunction, logGroup, type PolicyPlace, type Receiver, topic } from "./receivers";

const permissionType = "aws:lambda/permission:Permission";
const logPolicyType = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy";

const known = new WeakMap<Resource, ResourcePolicies>();
const permissions = new WeakMap<Graph, Map<Resource, PolicyDocument>>();
const logPolicies = new WeakMap<Graph, readonly PolicyDocument[]>();

/** The policies that stand on a receiver. */
export interface ResourcePolicies {
  readonly documents: readonly PolicyDocument[];
  /** What to call them, in a finding. */
  readonly name: string;
}

/** Reads the policies that stand on a receiver, once. */
export function resourcePoliciesOf(graph: Graph, receiver: Receiver, resource: Resource): ResourcePolicies {
  let policies = known.get(resource);
  if (!policies) {
    policies = read(graph, receiver, resource);
    known.set(resource, policies);
  }
  return policies;
}

function read(graph: Graph, receiver: Receiver, resource: Resource): ResourcePolicies {
  if (receiver === lambdaFunction) {
    const document = permissionsOf(graph).get(resource);
    return { documents: document ? [document] : [], name: "permission of the function" };
  }
  if (receiver === logGroup) {
    return { documents: logPoliciesOf(graph), name: "policy of CloudWatch Logs (LogResourcePolicy)" };
  }
  const name = `policy of the ${receiver.noun}`;
  const documents = receiver.policy ? documentsAt(graph, resource, receiver.policy) : [];
  return { documents: documents.length === 0 && receiver === topic ? [defaultOfTopic(resource)] : documents, name };
}

/** The documents of a resource: those beside it, or, where there is none, the one in its own property. */
export function documentsAt(graph: Graph, resource: Resource, place: PolicyPlace): PolicyDocument[] {
  const { certain, possible } = graph.referrersTo(resource, place.types, place.path);
  const beside = certain.map((policy) => readPolicy(policy.json(place.document), policy.name));
  const perhaps = possible.map(({ resource: policy, reason }) => unclearDocument(`${policy.name}: ${reason}`));
  if (certain.length > 0 || place.inline === undefined) {
    return [...beside, ...perhaps];
  }
  const inline = given(graph, resource, place.inline);
  return inline.state === "absent" ? perhaps : [readPolicy(resource.json(place.inline), resource.name), ...perhaps];
}

/** A topic that was given no policy has AWS's, which admits the account itself by a key that few services send. */
function defaultOfTopic(resource: Resource): PolicyDocument {
  const arn = arnOf(resource);
  const account = typeof arn === "string" ? (arn.split(":")[4] ?? "") : "";
  return {
    statements: [
      {
        ...statement({ known: ["sns:Publish"], unclear: undefined }, { known: ["*"], unclear: undefined }),
        principal: { negated: false, everyone: true, aws: none, service: none, canonical: none, unclear: undefined },
        conditions: [
          { operator: "StringEquals", key: "aws:SourceOwner", values: { known: [account], unclear: undefined } },
        ],
      },
    ],
    unclear: undefined,
  };
}

/** The permissions of each function, as one policy document. */
function permissionsOf(graph: Graph): Map<Resource, PolicyDocument> {
  let index = permissions.get(graph);
  if (!index) {
    index = new Map();
    for (const permission of graph.ofType(permissionType)) {
      const found = findReceiver(graph, permission, "function", [lambdaFunction]);
      if (found.kind === "found") {
        const { resource, arn } = found.found;
        add(index, resource, { statements: [statementOf(permission, arn)], unclear: undefined });
      } else if (found.kind === "unclear") {
        // It may be any function's.
        for (const resource of graph.ofType(lambdaFunction.types)) {
          add(index, resource, unclearDocument(`${permission.name}: ${found.reason}`));
        }
      }
    }
    permissions.set(graph, index);
  }
  return index;
}

function add(index: Map<Resource, PolicyDocument>, resource: Resource, { statements, unclear }: PolicyDocument): void {
  const known = index.get(resource);
  index.set(resource, {
    statements: [...(known?.statements ?? []), ...statements],
    unclear: known?.unclear ?? unclear,
  });
}

function statementOf(permission: Resource, functionArn: string | Unclear): PolicyStatement {
  const qualifier = permission.string("qualifier");
  const arn =
    qualifier.state === "absent" || functionArn instanceof Unclear
      ? functionArn
      : qualifier.value === undefined
        ? Unclear.because(qualifier.reason)
        : `${functionArn}:${qualifier.value}`;
  const principal = permission.string("principal");
  const named = terms(principal);
  const conditions: [string, string, StringValue][] = [
    ["ArnLike", "aws:SourceArn", permission.string("sourceArn")],
    ["StringEquals", "aws:SourceAccount", permission.string("sourceAccount")],
    ["StringEquals", "aws:PrincipalOrgID", permission.string("principalOrgId")],
    ["StringEquals", "lambda:FunctionUrlAuthType", permission.string("functionUrlAuthType")],
    ["Bool", "lambda:InvokedViaFunctionUrl", permission.string("invokedViaFunctionUrl")],
  ];
  return {
    ...statement(
      terms(permission.string("action")),
      arn instanceof Unclear ? { known: [], unclear: arn } : { known: [arn], unclear: undefined },
    ),
    principal: {
      negated: false,
      everyone: principal.value === "*",
      aws: named,
      service: named,
      canonical: none,
      unclear: undefined,
    },
    conditions: conditions
      .filter(([, , value]) => value.state !== "absent" && value.value !== "false")
      .map(([operator, key, value]) => ({ operator, key, values: terms(value) })),
  };
}

/** A statement that allows something, to nobody yet. */
export function statement(action: Terms, resource: Terms): PolicyStatement {
  return {
    effect: "Allow",
    action: { ...action, known: action.known.map((one) => one.toLowerCase()), negated: false },
    resource: { ...resource, negated: false },
    principal: undefined,
    conditions: [],
    unclear: undefined,
  };
}

function terms(value: StringValue): Terms {
  return value.value !== undefined
    ? { known: [value.value], unclear: undefined }
    : { known: [], unclear: value.state === "absent" ? undefined : Unclear.because(value.reason) };
}

/** Policies of CloudWatch Logs are the account's, and each is about the log groups that it names. */
function logPoliciesOf(graph: Graph): readonly PolicyDocument[] {
  let documents = logPolicies.get(graph);
  if (!documents) {
    documents = graph.ofType(logPolicyType).map((policy) => readPolicy(policy.json("policyDocument"), policy.name));
    logPolicies.set(graph, documents);
  }
  return documents;
}
