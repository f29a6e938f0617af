#!/usr/bin/env node

// Node 22 and newer keep compiled code for the next run.
require("node:module").enableCompileCache?.();
const { main } = require("../dist/preflight/cli/main.js");

// A reader that has seen enough (`preflight | head`) is no fault.
process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 2));
main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
