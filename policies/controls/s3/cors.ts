import { any, pass, stackControl, tokens, type Value, type Verdict } from "../../core";
import { inOrBeside } from "./bucket";

/** Holds buckets to browsers of named sites for what changes objects. */
export const bucketCors = stackControl({
  id: "s3-bucket-cors",
  title: "Buckets let pages of named sites alone change objects",
  severity: "medium",
  why: "Any page that a user opens can then write to the bucket with that user's signed requests.",
  fix: 'Name sites in allowedOrigins of rules that allow PUT, POST or DELETE, instead of "*".',
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html",
  on: tokens.bucket,
  check: (bucket, { graph }) =>
    inOrBeside(
      graph,
      bucket,
      { property: "corsRules", judge: (rules) => rules.list().every(namesSites) },
      { types: tokens.bucketCors, judge: (one) => one.list("corsRules").every(namesSites) },
      pass,
    ),
});

function namesSites(rule: Value): Verdict {
  return any([
    rule.list("allowedOrigins").every((origin) => origin.string().notEquals("*")),
    rule.list("allowedMethods").every((method) => method.string().noneOf(["PUT", "POST", "DELETE"])),
  ]);
}
