import { strToU8, zipSync } from "fflate";

/**
 * Lambda's runtime interface (docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html) for a Node.js module. ministack's
 * own Node.js runtime calls every error of a handler `Runtime.HandlerError`; AWS's gives an error's `name`, which Step
 * Functions' Retry and Catch go by. With runtime `provided.al2023` ministack takes what this reports.
 */
const BOOTSTRAP = `#!/usr/bin/env node
const base = "http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2018-06-01/runtime/invocation/";
const post = (path, body) => fetch(base + path, { method: "POST", body: JSON.stringify(body ?? null) });
const { handler } = require("./index.js");
(async () => {
  for (;;) {
    const next = await fetch(base + "next");
    const id = next.headers.get("lambda-runtime-aws-request-id");
    const event = await next.json();
    try {
      await post(id + "/response", await handler(event, { functionName: process.env.AWS_LAMBDA_FUNCTION_NAME }));
    } catch (error) {
      const { name, message, stack = "" } = error;
      await post(id + "/error", { errorType: name, errorMessage: message, trace: stack.split("\\n") });
    }
  }
})();
`;

/** Code of a function with runtime `provided.al2023`, as a ZIP file, from a CommonJS module that exports `handler`. */
export function nodeRuntimeZip(module: string): Uint8Array {
  return zipSync({
    // 3 is Unix: its file modes are in the upper half of the attributes.
    bootstrap: [strToU8(BOOTSTRAP), { os: 3, attrs: 0o755 << 16 }],
    "index.js": strToU8(module),
  });
}
