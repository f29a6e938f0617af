/**
 * Code of the function that tells a domain what AWS's API can't: it sends requests, signed as its role, to the domain's own
 * API. Signing: docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html. Plain JavaScript with
 * nothing of npm, so that it needs no bundling.
 */
export const SETUP_CODE = `"use strict";
const { createHash, createHmac } = require("node:crypto");

const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const hmac = (key, text) => createHmac("sha256", key).update(text).digest();

function signedHeaders(method, host, path, body) {
  const { AWS_REGION: region, AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = process.env;
  const [uri, query = ""] = path.split("?");
  const time = new Date().toISOString().replace(/[:-]|\\.\\d{3}/g, "");
  const day = time.slice(0, 8);
  const headers = { "content-type": "application/json", host, "x-amz-date": time };
  if (token) headers["x-amz-security-token"] = token;
  const names = Object.keys(headers).sort();
  const list = names.join(";");
  const canonical = [
    method,
    uri.replaceAll("*", "%2A"),
    query,
    ...names.map((name) => name + ":" + headers[name]),
    "",
    list,
    sha256(body),
  ].join("\\n");
  const scope = [day, region, "es", "aws4_request"].join("/");
  const text = ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\\n");
  const key = hmac(hmac(hmac(hmac("AWS4" + secret, day), region), "es"), "aws4_request");
  const signature = hmac(key, text).toString("hex");
  const authorization = "AWS4-HMAC-SHA256 Credential=" + id + "/" + scope + ", SignedHeaders=" + list + ", Signature=" + signature;
  const { host: left, ...rest } = headers;
  return { ...rest, authorization };
}

async function call(endpoint, method, path, body) {
  const sent = method === "GET" ? "" : body;
  const response = await fetch("https://" + endpoint + path, {
    method,
    headers: signedHeaders(method, endpoint, path, sent),
    body: method === "GET" ? undefined : sent,
    signal: AbortSignal.timeout(20000),
  });
  return { status: response.status, ok: response.ok, text: await response.text() };
}

/** What is there already is changed instead, in the way of its own API. */
async function change(endpoint, path, body) {
  if (path.startsWith("/_plugins/_ism/policies/")) {
    const { _seq_no: number, _primary_term: term } = JSON.parse((await call(endpoint, "GET", path)).text);
    return call(endpoint, "PUT", path + "?if_primary_term=" + term + "&if_seq_no=" + number, body);
  }
  const { config_id: id, config } = JSON.parse(body);
  return call(endpoint, "PUT", path + "/" + id, JSON.stringify({ config }));
}

async function send(endpoint, request, pause) {
  const path = "/" + request.path;
  let last = "";
  for (let attempt = 0; attempt < 7; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(30000, pause * 2 ** attempt)));
    try {
      let answer = await call(endpoint, request.method, path, request.body);
      if (answer.status === 409) answer = await change(endpoint, path, request.body);
      if (answer.ok) return;
      last = answer.status + " " + answer.text.slice(0, 300);
      // A role that was just made is not known everywhere at once; what is wrong with a request stays wrong.
      if (answer.status < 500 && answer.status !== 403 && answer.status !== 429) break;
    } catch (error) {
      last = String(error);
    }
  }
  throw new Error(request.method + " " + path + ": " + last);
}

exports.handler = async ({ endpoint, requests, pause = 1000 }) => {
  for (const request of requests) await send(endpoint, request, pause);
  return { sent: requests.length };
};
`;
