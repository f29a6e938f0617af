import { control } from "../../core";
import { httpStage, restStage } from "./stage";

/** Holds stages to a record of requests. */
export const apiAccessLogs = control({
  id: "apigateway-access-logs",
  title: "Stages of APIs log who called what",
  severity: "medium",
  why: "Without access logs nobody can tell after an incident which requests were made, by whom and from where.",
  fix: "Set accessLogSettings with the ARN of a log group as destinationArn, and a format.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-9",
  on: [restStage, httpStage],
  // The ARN of a log group that the program makes is not known before the deployment, but it can't turn out to be nothing.
  check: (stage) =>
    stage.mustBeSet("accessLogSettings.destinationArn", "the ARN of a log group or delivery stream", {
      unknown: "set",
    }),
});
