import { all, pass, type Resource, stackControl, type Verdict } from "../../core";
import { type Graph, given, Unclear } from "../../graph";
import { arnOf, type Edge, receivers, roleCalls } from "../../graph/wiring";
import { byRole, keys, notKnown } from "./shared";

const { logGroup } = receivers;

export const functionTelemetryWiring = stackControl({
  id: "wiring-function-telemetry",
  title: "A function may write its logs and traces, and make its network interfaces",
  severity: "medium",
  why: "A function that may not write logs fails in silence; one that may not make interfaces in its VPC does not start.",
  fix: "Grant the function's role logs:CreateLogStream and logs:PutLogEvents on its log group, xray:PutTraceSegments where it is traced, and the ec2 actions on interfaces where it is in a VPC.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
  on: ["aws:lambda/function:Function"],
  check: (fn, { graph }) => {
    const sender = { resource: fn, rolePath: "role", service: "lambda.amazonaws.com" };
    const from = `function ${fn.name}`;
    const calls = (to: string, path: string, actions: readonly string[], resources: readonly (string | Unclear)[]) =>
      byRole(graph, { from, to, path }, sender, (role) =>
        all(
          actions.map((action) => roleCalls(graph, { from, to, path }, role, [action], resources, undefined, called)),
        ),
      );
    const traced = fn.string("tracingConfig.mode").value === "Active";
    return all(
      logsOf(graph, fn, from, (edge, group) =>
        byRole(graph, edge, sender, (role) =>
          all(
            (logGroup.send?.actions ?? []).map((actions) =>
              roleCalls(
                graph,
                edge,
                role,
                actions,
                group instanceof Unclear
                  ? [group]
                  : (logGroup.send?.suffixes ?? []).map((suffix) => `${group}${suffix}`),
              ),
            ),
          ),
        ),
      ),
      traced ? calls("X-Ray", "tracingConfig", ["xray:PutTraceSegments"], ["*"]) : pass,
      given(graph, fn, "vpcConfig").state === "absent" || fn.list("vpcConfig.subnetIds").length === 0
        ? pass
        : calls("its VPC", "vpcConfig", interfaceActions, ["*"]),
    );
  },
});

/** Lambda itself makes the interfaces, and not the function's code, which is what the key would name. */
const called = keys({ "aws:securetransport": "true", "lambda:sourcefunctionarn": undefined });

/** docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
const interfaceActions = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface"];

/** The log group of a function: the one that it names, or the one that Lambda names after it. */
function logsOf(
  graph: Graph,
  fn: Resource,
  from: string,
  judge: (edge: Edge, arn: string | Unclear) => Verdict,
): Verdict {
  const path = "loggingConfig";
  const named = fn.string("loggingConfig.logGroup");
  const reference = graph.follow(fn, "loggingConfig.logGroup", logGroup.types);
  if (named.state !== "absent" && reference.kind === "resource") {
    return judge({ from, to: `log group ${reference.resource.name}`, path }, arnOf(reference.resource));
  }
  if (given(graph, fn, path).state === "unknown" || named.state === "unknown") {
    return judge({ from, to: "its log group", path }, notKnown("its log group"));
  }
  const arn = arnOf(fn);
  const group = named.value ?? (typeof arn === "string" ? `/aws/lambda/${arn.split(":")[6] ?? ""}` : "");
  const own = typeof arn === "string" ? /^(arn:[^:]*):lambda:([^:]*:[^:]*):/.exec(arn) : undefined;
  return judge(
    { from, to: `log group ${group}`, path },
    own ? `${own[1]}:logs:${own[2]}:log-group:${group}` : notKnown("its ARN"),
  );
}
