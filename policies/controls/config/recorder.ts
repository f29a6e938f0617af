import { all, cannotTell, control, fail, pass, stackControl } from "../../core";

const recorder = ["aws:cfg/recorder:Recorder"];
const status = ["aws:cfg/recorderStatus:RecorderStatus"];
const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/config-controls.html#config-1";

/** Holds recorders to all types of resources. */
export const recorderComplete = control({
  id: "config-recorder-complete",
  title: "AWS Config records every type of resource",
  severity: "high",
  why: "What is not recorded has no history, and no rule sees it.",
  fix: "Leave recordingGroup out, or set allSupported to true and no strategy but ALL_SUPPORTED_RESOURCE_TYPES.",
  url: page,
  on: recorder,
  check: (one) =>
    all(
      one.boolean("recordingGroup.allSupported").mustBeTrue({ absent: pass }),
      one
        .list("recordingGroup.recordingStrategies")
        .every((strategy) => strategy.string("useOnly").equals("ALL_SUPPORTED_RESOURCE_TYPES", { absent: pass })),
    ),
});

/** Holds recorders to being switched on. */
export const recorderOn = control({
  id: "config-recorder-on",
  title: "AWS Config is recording",
  severity: "high",
  why: "A recorder that is switched off records nothing, and looks as if all were well.",
  fix: "Set isEnabled to true.",
  url: page,
  on: status,
  check: (one) => one.boolean("isEnabled").mustBeTrue(),
});

/** Holds recorders to being started at all. */
export const recorderStarted = stackControl({
  id: "config-recorder-started",
  title: "Every recorder of AWS Config is started",
  severity: "high",
  why: "A recorder that is only made records nothing.",
  fix: "Make a RecorderStatus with the recorder's name.",
  url: page,
  on: recorder,
  check: (one, { graph }) => {
    const { certain, possible } = graph.referrersTo(one, status, "name");
    const [first] = possible;
    return certain.length > 0
      ? pass
      : first
        ? cannotTell(`${first.resource.name}: ${first.reason}`)
        : fail({ path: "", found: "no RecorderStatus", expected: "one with the recorder's name" });
  },
});
