import { createHash } from "node:crypto";
import type { Context, Handlers, ResourceHandler } from "../handler";
import type { Inputs, Props } from "../values";

/** Letters and digits that are the same each time: what was made of it stays. */
function idOf(kind: string, name: string): string {
  return createHash("sha256").update(`${kind} ${name}`).digest("hex").slice(0, 13).toUpperCase();
}

/** Something that CloudFront keeps for distributions; what it does is done by the process that serves them. */
function part(kind: string, outputs: (id: string, context: Context, inputs: Inputs) => Props): ResourceHandler {
  return {
    create: async ({ name, inputs }, context) => {
      const id = `E${idOf(kind, name)}`;
      return { id, outputs: outputs(id, context, inputs) };
    },
    update: async ({ id, inputs }, context) => outputs(id, context, inputs),
  };
}

const arn =
  (kind: string) =>
  (id: string, { partition, account }: Context) => ({
    arn: `arn:${partition}:cloudfront::${account}:${kind}/${id}`,
  });

/**
 * CloudFront, which the emulator has nothing of: distributions and what they are made of are kept in the state, and the
 * process that stays beside the emulator serves them on loopback (`local/pages`).
 */
export const handlers: Handlers = {
  "aws:cloudfront/distribution:Distribution": part("distribution", (id, context) => ({
    ...arn("distribution")(id, context),
    domainName: `${id.toLowerCase()}.cloudfront.net`,
    // The zone of all distributions: docs.aws.amazon.com/general/latest/gr/cf_region.html
    hostedZoneId: "Z2FDTNDATAQYW2",
  })),
  "aws:cloudfront/function:Function": {
    ...part("function", arn("function")),
    autoName: { property: "name", max: 64 },
    replaceOn: ["name"],
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": part("access", arn("origin-access-control")),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": part("headers", arn("response-headers-policy")),
};
