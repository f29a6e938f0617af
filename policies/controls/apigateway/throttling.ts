import { all, type Resource, stackControl, type Value, type Verdict } from "../../core";
import { given } from "../../graph";
import { httpStage, restStage, settingsOfMethods } from "./stage";

/** Holds stages to a limit of their own. */
export const apiThrottling = stackControl({
  id: "apigateway-throttling",
  title: "Stages of APIs have a limit of requests of their own",
  severity: "low",
  why: "Without one, a flood at one API takes the account's limit from all others, and reaches backends that can't take it.",
  fix: 'Set throttlingRateLimit and throttlingBurstLimit in MethodSettings with methodPath "*/*"; of an HTTP or WebSocket API in defaultRouteSettings.',
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html",
  on: [restStage, httpStage],
  check: (stage, { graph }) =>
    stage.type === restStage
      ? settingsOfMethods(graph, stage, "some with throttlingRateLimit and throttlingBurstLimit", ofMethods)
      : limits(given(graph, stage, "defaultRouteSettings"), "the account's limit then holds"),
});

/** What single methods leave out, those for every method say. */
function ofMethods(settings: Resource): Verdict {
  const everyMethod = settings.string("methodPath").value === "*/*";
  return limits(settings.at("settings"), everyMethod ? "the account's limit then holds" : all());
}

/** -1 switches a limit off. */
function limits(settings: Value, absent: string | Verdict): Verdict {
  return all(
    ["throttlingRateLimit", "throttlingBurstLimit"].map((name) => settings.number(name).atLeast(0, { absent })),
  );
}
