import { all, any, pass, type Resource, stackControl, texts, type Value, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { anySelector, leavesOut, ofCategory, onlyExcludes } from "./selectors";

const trails = ["aws:cloudtrail/trail:Trail"];

function records(graph: Graph, trail: Resource, excludable: readonly string[]): Verdict {
  const advanced = (selector: Value): Verdict =>
    ofCategory(selector, "Management", (field, name) =>
      name === "eventSource" && field.has("notEquals") === true
        ? onlyExcludes(field.at("notEquals"), excludable)
        : leavesOut(field, name),
    );
  const basic = (selector: Value): Verdict =>
    all(
      selector.boolean("includeManagementEvents").mustBeTrue({ absent: pass }),
      selector.string("readWriteType").equals("All", { absent: pass }),
      onlyExcludes(selector.at("excludeManagementEventSources"), excludable),
    );
  // A trail that selects nothing records all management events.
  return anySelector(graph, trail, advanced, basic, pass);
}

/** Holds the trails of a stack to recording all management events. */
export const trailManagementEvents = stackControl({
  id: "cloudtrail-management-events",
  title: "A trail records all management events, of reading and of writing",
  severity: "high",
  why: "What a trail leaves out cannot be asked for later: an intruder reads first, and uses keys.",
  fix: "Leave the selectors of one trail out, or select eventCategory Management with no further field.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-1",
  on: trails,
  config: {
    excludable: texts({
      default: [],
      description: "Sources of events that may be left out for their number: kms.amazonaws.com, rdsdata.amazonaws.com.",
    }),
  },
  check: (trail, { graph, config }) => {
    const verdicts = graph.ofType(trails).map((one) => records(graph, one, config.excludable));
    const whole = any(verdicts);
    return whole.kind === "pass" ? pass : records(graph, trail, config.excludable);
  },
});
