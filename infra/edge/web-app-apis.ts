import type * as pulumi from "@pulumi/pulumi";
import type { WebAppArgs } from "./web-app-args";

/** An API that answers below a path of a web app. */
export interface AppApi {
  /** Of its origin, and the end of its function's name. */
  readonly id: string;
  /** The argument that it is from. */
  readonly argument: string;
  readonly url: pulumi.Input<string>;
  readonly path: string;
}

/** The APIs of a web app, in the order in which paths are matched: the longest first. */
export function apisOf({ api, moreApis }: WebAppArgs): AppApi[] {
  const first = api ? [{ id: "api", argument: "api", url: api.url, path: api.path ?? "/api" }] : [];
  const more = Object.entries(moreApis ?? {}).map(([name, { url, path = `/${name}` }]) => ({
    id: `api-${name}`,
    argument: `moreApis.${name}`,
    url,
    path,
  }));
  return [...first, ...more].sort((a, b) => b.path.length - a.path.length);
}
