import { all, control, type Value, type Verdict } from "../../core";
import { httpStage } from "./stage";

/** Holds logs of APIs to what is fit for a log. */
export const apiDataTrace = control({
  id: "apigateway-data-trace",
  title: "APIs don't log whole requests and answers",
  severity: "medium",
  why: "A data trace writes headers and bodies, with tokens and personal data, into a log that more people read than the data's own store.",
  fix: "Set settings.dataTraceEnabled to false.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
  on: ["aws:apigateway/methodSettings:MethodSettings", httpStage],
  check: (resource) =>
    resource.type === httpStage
      ? all(off(resource.at("defaultRouteSettings")), resource.list("routeSettings").every(off))
      : off(resource.at("settings")),
  // Routes are a list: which of several is meant can't be said.
  remedy: (resource) =>
    resource.type !== httpStage
      ? [{ path: "settings.dataTraceEnabled", value: false }]
      : resource.list("routeSettings").every(off).kind === "pass"
        ? [{ path: "defaultRouteSettings.dataTraceEnabled", value: false }]
        : [],
});

function off(settings: Value): Verdict {
  return settings.boolean("dataTraceEnabled").mustBeFalse();
}
