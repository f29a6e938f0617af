import { any, control } from "../../core";

/** Holds workgroups to encrypted results. */
export const athenaResultEncryption = control({
  id: "athena-result-encryption",
  title: "Athena workgroups encrypt query results",
  severity: "medium",
  why: "Results are copies of the data; clients otherwise write them as they like, without the key that the data has.",
  fix: "Give configuration.resultConfiguration.encryptionConfiguration with an encryptionOption, or managed query results.",
  url: "https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html",
  on: ["aws:athena/workgroup:Workgroup"],
  check: (workgroup) =>
    any([
      workgroup
        .string("configuration.resultConfiguration.encryptionConfiguration.encryptionOption")
        .oneOf(["SSE_S3", "SSE_KMS", "CSE_KMS"], { absent: "clients then decide" }),
      // Athena keeps these by itself, encrypted.
      workgroup.boolean("configuration.managedQueryResultsConfiguration.enabled").mustBeTrue(),
    ]),
  remedy: [{ path: "configuration.resultConfiguration.encryptionConfiguration.encryptionOption", value: "SSE_S3" }],
});
