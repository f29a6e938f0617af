import { all, pass, stackControl } from "../../core";
import { given } from "../../graph";
import { unknownTold, valueTold } from "./told";

export const environmentWiring = stackControl({
  id: "wiring-environment",
  title: "A function may touch each resource that its environment names",
  severity: "high",
  why: "Code that is told of a table and may not read it fails at its first request, after the deployment.",
  fix: "Grant the function's role the actions that its code needs on the resource, or take the variable away.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
  on: ["aws:lambda/function:Function"],
  check: (fn, { graph }) => {
    const told = { name: `function ${fn.name}`, owner: fn, rolePath: "role" };
    const variables = given(graph, fn, "environment").at("variables");
    return all(
      variables
        .entries()
        .map(([name, value]) => valueTold(graph, told, `environment.variables.${name}`, value, "environment")),
      variables.state === "unknown" ? unknownTold(graph, told, "environment") : pass,
    );
  },
});
