import { control } from "../../core";

/** Holds search domains to fixes of the service. */
export const searchSoftwareUpdates = control({
  id: "opensearch-software-updates",
  title: "OpenSearch domains take updates of the service software by themselves",
  severity: "medium",
  why: "Updates fix what intruders use; without this each domain waits for somebody to remember it.",
  fix: "Set softwareUpdateOptions.autoSoftwareUpdateEnabled to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-10",
  on: ["aws:opensearch/domain:Domain"],
  check: (domain) =>
    domain
      .boolean("softwareUpdateOptions.autoSoftwareUpdateEnabled")
      .mustBeTrue({ absent: "AWS then waits for somebody" }),
  remedy: [{ path: "softwareUpdateOptions.autoSoftwareUpdateEnabled", value: true }],
});
