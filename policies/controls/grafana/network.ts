import { any, control } from "../../core";

/** Holds Grafana to named networks; off unless a team wants it: people sign in from anywhere, by the organisation's accounts. */
export const grafanaNetwork = control({
  id: "grafana-network-access",
  title: "Grafana workspaces are open to named networks only",
  severity: "medium",
  enforcement: "disabled",
  why: "Whoever reaches the workspace can try stolen accounts and flaws of Grafana on it.",
  fix: "Set networkAccessControl.prefixListIds or vpceIds.",
  url: "https://docs.aws.amazon.com/grafana/latest/userguide/AMG-configure-nac.html",
  on: ["aws:grafana/workspace:Workspace"],
  check: (workspace) =>
    any(
      ["prefixListIds", "vpceIds"].map((list) =>
        workspace.list(`networkAccessControl.${list}`).lengthAtLeast(1, { absent: "networks: AWS then admits all" }),
      ),
    ),
});

/** Holds Grafana to accounts of the organisation. */
export const grafanaOrganization = control({
  id: "grafana-account-access",
  title: "Grafana workspaces read the data of named accounts",
  severity: "low",
  why: "A workspace for the whole organisation shows one team the metrics and logs of all.",
  fix: "Set accountAccessType to CURRENT_ACCOUNT, or name organizationalUnits.",
  url: "https://docs.aws.amazon.com/grafana/latest/userguide/AMG-manage-permissions.html",
  on: ["aws:grafana/workspace:Workspace"],
  check: (workspace) =>
    any([
      workspace.string("accountAccessType").equals("CURRENT_ACCOUNT"),
      workspace.list("organizationalUnits").lengthAtLeast(1, { absent: "organisational units" }),
    ]),
});
