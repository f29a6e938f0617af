import { control, pass } from "../../core";

/** Holds workgroups to their own settings. */
export const athenaEnforcedSettings = control({
  id: "athena-enforced-settings",
  title: "Athena workgroups enforce their settings on clients",
  severity: "medium",
  why: "A client may otherwise write results elsewhere, and without encryption.",
  fix: "Leave configuration.enforceWorkgroupConfiguration out, or set it to true.",
  url: "https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html",
  on: ["aws:athena/workgroup:Workgroup"],
  check: (workgroup) => workgroup.boolean("configuration.enforceWorkgroupConfiguration").mustBeTrue({ absent: pass }),
  remedy: [{ path: "configuration.enforceWorkgroupConfiguration", value: true }],
});
