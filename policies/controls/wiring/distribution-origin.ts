import { all, cannotTell, pass, type Resource, stackControl, type Value, type Verdict } from "../../core";
import { type Graph, Unclear } from "../../graph";
import {
  arnOf,
  type Edge,
  type Found,
  findNamed,
  findReceiver,
  identityReads,
  type OriginIdentity,
  partOf,
  receivers,
  type Search,
  serviceSends,
  type Use,
} from "../../graph/wiring";
import { distributionTypes, orderedBehaviorsOf, passesFunction, signsAt } from "./origins";
import { edgeTo, outside } from "./shared";

const { bucket } = receivers;
const identityTypes = ["aws:cloudfront/originAccessIdentity:OriginAccessIdentity"];

export const distributionOriginWiring = stackControl({
  id: "wiring-distribution-origin",
  title:
    "CloudFront may read the buckets that its distributions ask in their own name, or as an origin access identity",
  severity: "high",
  why: "A bucket that does not admit the distribution, or a key that does not, answers every viewer with 403.",
  fix: "Let cloudfront.amazonaws.com call s3:GetObject by the bucket's policy, and kms:Decrypt by the policy of the key that encrypts it, for the ARN of the distribution; or name the iamArn of its OriginAccessIdentity in the bucket's policy.",
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
  on: distributionTypes,
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
  const signed = signsAt(graph, distribution, origin, "s3");
  const use = { actions: [["s3:GetObject"]], suffixes: askedFor(distribution, origin) };
  if (signed === false) {
    return asIdentity(graph, distribution, origin, use);
  }
  const verdict = toBucket(graph, distribution, `${path}.domainName`, (edge, found) => {
    const sender = { service: "cloudfront.amazonaws.com", sourceArn: arnOf(distribution) };
    return serviceSends(graph, edge, sender, found, { ...use, keyActions: ["kms:Decrypt"] });
  });
  return verdict.kind === "fail" && signed instanceof Unclear
    ? cannotTell(`distribution ${distribution.name}: whether it signs its requests to ${path} is not known`, path)
    : verdict;
}

/** An origin that is asked as an origin access identity, if it is. */
function asIdentity(graph: Graph, distribution: Resource, origin: Value, use: Use): Verdict {
  const path = `${origin.path}.s3OriginConfig.originAccessIdentity`;
  const identity = identityAt(graph, distribution, path);
  if (identity === undefined) {
    return pass;
  }
  return identity instanceof Unclear
    ? cannotTell(`distribution ${distribution.name}: ${identity.reasons.join("; ")}`, path)
    : toBucket(graph, distribution, `${origin.path}.domainName`, (edge, found) =>
        identityReads(graph, edge, identity, found, use, passesFunction(distribution, origin)),
      );
}

/** Who an origin access identity is, which an origin names as `origin-access-identity/cloudfront/ID`; undefined for none. */
function identityAt(graph: Graph, distribution: Resource, path: string): OriginIdentity | Unclear | undefined {
  const text = distribution.string(path);
  const id = text.value?.split("/").pop();
  if (text.state === "absent" || id === "") {
    return undefined;
  }
  const reference =
    id === undefined ? graph.follow(distribution, path, identityTypes) : { kind: "external" as const, value: id };
  if (reference.kind === "unclear") {
    return Unclear.because(reference.reason);
  }
  const [named] =
    reference.kind === "resource" ? [reference.resource] : id === undefined ? [] : graph.named(id, identityTypes);
  return {
    kind: "origin identity",
    arn: named?.string("iamArn").value ?? identityArn(distribution, id),
    canonicalUser:
      named?.string("s3CanonicalUserId").value ??
      Unclear.because(`the canonical user of the origin access identity ${named?.name ?? id ?? ""} is not known`),
  };
}

/** The form that the types of @pulumi/aws give for `iamArn`. */
function identityArn(distribution: Resource, id: string | undefined): string | Unclear {
  const partition = partOf(arnOf(distribution), "partition");
  return id === undefined || typeof partition !== "string"
    ? Unclear.because("the ARN of the origin access identity is not known before the deployment")
    : `arn:${partition}:iam::cloudfront:user/CloudFront Origin Access Identity ${id}`;
}

/** docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
const bucketHost = /^(.+)\.s3[.-](?:[a-z0-9-]+\.)*amazonaws\.com(?:\.cn)?$/;

/** Objects that viewers may ask an origin for, one of each of its behaviors; leave to read any of them will do. */
function askedFor(distribution: Resource, origin: Value): string[] {
  const root = origin.string("originPath").value ?? "";
  const patterns = orderedBehaviorsOf(distribution, origin).map(
    (behavior) => behavior.string("pathPattern").value ?? "",
  );
  return ["object", ...patterns].map((one) => `${root}/${one.replace(/^\//, "").replace(/[*?]/g, "x")}`);
}

function toBucket(
  graph: Graph,
  distribution: Resource,
  path: string,
  judge: (edge: Edge, found: Found) => Verdict,
): Verdict {
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
      return judge(edgeTo(from, found.found, path), found.found);
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
