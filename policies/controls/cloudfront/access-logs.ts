import { any, cannotTell, fail, pass, type Resource, stackControl, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { referrersAmongTypes } from "../shared/referrers";
import { distributions } from "./behaviors";

const source = "aws:cloudwatch/logDeliverySource:LogDeliverySource";
const delivery = "aws:cloudwatch/logDelivery:LogDelivery";

/** Holds distributions to a record of requests. */
export const distributionAccessLogs = stackControl({
  id: "cloudfront-access-logs",
  title: "CloudFront distributions log who fetched what",
  severity: "medium",
  why: "What CloudFront answers from its cache, or refuses, is in no other log.",
  fix: "Make a LogDeliverySource with the distribution's ARN as resourceArn and a LogDelivery of it; or set loggingConfig.bucket.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-5",
  on: distributions,
  check: (distribution, { graph }) => {
    // The older kind of logs, which a distribution of several tenants does not have.
    const older = given(graph, distribution, "loggingConfig");
    return any([
      older.mustBeSet("bucket", "a bucket, or a LogDelivery", { unknown: "set" }),
      delivered(graph, distribution, source, "resourceArn", (one) =>
        delivered(graph, one, delivery, "deliverySourceName", () => pass),
      ),
    ]);
  },
});

/** One of the resources of a type that refer to another satisfies `judge`. */
function delivered(
  graph: Graph,
  resource: Resource,
  type: string,
  path: string,
  judge: (one: Resource) => Verdict,
): Verdict {
  const { certain, possible } = referrersAmongTypes(graph, resource, type, path);
  return any(
    [...certain.map(judge), ...possible.map(({ resource: one, reason }) => cannotTell(`${one.name}: ${reason}`))],
    fail({ path: "", found: "no delivery of its access logs", expected: "a LogDeliverySource with a LogDelivery" }),
  );
}
