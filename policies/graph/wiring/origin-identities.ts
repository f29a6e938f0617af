import { all, type Verdict } from "../../core/verdict";
import type { Graph } from "../graph";
import { type Requester, Unclear } from "../iam";
import { type Edge, needs } from "./edge";
import type { Found } from "./find";
import { withKey } from "./keys";
import type { Use } from "./receivers";
import { type Asker, policiesAdmit } from "./sends";

/** Who CloudFront is where it reads a bucket as an origin access identity. */
export type OriginIdentity = Extract<Requester, { kind: "origin identity" }>;

/**
 * What an origin access identity needs to read a bucket: a policy on it that names the identity, and no KMS key, which such
 * an identity can't use but with a function at the edge that signs for it:
 * docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 *
 * @param workaround whether such a function is there
 */
export function identityReads(
  graph: Graph,
  edge: Edge,
  requester: OriginIdentity,
  found: Found,
  use: Use,
  workaround: boolean,
): Verdict {
  const principal = requester.arn instanceof Unclear ? "<iamArn of the identity>" : requester.arn;
  const asker: Asker = {
    requester,
    name: "its origin access identity",
    context: new Map([["aws:securetransport", "true"]]),
    grant: (action) =>
      `{"Effect":"Allow","Principal":{"AWS":"${principal}"},"Action":"${action}"}, or an origin access control`,
  };
  return all(
    policiesAdmit(graph, edge, asker, found, use),
    withKey(graph, edge, found, (key) =>
      needs(
        edge,
        workaround ? Unclear.because("a function at the edge may sign its requests") : false,
        `leave to use the key ${key.kind === "managed" ? key.name : key.key.name}, which no origin access identity gets`,
        "an origin access control, or encryption by S3's own keys",
      ),
    ),
  );
}
