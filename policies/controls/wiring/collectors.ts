import type { Value } from "../../core";

/** Images of X-Ray's daemon: docs.aws.amazon.com/xray/latest/devguide/xray-daemon-ecs.html */
const daemon = /(?:^|\/)aws-xray-daemon(?:[:@]|$)/;

/**
 * The configurations that come with AWS's collector and send traces to X-Ray, by their paths in its image:
 * github.com/aws-observability/aws-otel-collector/tree/main/config/ecs, read in November 2026.
 */
const ownConfigurations =
  /\/etc\/ecs\/(?:ecs-default-config|ecs-(?:[a-z]+-)?xray(?:-prometheus)?|container-insights\/otel-task-metrics-config)\.yaml/;

/** The exporter in the list of a pipeline's, in JSON and in both forms of YAML. */
const exporter = /\bexporters"?\s*:\s*(?:\[[^\]]*|(?:-\s+\S+\s+)*-\s+["']?)\bawsxray\b/;

/** Whether a container sends the traces of its task to X-Ray, as its image, its command or its configuration says. */
export function collectsTraces(container: Value): boolean {
  const texts = [
    ...["command", "entryPoint"].flatMap((path) => container.list(path).items),
    ...container.list("environment").items.map((one) => one.at("value")),
  ].map((value) => value.string().value ?? "");
  return (
    daemon.test(container.string("image").value ?? "") ||
    texts.some((text) => ownConfigurations.test(text) || exporter.test(text))
  );
}
