import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import { wiringControls } from "../../policies/families/wiring";
import type { GraphResource, Value } from "../../preflight";
import { judgeAll, linesOf, resourcesOf } from "../support/platform";
import { run } from "../support/preflight";
import { site } from "../support/site";

const root = resolve(__dirname, "../..");
const graphs = new Map<string, Promise<GraphResource[]>>();

/** The resources of one environment of the platform. */
function platform(stack: string): Promise<GraphResource[]> {
  let graph = graphs.get(stack);
  if (!graph) {
    graph = run(root, { stack, mode: "symbolic", timeout: 120 }).then((result) => result.graph.resources);
    graphs.set(stack, graph);
  }
  return graph;
}

const judge = (resources: readonly GraphResource[], without?: ReadonlySet<string>) =>
  linesOf(judgeAll(wiringControls, resourcesOf(resources, without)));

/** Resources that let something through: without one of them, something does not arrive. */
const opening =
  /^aws:(?:iam\/rolePolicy|iam\/rolePolicyAttachment|sqs\/queuePolicy|sqs\/redriveAllowPolicy|sns\/topicPolicy|s3\/bucketPolicy|cloudwatch\/logResourcePolicy|cloudwatch\/eventBusPolicy|lambda\/permission|vpc\/securityGroup(?:In|E)gressRule|ec2\/securityGroupRule|ec2\/vpcEndpointServiceAllowedPrinciple|ec2\/vpcEndpointConnectionAccepter|iam\/role|kms\/key):/;

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
}

function statementsOf({ outputs }: GraphResource): Statement[] {
  const document: unknown = outputs.policy ?? outputs.policyDocument;
  const parsed: { Statement?: Statement | Statement[] } =
    typeof document === "string" ? JSON.parse(document) : typeof document === "object" && document ? document : {};
  return [parsed.Statement ?? []].flat();
}

/** Roles that the policies of `resource` are on, or that it is itself. */
function rolesOf({ type, outputs, id }: GraphResource, all: readonly GraphResource[]): GraphResource[] {
  const name = type === "aws:iam/role:Role" ? id : outputs.role;
  return all.filter((one) => one.type === "aws:iam/role:Role" && (one.id === name || one.outputs.name === name));
}

/** Resources, not outputs of the stack, that name a resource by its ARN. */
function usersOf(resource: GraphResource, all: readonly GraphResource[]): GraphResource[] {
  // Also within documents, whose quotes are escaped.
  const arn = String(resource.outputs.arn);
  return all.filter(
    (one) => one !== resource && one.type.startsWith("aws:") && JSON.stringify(one.outputs).includes(arn),
  );
}

/**
 * Why nothing that controls follow takes on a role, or the roles that a policy is on: people do, or programs that are no part of the
 * stack. What a function is called with at the deployment is a request that its code hands on, such as the roles that people
 * have in a search domain: what becomes of it is not in the graph.
 */
function untaken(resource: GraphResource, all: readonly GraphResource[]): string | undefined {
  const roles = rolesOf(resource, all);
  const takers = roles.flatMap((role) =>
    usersOf(role, all).filter(({ type }) => !/^aws:(?:iam|lambda\/invocation)/.test(type)),
  );
  if (roles.length > 0 && takers.every(({ type }) => type.startsWith("aws:codedeploy/deploymentGroup:"))) {
    return takers.length === 0
      ? "nothing in the graph takes the role on"
      : "the alias that CodeDeploy moves with it is in a template, which no control reads";
  }
  return undefined;
}

/**
 * Why nothing that the graph says of is cut off when a resource goes; undefined where something is, and the controls have
 * to say so.
 */
function aboutNoEdge(resource: GraphResource, all: readonly GraphResource[]): string | undefined {
  const statements = statementsOf(resource);
  if (statements.length > 0 && statements.every(({ Effect }) => Effect === "Deny")) {
    return "it only denies";
  }
  if (resource.type.includes("redriveAllowPolicy")) {
    return "without it the queue takes in what any queue sends";
  }
  if (
    resource.type.includes("securityGroup") &&
    resource.outputs.referencedSecurityGroupId === resource.outputs.securityGroupId
  ) {
    return "it is among members of one group";
  }
  if (resource.type === "aws:iam/rolePolicy:RolePolicy") {
    const others = all.filter(
      (other) => other !== resource && other.type === resource.type && other.outputs.role === resource.outputs.role,
    );
    const touched = (one: GraphResource) => statementsOf(one).flatMap(({ Resource }) => [Resource].flat());
    const same = others.some((other) => touched(other).some((arn) => touched(resource).includes(arn)));
    if (same) {
      return "another policy of the role is about the same resource, and what its code calls of it is not in the graph";
    }
    if (statements.every(({ Action }) => [Action].flat().every((action) => action.startsWith("apigateway:")))) {
      return "what its code changes in API Gateway is not in the graph";
    }
  }
  if (resource.type === "aws:sns/topicPolicy:TopicPolicy") {
    const publishers = statements.filter(({ Effect }) => Effect === "Allow");
    const named = JSON.stringify(
      all.map(({ outputs }) => [outputs.alarmActions, outputs.okActions, outputs.arn === resource.outputs.arn]),
    );
    return publishers.length > 0 && !named.includes(String(resource.outputs.arn))
      ? "nobody that it admits is there"
      : undefined;
  }
  return untaken(resource, all);
}

