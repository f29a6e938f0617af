import { athenaDatabaseEncryption } from "../../../../../policies/controls/athena/database-encryption";
import { athenaEnforcedSettings } from "../../../../../policies/controls/athena/enforced-settings";
import { athenaMetrics } from "../../../../../policies/controls/athena/metrics";
import { athenaResultEncryption } from "../../../../../policies/controls/athena/result-encryption";
import { athenaScanLimit } from "../../../../../policies/controls/athena/scan-limit";
import { examplesOf, mustBeOn, one, plus } from "../../../../support/examples";
import { describeControl } from "../../../../support/policies";

const workgroup = "aws:athena/workgroup:Workgroup";
const database = "aws:athena/database:Database";
const options = ["SSE_S3", "SSE_KMS", "CSE_KMS"];

describeControl(
  athenaResultEncryption,
  plus(
    examplesOf({
      types: [workgroup],
      path: "configuration.resultConfiguration.encryptionConfiguration.encryptionOption",
      good: options,
      bad: ["NONE"],
      absent: "bad",
    }),
    {
      compliant: {
        "results that Athena keeps": one(workgroup, {
          "configuration.managedQueryResultsConfiguration.enabled": true,
        }),
      },
      violating: {
        "results that Athena does not keep": {
          ...one(workgroup, { "configuration.managedQueryResultsConfiguration.enabled": false }),
          at: "configuration.managedQueryResultsConfiguration.enabled",
        },
      },
    },
  ),
);

describeControl(athenaEnforcedSettings, mustBeOn([workgroup], "configuration.enforceWorkgroupConfiguration", "good"));
describeControl(athenaMetrics, mustBeOn([workgroup], "configuration.publishCloudwatchMetricsEnabled", "good"));

describeControl(
  athenaScanLimit,
  plus(
    examplesOf({
      types: [workgroup],
      path: "configuration.bytesScannedCutoffPerQuery",
      good: [10_485_760, 10_000_000_000_000],
      bad: [10_000_000_000_001],
      absent: "bad",
    }),
    {
      violating: {
        "more than a team takes": {
          ...one(workgroup, { "configuration.bytesScannedCutoffPerQuery": 1_000_000_000_001 }),
          config: { maximumTerabytes: 1 },
          at: "configuration.bytesScannedCutoffPerQuery",
        },
      },
      notApplicable: {
        Spark: one(workgroup, {
          "configuration.engineVersion.selectedEngineVersion": "PySpark engine version 3",
        }),
      },
    },
  ),
);

describeControl(
  athenaDatabaseEncryption,
  examplesOf({
    types: [database],
    path: "encryptionConfiguration.encryptionOption",
    good: options,
    bad: ["NONE"],
    absent: "bad",
  }),
);
