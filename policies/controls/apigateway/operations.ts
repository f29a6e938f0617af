import type { Value } from "../../core";

const methods = ["get", "put", "post", "delete", "patch", "head", "x-amazon-apigateway-any-method"];

/** An operation of a document. */
export interface Operation {
  /** Method in lower case. */
  readonly method: string;
  readonly definition: Value;
}

/** The operations of an OpenAPI document; those by which browsers ask whether they may call (OPTIONS) are left out. */
export function operationsOf(body: Value): Operation[] {
  return body
    .at("paths")
    .entries()
    .flatMap(([, path]) =>
      path
        .entries()
        .filter(([method]) => methods.includes(method.toLowerCase()))
        .map(([method, definition]) => ({ method: method.toLowerCase(), definition })),
    );
}
