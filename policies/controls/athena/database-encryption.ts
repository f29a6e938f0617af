import { control } from "../../core";

/** Holds databases to encrypted results. */
export const athenaDatabaseEncryption = control({
  id: "athena-database-encryption",
  title: "Athena databases are made with encrypted results",
  severity: "medium",
  why: "What the statements of the database leave in the bucket is otherwise not under the key that the data has.",
  fix: "Give encryptionConfiguration with an encryptionOption.",
  url: "https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html",
  on: ["aws:athena/database:Database"],
  check: (database) =>
    database
      .string("encryptionConfiguration.encryptionOption")
      .oneOf(["SSE_S3", "SSE_KMS", "CSE_KMS"], { absent: "the client then decides" }),
});
