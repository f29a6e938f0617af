import { all, pass, type Resource, type Verdict } from "../../core";

/** A domain publishes its logs of a type. */
export function publishes(domain: Resource, logType: string): Verdict {
  return domain
    .list("logPublishingOptions")
    .some(
      (log) => all(log.string("logType").equals(logType), log.boolean("enabled").mustBeTrue({ absent: pass })),
      `a block with logType "${logType}", enabled`,
      { absent: `a block with logType "${logType}"` },
    );
}
