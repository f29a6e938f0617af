import { ResponseHeadersPolicy } from "@pulumi/aws/cloudfront";
import * as pulumi from "@pulumi/pulumi";
import type { WebContentSecurityArgs } from "./web-app-args";

/** Two years, what hstspreload.org asks for at least one of. */
const HSTS_SECONDS = 63_072_000;

/** What the app may do with the visitor's machine: nothing that it did not ask this component for. */
const PERMISSIONS = ["camera", "display-capture", "geolocation", "microphone", "payment", "usb"];

/** The Content-Security-Policy: this origin, and what the program names. */
export function contentSecurityPolicy(args: WebContentSecurityArgs): pulumi.Output<string> {
  const directive = (name: string, own: string[], others: pulumi.Input<string>[] = []): pulumi.Output<string> =>
    pulumi.all(others).apply((sources) => [name, ...own, ...sources].join(" "));
  return pulumi
    .all([
      directive("default-src", ["'none'"]),
      directive("script-src", ["'self'"], args.scriptSources),
      directive("style-src", ["'self'"], args.styleSources),
      directive("img-src", ["'self'", "data:"], args.imageSources),
      directive("font-src", ["'self'"], args.fontSources),
      directive("connect-src", ["'self'"], args.connectSources),
      directive("manifest-src", ["'self'"]),
      directive("worker-src", ["'self'"]),
      directive("form-action", ["'self'"]),
      directive("base-uri", ["'none'"]),
      directive("frame-ancestors", ["'none'"]),
    ])
    .apply((directives) => directives.join("; "));
}

/** Headers of every answer, of the API's too. */
export function createHeaders(
  name: string,
  contentSecurity: WebContentSecurityArgs,
  opts: pulumi.CustomResourceOptions,
): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(
    name,
    {
      comment: `Security headers of ${name}`,
      securityHeadersConfig: {
        strictTransportSecurity: {
          accessControlMaxAgeSec: HSTS_SECONDS,
          includeSubdomains: true,
          // To be on browsers' lists is for the owner of the whole domain to ask for.
          preload: false,
          override: true,
        },
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(contentSecurity), override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: "DENY", override: true },
        referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
      },
      customHeadersConfig: {
        items: [
          {
            header: "Permissions-Policy",
            value: PERMISSIONS.map((permission) => `${permission}=()`).join(", "),
            override: true,
          },
          { header: "Cross-Origin-Opener-Policy", value: "same-origin", override: true },
        ],
      },
    },
    opts,
  );
}
