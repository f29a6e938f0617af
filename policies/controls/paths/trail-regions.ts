import { cannotTell, fail, notApplicable, pass, stackControl } from "../../core";
import { type Graph, given } from "../../graph";

const trailType = "aws:cloudtrail/trail:Trail";
const providerType = "pulumi:providers:aws";

/** Holds the stack's trails to recording every region that the stack has something in. */
export const trailRegions = stackControl({
  id: "cloudtrail-regions",
  title: "A trail records every region that the stack uses",
  severity: "high",
  why: "What is done in a region that no trail covers is done unseen.",
  fix: "Set isMultiRegionTrail of the stack's trail to true.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html",
  on: [trailType],
  check: () => notApplicable("the stack is judged as a whole"),
  checkStack: ({ graph }) => {
    const trails = graph.ofType(trailType);
    if (trails.length === 0) {
      return notApplicable("the stack has no trail of its own");
    }
    const logging = trails.filter((trail) => given(graph, trail, "enableLogging").boolean().value !== false);
    const everywhere = logging.map((trail) => given(graph, trail, "isMultiRegionTrail").boolean());
    if (everywhere.some(({ value }) => value === true)) {
      return pass;
    }
    const covered = new Set(
      logging.flatMap((trail) => regionOf(trail.string("arn").value) ?? trail.string("homeRegion").value ?? []),
    );
    const uncovered = [...regionsOf(graph)].filter(([region]) => !covered.has(region));
    const [first] = uncovered;
    if (!first) {
      return pass;
    }
    const unknown = everywhere.find(({ state }) => state === "unknown");
    if (unknown) {
      return cannotTell(unknown.reason, unknown.path);
    }
    if (covered.size === 0 && logging.length > 0) {
      return cannotTell("the region of the stack's trail is not known before the deployment");
    }
    return fail(
      ...uncovered.map(([region, name]) => ({
        path: "isMultiRegionTrail",
        found: `no trail for ${region}, where ${name} is`,
        expected: "a trail of all regions",
        urn: logging[0]?.urn ?? trails[0]?.urn,
      })),
    );
  },
});

/** Regions that the stack has something in, with the name of one such thing. */
function regionsOf(graph: Graph): Map<string, string> {
  const regions = new Map<string, string>();
  for (const resource of graph.all()) {
    const isProvider = resource.type === providerType;
    const region = isProvider
      ? resource.string("region").value
      : resource.type.startsWith("aws:")
        ? regionOf(resource.string("arn").value)
        : undefined;
    if (region !== undefined && region !== "" && !regions.has(region)) {
      regions.set(region, isProvider ? `provider ${resource.name}` : resource.name);
    }
  }
  return regions;
}

/** The region of an ARN; what AWS has once for all regions is in none. */
function regionOf(arn: string | undefined): string | undefined {
  return /^arn:[^:]*:(?!cloudfront:|iam:|route53:|waf:|globalaccelerator:)[^:]*:([a-z]{2}(?:-[a-z]+)+-\d):/.exec(
    arn ?? "",
  )?.[1];
}
