import { all, any, cannotTell, fail, type Resource, type Value, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { blame } from "../shared/blame";

/** A stage of a REST API. */
export const restStage = "aws:apigateway/stage:Stage";
/** A stage of an HTTP or WebSocket API. */
export const httpStage = "aws:apigatewayv2/stage:Stage";
const restApi = "aws:apigateway/restApi:RestApi";
const httpApi = "aws:apigatewayv2/api:Api";
const methodSettings = "aws:apigateway/methodSettings:MethodSettings";

/** Path of the settings that hold for every method of a stage. */
const everyMethod = "*/*";

/**
 * Judges the settings of a stage's methods, which stand beside the stage: there have to be some for every method, and all
 * that there are have to pass. Findings are blamed on the settings.
 *
 * @param expected what the settings for every method should say, for the finding where there are none
 */
export function settingsOfMethods(
  graph: Graph,
  stage: Resource,
  expected: string,
  judge: (settings: Resource) => Verdict,
): Verdict {
  const api = graph.follow(stage, "restApi", [restApi]);
  if (api.kind !== "resource") {
    return cannotTell(
      "the settings of its methods can't be found: its API is not in this stack or not known",
      "restApi",
    );
  }
  const { certain, possible } = graph.referrersTo(api.resource, [methodSettings], "restApi");
  const own = certain.filter((one) => isOf(graph, one, stage) === true);
  const unclear = [
    ...certain
      .filter((one) => isOf(graph, one, stage) === undefined)
      .map((one) => cannotTell(`the stage that ${one.name} is for is not known`)),
    ...possible.map(({ resource, reason }) => cannotTell(`${resource.name}: ${reason}`)),
  ];
  const forAll = any(
    [...own.map((one) => blame(one.string("methodPath").equals(everyMethod), one)), ...unclear],
    none(expected),
  );
  return all(
    forAll.kind === "fail" ? none(expected) : forAll,
    own.map((one) => blame(judge(one), one)),
  );
}

function none(expected: string): Verdict {
  return fail({ path: "", found: `no MethodSettings for ${everyMethod}`, expected });
}

/** Whether settings are those of a stage; undefined where there is no telling. */
function isOf(graph: Graph, settings: Resource, stage: Resource): boolean | undefined {
  if (graph.dependenciesOf(settings, "stageName").includes(stage)) return true;
  const name = settings.string("stageName").value;
  const own = stage.string("stageName").value;
  return name === undefined || own === undefined ? undefined : name === own;
}

/** The REST API of a stage, or of what else names it in `restApi`; undefined where it is not in the stack or not known. */
export function restApiOf(graph: Graph, resource: Resource): Resource | undefined {
  const api = graph.follow(resource, "restApi", [restApi]);
  return api.kind === "resource" ? api.resource : undefined;
}

/** `HTTP` or `WEBSOCKET`: what the API speaks that a resource of version 2 belongs to; undefined where there is no telling. */
export function protocolOf(graph: Graph, resource: Resource): string | undefined {
  const api = graph.follow(resource, "apiId", [httpApi]);
  return api.kind === "resource" ? api.resource.string("protocolType").value : undefined;
}

/** Passes for the endpoint configuration of an API that is reached from VPCs only. */
export function isPrivate(configuration: Value): Verdict {
  return configuration.list("types").includes("PRIVATE");
}
