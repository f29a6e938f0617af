import { control, integer, pass } from "../../core";

const stores = ["aws:cloudtrail/eventDataStore:EventDataStore"];
const page = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-event-data-store.html";

/** Holds event data stores to a key of the customer's; off unless a team wants it: that key can't be taken back again. */
export const lakeKey = control({
  id: "cloudtrail-lake-kms",
  title: "Event data stores are encrypted with a key of the account's own",
  severity: "medium",
  enforcement: "disabled",
  why: "With a key of its own, reading the store takes a permission that reading CloudTrail does not bring along.",
  fix: "Set kmsKeyId to the ARN of a KMS key whose policy lets CloudTrail use it.",
  url: page,
  on: stores,
  check: (store) => store.mustBeSet("kmsKeyId", "the ARN of a KMS key", { unknown: "set" }),
});

/** Holds event data stores to staying. */
export const lakeProtected = control({
  id: "cloudtrail-lake-protected",
  title: "Event data stores are protected from deletion",
  severity: "medium",
  why: "With the store goes the record of years.",
  fix: "Leave terminationProtectionEnabled out, or set it to true.",
  url: page,
  on: stores,
  check: (store) => store.boolean("terminationProtectionEnabled").mustBeTrue({ absent: pass }),
  remedy: [{ path: "terminationProtectionEnabled", value: true }],
});

/** Holds event data stores to keeping events. */
export const lakeRetention = control({
  id: "cloudtrail-lake-retention",
  title: "Event data stores keep events for a year",
  severity: "medium",
  why: "Intrusions are found months later; an event that has expired by then tells nothing.",
  fix: "Leave retentionPeriod out, or set it to 365 or more.",
  url: page,
  on: stores,
  config: {
    // PCI DSS 4.0.1, 10.5.1: twelve months.
    minimumDays: integer({ default: 365, minimum: 7, description: "Least number of days that events are kept." }),
  },
  check: (store, { config }) => store.number("retentionPeriod").atLeast(config.minimumDays, { absent: pass }),
});
