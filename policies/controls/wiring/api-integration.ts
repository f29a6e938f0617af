import { all, cannotTell, pass, type Resource, stackControl, tokens, type Verdict } from "../../core";
import { type Graph, given, Unclear } from "../../graph";
import { allowsSomewhere } from "../../graph/iam";
import {
  type Edge,
  findNamed,
  needs,
  noRole,
  policiesOf,
  receivers,
  roleActs,
  roleTrusts,
  serviceSends,
} from "../../graph/wiring";
import { type BackendUse, backendOf, backendsOf } from "./api-backends";
import { edgeTo, outside } from "./shared";

const { lambdaFunction } = receivers;
const service = "apigateway.amazonaws.com";

const info = {
  severity: "high",
  why: "A caller gets a status 500 where API Gateway may not call the backend, and the backend's own logs say nothing.",
  fix: "Give the function a permission for apigateway.amazonaws.com with the API's execution ARN as its source, or the integration a role that API Gateway may take on and that may call the backend.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html",
} as const;

export const apiWiring = stackControl({
  ...info,
  id: "wiring-api",
  title: "API Gateway may call the functions and services that an API's document names",
  on: tokens.api,
  check: (api, { graph }) =>
    given(graph, api, "body").state === "unknown"
      ? cannotTell(`API ${api.name}: its document is not known before the deployment`, "body")
      : all(backendsOf(api).map((use) => judge(graph, api, use))),
});

export const apiIntegrationWiring = stackControl({
  ...info,
  id: "wiring-api-integration",
  title: "API Gateway may call the function or service of each integration and authorizer",
  on: [...tokens.apiIntegration, "aws:apigateway/authorizer:Authorizer", "aws:apigatewayv2/authorizer:Authorizer"],
  check: (integration, { graph }) => {
    const path = integration.has("restApi") === false ? "apiId" : "restApi";
    const api = graph.follow(integration, path, tokens.api);
    return api.kind === "resource"
      ? judge(graph, api.resource, backendOf(api.resource, integration))
      : cannotTell(`${integration.name}: its API is not in this stack or not known`, path);
  },
});

/** A backend in one stage: variables of the stage put in. */
interface Call {
  readonly uri: string;
  /** Unclear where there is a role that is not known. */
  readonly role: string | undefined | Unclear;
}

function judge(graph: Graph, api: Resource, use: BackendUse): Verdict {
  const uri = use.uri.string();
  if (uri.state === "absent") {
    return pass;
  }
  if (uri.value === undefined) {
    return cannotTell(`${use.name}: ${uri.reason}`, uri.path);
  }
  const text = use.role.string();
  const role = text.state === "unknown" ? Unclear.because(text.reason) : text.value;
  return all(inStages(graph, api, { uri: uri.value, role }).map((call) => judgeCall(graph, api, use, call)));
}

function inStages(graph: Graph, api: Resource, call: Call): Call[] {
  const { uri, role } = call;
  if (![uri, role].some((text) => typeof text === "string" && text.includes("stageVariables."))) {
    return [call];
  }
  const stages = graph.referrersTo(api, ["aws:apigateway/stage:Stage"], "restApi").certain;
  return stages.map((stage) => {
    const put = (text: string): string =>
      text.replace(/\$\{stageVariables\.(\w+)\}/g, (whole, name) => stage.string(["variables", name]).value ?? whole);
    return { uri: put(uri), role: typeof role === "string" ? put(role) : role };
  });
}

function judgeCall(graph: Graph, api: Resource, use: BackendUse, call: Call): Verdict {
  const { path } = use.uri;
  const { uri } = call;
  if (uri.includes("${stageVariables.")) {
    return cannotTell(`${use.name}: the stage variable in its URI is not known before the deployment`, path);
  }
  const functionArn =
    /\/functions\/(arn:[^/]+)\/invocations/.exec(uri)?.[1] ?? (/^arn:[^:]*:lambda:/.test(uri) ? uri : undefined);
  if (functionArn !== undefined) {
    return toFunction(graph, api, use, call, functionArn);
  }
  const [, target = "", kind, named = ""] = /^arn:[^:]*:apigateway:[^:]*:([^:]+):(path|action)\/(.*)$/.exec(uri) ?? [];
  if (target === "") {
    return pass;
  }
  const prefix = target.split(".").pop() ?? target;
  // A path names no action: which one it is, the method and the service say.
  const action = kind === "action" ? `${prefix}:${named}` : undefined;
  const edge: Edge = { from: use.name, to: `${target} ${named}`, path };
  return byRoleOf(graph, edge, use, call, (role) =>
    action === undefined
      ? pass
      : needs(
          edge,
          allowsSomewhere(policiesOf(graph, role).identity, action),
          `a policy of role ${role.name} that allows ${action}`,
          `${action} in a policy of the role`,
        ),
  );
}

function toFunction(graph: Graph, api: Resource, use: BackendUse, call: Call, arn: string): Verdict {
  const { path } = use.uri;
  const search = findNamed(graph, arn, [lambdaFunction]);
  if (search.kind !== "found") {
    return outside({ from: use.name, to: arn, path });
  }
  const { found } = search;
  const edge = edgeTo(use.name, found, path);
  if (call.role !== undefined) {
    return byRoleOf(graph, edge, use, call, (role) => roleActs(graph, edge, role, found, lambdaFunction.send));
  }
  const execution = api.string("executionArn").value;
  const sourceArn =
    execution === undefined
      ? Unclear.because(`the execution ARN of ${api.name} is not known before the deployment`)
      : `${execution}/${use.source}`;
  return serviceSends(graph, edge, { service, sourceArn }, found);
}

function byRoleOf(
  graph: Graph,
  edge: Edge,
  use: BackendUse,
  { role }: Call,
  judgeRole: (role: Resource) => Verdict,
): Verdict {
  const path = use.role.path || edge.path;
  if (role === undefined) {
    return noRole(edge, path, service);
  }
  const own =
    role instanceof Unclear ? graph.dependenciesOf(use.owner, path).filter(isRole) : graph.named(role, roleTypes);
  const [only, second] = own;
  if (!only || second) {
    return cannotTell(`${edge.from} → ${edge.to}: its role is not in this stack or not known`, path);
  }
  return all(roleTrusts(graph, edge, only, service), judgeRole(only));
}

const roleTypes = ["aws:iam/role:Role"];

function isRole({ type }: Resource): boolean {
  return roleTypes.includes(type);
}
