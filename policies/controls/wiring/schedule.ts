import { all, pass, type Resource, stackControl, type Verdict } from "../../core";
import { Unclear } from "../../graph";
import { allowsSomewhere } from "../../graph/iam";
import { arnOf, needs, policiesOf, receivers } from "../../graph/wiring";
import { byRole, destinations, sendsByRole } from "./shared";

const service = "scheduler.amazonaws.com";

export const scheduleWiring = stackControl({
  id: "wiring-schedule",
  title: "A schedule may start its target, and keep in its queue what it could not start",
  severity: "high",
  why: "A schedule whose role may not start the target does nothing, time after time.",
  fix: "Let scheduler.amazonaws.com take the role on for the schedule group, and grant the role the target's action and sending to the dead-letter queue.",
  url: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role",
  on: ["aws:scheduler/schedule:Schedule"],
  check: (schedule, { graph }) => {
    const from = `schedule ${schedule.name}`;
    const sender = { resource: schedule, rolePath: "target.roleArn", service, sourceArn: groupOf(schedule) };
    const call = /^arn:[^:]*:scheduler:::aws-sdk:([^:]+):(.+)$/.exec(schedule.string("target.arn").value ?? "");
    const edge = { from, to: schedule.string("target.arn").value ?? "its target", path: "target.arn" };
    const target: Verdict = call
      ? byRole(graph, edge, sender, (role) =>
          needs(
            edge,
            allowsSomewhere(policiesOf(graph, role).identity, actionOf(call[1] ?? "", call[2] ?? "")),
            `a policy of role ${role.name} that allows ${actionOf(call[1] ?? "", call[2] ?? "")}`,
            "the action in a policy of the role",
          ),
        )
      : sendsByRole(graph, from, sender, "target.arn", destinations);
    return all(
      target,
      schedule.has("target.deadLetterConfig") === false
        ? pass
        : sendsByRole(graph, from, sender, "target.deadLetterConfig.arn", [receivers.queue]),
    );
  },
});

/** IAM's name of an SDK's call; a few services have another prefix in IAM than in the SDK. */
export function actionOf(sdkService: string, call: string): string {
  const prefixes: Readonly<Record<string, string>> = { sfn: "states", eventbridge: "events", cloudwatchlogs: "logs" };
  return `${prefixes[sdkService] ?? sdkService}:${call.charAt(0).toUpperCase()}${call.slice(1)}`;
}

/**
 * The source that Scheduler names is the group, not the schedule:
 * docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
function groupOf(schedule: Resource): string | Unclear {
  const arn = arnOf(schedule);
  const [whole, start, group] = typeof arn === "string" ? (/^(.*):schedule\/([^/]+)\//.exec(arn) ?? []) : [];
  return whole ? `${start}:schedule-group/${group}` : Unclear.because(`the group of ${schedule.name} is not known`);
}