describe("the wiring of the platform", function () {
  this.timeout(240_000);

  for (const stack of ["dev", "staging", "prod"]) {
    it(`has in ${stack} all that each way needs, and nothing is left that there is no telling of`, async () => {
      assert.deepEqual(judge(await platform(stack)), []);
    });
  }

  it("is not called broken where nothing is known yet that only AWS can know, and never passed over in silence", async () => {
    const { graph } = await run(root, { stack: "prod", mode: "unknowns", timeout: 120 });
    const lines = judge(graph.resources);
    assert.deepEqual(
      lines.filter((line) => !line.includes(": can't tell: ")),
      [],
    );
    assert.ok(lines.length > 100, `only ${lines.length} lines say what can't be told`);
  });

  it("says what is cut off when any one permission, policy, rule, role or key is taken away", async () => {
    const all = await platform("prod");
    const taken = all.filter(({ type }) => opening.test(type));
    const silent: string[] = [];
    const excused: string[] = [];
    for (const resource of taken) {
      const lines = judge(all, new Set([resource.urn]));
      const reason = aboutNoEdge(resource, all);
      if (lines.length === 0) {
        (reason === undefined ? silent : excused).push(`${resource.type} ${resource.name}: ${reason ?? ""}`);
      }
    }
    assert.deepEqual(silent, [], "the controls said nothing of these, and there is no known reason why they need not");
    const caught = taken.length - excused.length;
    console.log(
      `      ${taken.length} resources taken away one by one: ${caught} caught, ${excused.length} about no way`,
    );
    assert.ok(caught / taken.length > 0.8, `only ${caught} of ${taken.length} were caught`);
  });

  it("says what is cut off when any one statement that allows something is taken out of a policy", async () => {
    const all = await platform("prod");
    let caught = 0;
    const silent: string[] = [];
    for (const [at, resource] of all.entries()) {
      const property = resource.outputs.policy === undefined ? "policyDocument" : "policy";
      const statements = statementsOf(resource);
      if (!opening.test(resource.type) || statements.length < 2) {
        continue;
      }
      for (const [index, statement] of statements.entries()) {
        if (statement.Effect !== "Allow") {
          continue;
        }
        const left: Value = JSON.stringify({ Statement: statements.filter((_, other) => other !== index) });
        const changed = { ...resource, outputs: { ...resource.outputs, [property]: left } };
        if (judge(all.with ? all.with(at, changed) : [...all.slice(0, at), changed, ...all.slice(at + 1)]).length > 0) {
          caught++;
        } else {
          silent.push(`${resource.name}: ${[statement.Action].flat()[0]}`);
        }
      }
    }
    console.log(
      `      ${caught + silent.length} statements taken out one by one: ${caught} caught; not: ${silent.join(", ")}`,
    );
    assert.ok(caught / (caught + silent.length) > 0.75);
  });
});

describe("the wiring of a program with a database proxy, CloudFront origins and backups by tag", function () {
  this.timeout(60_000);
  let graph: readonly GraphResource[] = [];

  before(async () => {
    graph = (await run(site, { mode: "symbolic", timeout: 60 })).graph.resources;
  });

  it("has all that each way needs", () => {
    assert.deepEqual(judge(graph), []);
  });

  const cut: Record<string, RegExp> = {
    target: /proxy proxy → its database without a target/,
    "pooler-reads": /proxy proxy → secret of database database without a policy of role pooler/,
    "proxies-stores-out": /proxy proxy → database database without egress of its security group on port 5432/,
    "proxies-stores-in":
      /proxy proxy → database database without ingress of the database's security group on port 5432/,
    "clients-proxies-out": /function render → database proxy proxy without egress/,
    "clients-proxies-in": /function render → database proxy proxy without ingress/,
    "url-call": /distribution web → URL of function render .* call lambda:InvokeFunctionUrl/,
    call: /distribution web → URL of function render .* call lambda:InvokeFunction$/m,
    "files-policy":
      /distribution web → bucket files without a policy of the bucket that lets its origin access identity/,
    "keeper-backs-up": /selection selection → table orders without a policy of role keeper/,
  };
  for (const [name, saying] of Object.entries(cut)) {
    it(`says what is cut off without ${name}`, () => {
      const one = graph.find((resource) => resource.name === name) ?? assert.fail(`there is no ${name}`);
      assert.match(judge(graph, new Set([one.urn])).join("\n"), saying);
    });
  }
});
