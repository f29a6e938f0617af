import { all, cannotTell, fail, notApplicable, type Resource, stackControl, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { type PlainValue, type PlainValues, plainValuesOf, startedTypes } from "../../graph/environments";
import { pathText } from "../../graph/path";
import { isNothingElse, isSecret, maySpill, secretIn, secretName } from "../../graph/secrets";

/** Names of variables that say where something is, not what it is. */
const reference = /(?:arn|id|name|version|url|endpoint|host|path)$/i;

/** Holds what programs are started with, in the open, to having no secret in it. */
export const secretInEnvironment = stackControl({
  id: "secret-in-environment",
  title: "No secret flows into a plain environment variable, a configuration or user data",
  severity: "high",
  why: "Whoever may look at the function, task, machine or configuration reads the secret there, and it stands in its logs, its old versions and the state of the stack.",
  fix: "Hand over the secret's ARN and read it when the program starts; in ECS, name it in the container's secrets.",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
  on: startedTypes,
  check: (resource, { graph }) => {
    const plain = plainValuesOf(graph, resource);
    if (!plain) {
      return notApplicable("no program is started with it, or it is encrypted");
    }
    const sources = graph.dependenciesOf(resource, plain.property).filter(isSecret);
    return all(
      plain.values.map((value) => judge(graph, resource, plain, value, sources)),
      plain.unknown === undefined ? [] : unknown(resource, plain, plain.property, "a part", sources),
    );
  },
});

function judge(
  graph: Graph,
  resource: Resource,
  plain: PlainValues,
  { what, name, path, value }: PlainValue,
  sources: readonly Resource[],
): Verdict {
  const text = value.string().value;
  if (text !== undefined) {
    const secret = secretIn(graph, text, sources);
    return secret ? found(resource, plain, path, what, secret) : all();
  }
  return value.state === "unknown" && !reference.test(name) ? unknown(resource, plain, path, what, sources) : all();
}

/** What is not known yet comes from something of which all is secret, or of which it may be the secret. */
function unknown(
  resource: Resource,
  plain: PlainValues,
  path: string,
  what: string,
  sources: readonly Resource[],
): Verdict {
  const certain = sources.find(isNothingElse);
  const perhaps = sources.find(maySpill);
  if (certain) {
    return found(resource, plain, path, what, certain);
  }
  return perhaps
    ? cannotTell(
        `whether ${pathText([secretName(perhaps), `${what} of ${plain.noun} ${resource.name}`])} is the secret itself is not known before the deployment`,
        path,
      )
    : all();
}

function found(resource: Resource, { noun }: PlainValues, path: string, what: string, secret: Resource): Verdict {
  return fail({
    path,
    found: pathText([secretName(secret), `${what} of ${noun} ${resource.name}`]),
    expected: "the ARN of the secret, or nothing",
  });
}
