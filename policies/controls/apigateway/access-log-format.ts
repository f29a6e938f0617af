import { control, notApplicable, when } from "../../core";
import { httpStage, restStage } from "./stage";

/** Holds access logs to a format that machines read. */
export const apiAccessLogFormat = control({
  id: "apigateway-access-log-format",
  title: "Access logs of APIs are JSON, each line with the request's id",
  severity: "low",
  why: "Lines of free text can't be searched by field, and without the id nothing leads from them to the function's log.",
  fix: 'Set accessLogSettings.format to a JSON object with a "$context.requestId" in it.',
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
  on: [restStage, httpStage],
  check: (stage) =>
    when(
      stage.mustBeSet("accessLogSettings", "settings"),
      () =>
        stage
          .string("accessLogSettings.format")
          .test(
            (format) => isObject(format) && /\$context\.(requestId|extendedRequestId)\b/.test(format),
            "a JSON object with $context.requestId in it",
          ),
      () => notApplicable("the stage has no access logs"),
    ),
});

/** Whether lines of that format are JSON objects; a variable outside of quotes may stand for a number. */
function isObject(format: string): boolean {
  try {
    const line: unknown = JSON.parse(format.replace(/\$context(\.\w+)+/g, "0"));
    return typeof line === "object" && !Array.isArray(line);
  } catch {
    return false;
  }
}
