import { all, cannotTell, notApplicable, pass, type Resource, stackControl, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { httpStage, protocolOf, restStage, settingsOfMethods } from "./stage";

const levels = ["ERROR", "INFO"];

/** Holds stages to a record of what went wrong in them. */
export const apiExecutionLogging = stackControl({
  id: "apigateway-execution-logging",
  title: "Stages of REST and WebSocket APIs log their errors",
  severity: "medium",
  why: "Without execution logs nobody can tell why API Gateway refused a request, or what its backend answered.",
  fix: 'Give the stage MethodSettings with methodPath "*/*" and settings.loggingLevel "ERROR"; a WebSocket stage defaultRouteSettings.loggingLevel "ERROR".',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-1",
  on: [restStage, httpStage],
  check: (stage, { graph }) =>
    stage.type === restStage
      ? settingsOfMethods(graph, stage, "some with loggingLevel ERROR or INFO", levelOf)
      : webSocket(stage, graph),
});

function levelOf(settings: Resource): Verdict {
  return settings.string("settings.loggingLevel").oneOf(levels, {
    absent:
      settings.string("methodPath").value === "*/*"
        ? "AWS then logs nothing"
        : cannotTell("AWS does not say what a method logs whose settings name no level", "settings.loggingLevel"),
  });
}

function webSocket(stage: Resource, graph: Graph): Verdict {
  switch (protocolOf(graph, stage)) {
    case "WEBSOCKET":
      return all(
        given(graph, stage, "defaultRouteSettings")
          .string("loggingLevel")
          .oneOf(levels, { absent: "AWS then logs nothing" }),
        given(graph, stage, "routeSettings")
          .list()
          .every((route) => route.string("loggingLevel").notEquals("OFF", { absent: pass })),
      );
    case "HTTP":
      return notApplicable("an HTTP API has no execution logs");
    default:
      return cannotTell("whether its API is one of WebSockets is not known", "apiId");
  }
}
