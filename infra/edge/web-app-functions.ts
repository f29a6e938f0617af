import { Function as EdgeFunction } from "@pulumi/aws/cloudfront";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Shows the app where a path is none of a file. In CloudFront's JavaScript, which has no `URL`. Errors of origins are left as
 * they are: mapping 403 and 404 to the page, as is often done, would also hide those of an API.
 */
export const PAGE_FALLBACK = `function handler(event) {
  var request = event.request;
  var last = request.uri.substring(request.uri.lastIndexOf("/") + 1);
  if (last.indexOf(".") === -1) request.uri = "/index.html";
  return request;
}
`;

/** Takes the path that an API answers below away. @param path such as `/api` */
export function pathRemoval(path: string): string {
  return `function handler(event) {
  var request = event.request;
  var rest = request.uri.substring(${path.length});
  request.uri = rest.charAt(0) === "/" ? rest : "/" + rest;
  return request;
}
`;
}

/** Code that runs on each request of a viewer, before the cache. */
export function createFunction(
  name: string,
  comment: string,
  code: string,
  tags: Record<string, pulumi.Input<string>>,
  opts: pulumi.CustomResourceOptions,
): EdgeFunction {
  return new EdgeFunction(name, { runtime: "cloudfront-js-2.0", comment, code, publish: true, tags }, opts);
}
