import { any, notApplicable, type Resource, stackControl, type Verdict, when } from "../../core";
import { restStage, settingsOfMethods } from "./stage";

/** Holds caches of stages to encryption. */
export const apiCacheEncryption = stackControl({
  id: "apigateway-cache-encryption",
  title: "What stages of REST APIs cache is encrypted",
  severity: "medium",
  why: "A cache holds whole answers, with whatever is personal in them, on disks of its own.",
  fix: 'Give the stage MethodSettings with methodPath "*/*" and settings.cacheDataEncrypted true, or cachingEnabled false.',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-5",
  on: [restStage],
  check: (stage, { graph }) =>
    when(
      stage.boolean("cacheClusterEnabled").mustBeTrue(),
      // A stage with a cache caches every GET until its settings say otherwise.
      () => settingsOfMethods(graph, stage, "some with cacheDataEncrypted true, or cachingEnabled false", encrypted),
      () => notApplicable("the stage has no cache"),
    ),
});

function encrypted(settings: Resource): Verdict {
  return any([
    settings.boolean("settings.cachingEnabled").mustBeFalse({ absent: "the method may be cached" }),
    settings.boolean("settings.cacheDataEncrypted").mustBeTrue({ absent: "AWS then encrypts nothing" }),
  ]);
}
