import { control } from "../../core";

/** Holds whatever works on data to a security configuration. */
export const glueJobEncryption = control({
  id: "glue-job-encryption",
  title: "Glue jobs, crawlers and endpoints have a security configuration",
  severity: "medium",
  why: "Without one their logs and bookmarks are not encrypted, although they have the data in them.",
  fix: "Name a SecurityConfiguration in securityConfiguration.",
  url: "https://docs.aws.amazon.com/glue/latest/dg/set-up-encryption.html",
  on: ["aws:glue/job:Job", "aws:glue/crawler:Crawler", "aws:glue/devEndpoint:DevEndpoint"],
  check: (one) => one.mustBeSet("securityConfiguration", "a security configuration", { unknown: "set" }),
});
