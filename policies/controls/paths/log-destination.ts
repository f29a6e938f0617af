import {
  all,
  cannotTell,
  fail,
  flag,
  integer,
  notApplicable,
  pass,
  type Resource,
  type Settings,
  stackControl,
  tokens,
  type Verdict,
} from "../../core";
import { type Graph, given } from "../../graph";
import { type LogDestination, logDestinationsOf, loggingTypes } from "../../graph/log-destinations";
import { pathText } from "../../graph/path";

const config = {
  minimumDays: integer({ default: 7, minimum: 1, description: "Least number of days that logs are kept." }),
  customerKeys: flag({ default: false, description: "Whether logs are encrypted by keys of the stack's own." }),
  deletionProtection: flag({ default: false, description: "Whether log groups refuse to be deleted." }),
};

/** Holds what logs are written to to being there, and to keeping them. */
export const logDestination = stackControl({
  id: "log-destination-protected",
  title: "What trails, flow logs and access logs are written to exists, keeps them long enough and can't be emptied",
  severity: "medium",
  why: "A log that is gone when it is asked for is no log: who breaks in deletes it first.",
  fix: "Write to a log group or bucket of the stack; set retentionInDays, or the lifecycle's days, to minimumDays or more, and forceDestroy to false.",
  url: "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_detect_investigate_events_app_service_logging.html",
  on: loggingTypes,
  config,
  check: (resource, { graph, config: settings }) => {
    const destinations = logDestinationsOf(graph, resource);
    return destinations.length === 0
      ? notApplicable("it writes no log anywhere else")
      : all(destinations.map((destination) => judge(graph, destination, settings)));
  },
});

type Kept = Settings<typeof config>;

function judge(graph: Graph, { from, path, to }: LogDestination, settings: Kept): Verdict {
  switch (to.kind) {
    case "stream":
      return pass;
    case "unclear":
      return cannotTell(to.reason, path);
    case "external":
      return cannotTell(`${pathText([from, to.value])}: it is not in this stack`, path);
    default: {
      const way = pathText([from, `${to.kind} ${to.resource.name}`]);
      const place = { way, path, resource: to.resource };
      return to.kind === "bucket" ? bucketKeeps(graph, place, settings) : groupKeeps(graph, place, settings);
    }
  }
}

interface Place {
  readonly way: string;
  readonly path: string;
  readonly resource: Resource;
}

/** A log group without a retention keeps everything, for ever. */
function groupKeeps(graph: Graph, { way, path, resource }: Place, settings: Kept): Verdict {
  const { minimumDays, customerKeys, deletionProtection } = settings;
  const expected = (what: string) => `${what} of log group ${resource.name}`;
  const days = given(graph, resource, "retentionInDays").number();
  return all(
    days.state === "unknown"
      ? cannotTell(`${resource.name}: ${days.reason}`, path)
      : days.value && days.value < minimumDays
        ? fail({
            path,
            found: `${way}, which keeps logs for ${days.value} days`,
            expected: expected(`retentionInDays of ${minimumDays} or more`),
          })
        : pass,
    customerKeys && given(graph, resource, "kmsKeyId").state === "absent"
      ? fail({ path, found: `${way}, which no key of the stack's encrypts`, expected: expected("kmsKeyId") })
      : pass,
    deletionProtection && given(graph, resource, "deletionProtectionEnabled").boolean().value !== true
      ? fail({ path, found: `${way}, which can be deleted`, expected: expected("deletionProtectionEnabled") })
      : pass,
  );
}

const lifecycleTypes = [
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
];

function bucketKeeps(graph: Graph, { way, path, resource }: Place, { minimumDays, customerKeys }: Kept): Verdict {
  const lifecycle = graph.referrersTo(resource, lifecycleTypes, "bucket").certain;
  const short = lifecycle
    .flatMap((one) => one.list("rules").items)
    .filter((rule) => rule.string("status").value === "Enabled")
    .map((rule) => rule.number("expiration.days").value)
    .find((days) => days !== undefined && days < minimumDays);
  const keys = graph
    .referrersTo(resource, tokens.bucketEncryption, "bucket")
    .certain.flatMap((one) => one.list("rules").items)
    .filter((rule) => /^aws:kms/.test(rule.string("applyServerSideEncryptionByDefault.sseAlgorithm").value ?? ""));
  return all(
    resource.boolean("forceDestroy").value === true
      ? fail({
          path,
          found: `${way}, which is emptied when it is deleted`,
          expected: `forceDestroy of bucket ${resource.name} false`,
        })
      : pass,
    short === undefined
      ? pass
      : fail({
          path,
          found: `${way}, which keeps logs for ${short} days`,
          expected: `${minimumDays} days or more in the lifecycle of bucket ${resource.name}`,
        }),
    customerKeys && keys.length === 0
      ? fail({
          path,
          found: `${way}, which no key of the stack's encrypts`,
          expected: `a key for bucket ${resource.name}`,
        })
      : pass,
  );
}
