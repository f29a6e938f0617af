import { cannotTell, fail, pass, type StackControl, stackControl } from "../../core";
import { watchedEvents } from "../../facts/facts";
import { asAWhole, foundationSetting, inFoundation } from "../shared/foundation";
import type { Event } from "./filter-pattern";
import { watchedTrails } from "./watched-trail";

/** Something that an account has to hear of. */
interface Watched {
  /** Ending of the control's id. */
  readonly id: string;
  /** What is heard of, as it stands in a title. */
  readonly what: string;
  readonly why: string;
  /** Anchor of AWS's page. */
  readonly anchor?: string;
  /** Calls by their names, of one service. */
  readonly source?: string;
  readonly names?: readonly string[];
  /** Events that take more than a name, and a pattern that sees them. */
  readonly events?: readonly Event[];
  readonly pattern?: string;
}

const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html";

function cisAlarm({ id, what, why, anchor, source = "", names = [], ...special }: Watched): StackControl {
  const events: readonly Event[] = special.events ?? names.map((eventName) => ({ eventSource: source, eventName }));
  const pattern = special.pattern ?? patternOf(source, names);
  return stackControl({
    id: `cloudwatch-alarm-${id}`,
    title: `In a stack that is an account's foundation, an alarm tells of ${what}`,
    severity: "low",
    why,
    fix: `Make a LogMetricFilter on the trail's log group with the pattern ${pattern}, and a MetricAlarm on its metric with an alarm action.`,
    url: anchor === undefined ? page : `${page}#${anchor}`,
    on: ["aws:cloudtrail/trail:Trail"],
    config: foundationSetting,
    check: () => asAWhole,
    checkStack: (context) =>
      inFoundation(context, () => {
        const { watches, unclear } = watchedTrails(context.graph);
        const unseen = events.filter((event) => !watches.some(({ sees }) => sees(event)));
        const [first] = unseen;
        const [reason] = unclear;
        return first === undefined
          ? pass
          : reason === undefined
            ? fail({
                path: "",
                found: `no alarm that goes off at ${nameOf(first)}${unseen.length > 1 ? ` and ${unseen.length - 1} more` : ""}`,
                expected: "a metric filter on the trail's log group, and an alarm on its metric with an action",
              })
            : cannotTell(reason);
      }),
  });
}

/** A pattern that sees calls by their names. */
export function patternOf(source: string, names: readonly string[]): string {
  return `{ ($.eventSource = ${source}) && (${names.map((name) => `($.eventName = ${name})`).join(" || ")}) }`;
}

function nameOf({ eventName }: Event): string {
  return typeof eventName === "string" ? eventName : "it";
}

/** Holds an account to hearing of what the CIS AWS Foundations Benchmark names in its chapter on monitoring. */
export const cisAlarms: readonly StackControl[] = watchedEvents.watched.map(cisAlarm);
