import { all, cannotTell, pass, type Resource, stackControl, type Value, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { arnOf, findNamed, findReceiver, receivers, type Search, serviceSends } from "../../graph/wiring";
import { edgeTo, outside } from "./shared";

const { bucket } = receivers;
const accessTypes = ["aws:cloudfront/originAccessControl:OriginAccessControl"];

export const distributionOriginWiring = stackControl({
  id: "wiring-distribution-origin",
  title: "CloudFront may read the buckets that its distributions sign their requests to",
  severity: "high",
  why: "A bucket that does not admit the distribution, or a key that does not, answers every viewer with 403.",
  fix: "Let cloudfront.amazonaws.com call s3:GetObject by the bucket's policy, and kms:Decrypt by the policy of the key that encrypts it, for the ARN of the distribution.",
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
  on: ["aws:cloudfront/distribution:Distribution"],
  check: (distribution, { graph }) => {
    const origins = distribution.list("origins");
    return origins.state === "unknown"
      ? cannotTell(`distribution ${distribution.name}: ${origins.reason}`, "origins")
      : all(origins.items.map((origin) => judgeOrigin(graph, distribution, origin)));
  },
});

/** Of origins that are no buckets, and of buckets that everybody may read, nothing is said. */
function judgeOrigin(graph: Graph, distribution: Resource, origin: Value): Verdict {
  const { path } = origin;
  const access = graph.follow(distribution, `${path}.originAccessControlId`, accessTypes);
  const isNone = access.kind === "absent" || (access.kind === "external" && access.value === "");
  if (isNone || (access.kind === "resource" && signs(access.resource) === false)) {
    return pass;
  }
  const verdict = toBucket(graph, distribution, `${path}.domainName`, askedFor(distribution, origin));
  return verdict.kind === "fail" && (access.kind !== "resource" || signs(access.resource) === undefined)
    ? cannotTell(`distribution ${distribution.name}: whether it signs its requests to ${path} is not known`, path)
    : verdict;
}

/** Whether requests to a bucket are signed; undefined where there is no telling. */
function signs(access: Resource): boolean | undefined {
  const [behavior, origin] = [access.string("signingBehavior"), access.string("originAccessControlOriginType")];
  if (behavior.value === "never" || (origin.value !== undefined && origin.value !== "s3")) {
    return false;
  }
  return behavior.state === "unknown" || origin.state === "unknown" ? undefined : true;
}

/** docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
const bucketHost = /^(.+)\.s3[.-](?:[a-z0-9-]+\.)*amazonaws\.com(?:\.cn)?$/;

/** Objects that viewers may ask an origin for, one of each of its behaviors; leave to read any of them will do. */
function askedFor(distribution: Resource, origin: Value): string[] {
  const root = origin.string("originPath").value ?? "";
  const patterns = distribution
    .list("orderedCacheBehaviors")
    .items.filter((behavior) => behavior.string("targetOriginId").value === origin.string("originId").value)
    .map((behavior) => behavior.string("pathPattern").value ?? "");
  return ["object", ...patterns].map((one) => `${root}/${one.replace(/^\//, "").replace(/[*?]/g, "x")}`);
}

function toBucket(graph: Graph, distribution: Resource, path: string, suffixes: readonly string[]): Verdict {
  const from = `distribution ${distribution.name}`;
  const found = bucketAt(graph, distribution, path);
  switch (found.kind) {
    case "absent":
      return pass;
    case "unclear":
      return cannotTell(`${from}: ${found.reason}`, path);
    case "external":
      return outside(edgeTo(from, found, path));
    case "found":
      return serviceSends(
        graph,
        edgeTo(from, found.found, path),
        { service: "cloudfront.amazonaws.com", sourceArn: arnOf(distribution) },
        found.found,
        { actions: [["s3:GetObject"]], keyActions: ["kms:Decrypt"], suffixes },
      );
  }
}

function bucketAt(graph: Graph, distribution: Resource, path: string): Search {
  const host = distribution.string(path).value;
  if (host === undefined) {
    return findReceiver(graph, distribution, path, [bucket]);
  }
  const name = bucketHost.exec(host)?.[1];
  return name === undefined ? { kind: "absent" } : findNamed(graph, name, [bucket]);
}
