import { any, control } from "../../core";

/** Holds usage plans to limiting usage. */
export const apiUsagePlanLimits = control({
  id: "apigateway-usage-plan-limits",
  title: "Usage plans limit what one consumer may call",
  severity: "low",
  why: "Without a limit, one consumer's loop takes the requests of all others.",
  fix: "Set throttleSettings.rateLimit, or quotaSettings.limit.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html",
  on: ["aws:apigateway/usagePlan:UsagePlan"],
  check: (plan) =>
    any([
      plan.number("throttleSettings.rateLimit").atLeast(0, { absent: "the stage's limit then holds for all together" }),
      plan.number("quotaSettings.limit").atLeast(0, { absent: "there is no quota" }),
    ]),
});
