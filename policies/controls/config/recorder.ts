import { all, cannotTell, control, fail, flag, pass, stackControl } from "../../core";

const recorder = ["aws:cfg/recorder:Recorder"];
const status = ["aws:cfg/recorderStatus:RecorderStatus"];
const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/config-controls.html#config-1";

const byExclusion = "EXCLUSION_BY_RESOURCE_TYPES";

/** Holds recorders to all types of resources, but for those that the program names. */
export const recorderComplete = control({
  id: "config-recorder-complete",
  title: "AWS Config records every type of resource that is not left out by name",
  severity: "high",
  why: "What is not recorded has no history, and no rule sees it.",
  fix: "Leave recordingGroup out, or set allSupported to true; name what is left out for its number in exclusionByResourceTypes.",
  url: page,
  on: recorder,
  config: {
    exclusions: flag({ default: true, description: "Types that the program names may be left out." }),
  },
  check: (one, { config }) => {
    const taken = ["ALL_SUPPORTED_RESOURCE_TYPES", ...(config.exclusions ? [byExclusion] : [])];
    const strategies = one.list("recordingGroup.recordingStrategies");
    const excludes = strategies.items.some((strategy) => strategy.string("useOnly").value === byExclusion);
    return all(
      strategies.every((strategy) => strategy.string("useOnly").oneOf(taken, { absent: pass })),
      // AWS wants false beside an exclusion.
      excludes ? pass : one.boolean("recordingGroup.allSupported").mustBeTrue({ absent: pass }),
    );
  },
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
