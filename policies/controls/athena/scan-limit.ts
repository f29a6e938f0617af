import { control, integer, notApplicable, when } from "../../core";

/** Holds workgroups to a limit of what a query may cost. */
export const athenaScanLimit = control({
  id: "athena-scan-limit",
  title: "Athena workgroups limit what one query may scan",
  severity: "low",
  why: "AWS bills what is scanned: one query without a partition, or one in a loop, reads the whole lake.",
  fix: "Set configuration.bytesScannedCutoffPerQuery.",
  url: "https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html",
  on: ["aws:athena/workgroup:Workgroup"],
  config: {
    maximumTerabytes: integer({ default: 10, minimum: 1, description: "Most that one query may scan." }),
  },
  check: (workgroup, { config }) =>
    when(
      workgroup
        .string("configuration.engineVersion.selectedEngineVersion")
        .matches(/^PySpark/, "Spark", { absent: "SQL" }),
      () => notApplicable("its sessions run Spark, which has no such limit"),
      () =>
        workgroup
          .number("configuration.bytesScannedCutoffPerQuery")
          .atMost(config.maximumTerabytes * 10 ** 12, { absent: "AWS then stops no query" }),
    ),
});
