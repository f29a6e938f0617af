import type { IncomingMessage } from "node:http";
import { log } from "../shared/correlation";
import { parsedJson } from "../shared/values";
import { type Answer, problem } from "./answers";
import { type ProductContent, ProductContentError, productContentOf } from "./product";
import { type ProductStore, VersionConflictError } from "./products";

/** More than the longest product takes, whatever its characters are. */
const LONGEST_BODY = 128 * 1024;

/**
 * Writes a product that an operator sends. `If-Match` names the version that it replaces, `If-None-Match: *` says that it
 * is new; without either the answer is 428, where the version is another one it is 412.
 */
export async function put(request: IncomingMessage, sku: string, store: Pick<ProductStore, "save">): Promise<Answer> {
  const condition = conditionOf(request);
  if ("status" in condition) return condition;
  const content = await contentOf(request);
  if ("status" in content) return content;
  try {
    const product = await store.save(sku, content, condition.expected);
    log().info("product written", { sku, version: product.version });
    const status = condition.expected === undefined ? 201 : 200;
    return { status, headers: { etag: `"${product.version}"` }, body: product };
  } catch (error) {
    if (!(error instanceof VersionConflictError)) throw error;
    const answer = problem(412, "Precondition Failed", `The condition does not hold: ${error.message}.`);
    const etag: Record<string, string> = error.current === undefined ? {} : { etag: `"${error.current}"` };
    return { ...answer, headers: { ...answer.headers, ...etag } };
  }
}

function conditionOf({ headers }: IncomingMessage): { expected: number | undefined } | Answer {
  const { "if-match": match, "if-none-match": noneMatch } = headers;
  if (match !== undefined && noneMatch !== undefined) {
    return problem(400, "Bad Request", "If-Match and If-None-Match exclude each other here.");
  }
  if (noneMatch === "*") return { expected: undefined };
  if (noneMatch !== undefined) return problem(400, "Bad Request", "If-None-Match has to be * here.");
  if (match === undefined) {
    const detail = 'Send If-Match with the ETag of the version to replace, or "If-None-Match: *" for a new product.';
    return problem(428, "Precondition Required", detail);
  }
  const [, version] = /^"(\d{1,9})"$/.exec(match) ?? [];
  if (version !== undefined) return { expected: Number(version) };
  return problem(400, "Bad Request", 'If-Match has to be one ETag, as GET gives it: "3".');
}

async function contentOf(request: IncomingMessage): Promise<ProductContent | Answer> {
  const [type = ""] = (request.headers["content-type"] ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/json") {
    return problem(415, "Unsupported Media Type", "The body has to be application/json.");
  }
  const text = await bodyOf(request);
  if (text === undefined) {
    return problem(413, "Content Too Large", `The body has more than ${LONGEST_BODY} bytes.`);
  }
  try {
    return productContentOf(parsedJson(text));
  } catch (error) {
    if (!(error instanceof ProductContentError)) throw error;
    return problem(422, "Unprocessable Content", `The product is not complete or not right: ${error.message}.`);
  }
}

/** Undefined where it is too long: the rest is read all the same, since who still sends may not hear an answer. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("a request without an encoding gives bytes");
    bytes += chunk.length;
    if (bytes <= LONGEST_BODY) chunks.push(chunk);
  }
  return bytes <= LONGEST_BODY ? Buffer.concat(chunks).toString("utf8") : undefined;
}
