import { control } from "../../core";
import { restStage } from "./stage";

/** Holds stages to traces. */
export const apiTracing = control({
  id: "apigateway-tracing",
  title: "Stages of REST APIs are traced with X-Ray",
  severity: "low",
  why: "Without traces nobody sees which of the services behind a request was slow or failed.",
  fix: "Set xrayTracingEnabled to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-3",
  on: [restStage],
  check: (stage) => stage.boolean("xrayTracingEnabled").mustBeTrue({ absent: "AWS then traces nothing" }),
});
