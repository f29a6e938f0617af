import { spawn } from "node:child_process";
import { resolve } from "node:path";
import type { Outcome } from "../../../services/customers/job";
import { parsedJson } from "../../../services/shared/values";

const ROOT = resolve(__dirname, "../../..");
/** Invokes the handler once, as Lambda does, and writes its answer as the last line. */
const SCRIPT = `
const { handler } = require("./services/customers/clean-up");
const end = Date.now() + Number(process.env.FOR_MS);
handler({}, { getRemainingTimeInMillis: () => end - Date.now() }).then((answer) => console.log(JSON.stringify({ answer })));
`;

/** One invocation of the function in a process of its own. */
export interface Running {
  /** Ends the process at once, as Lambda does at a function's timeout. */
  kill(): void;
  /** Once the process has ended: its answer, unless it failed or was killed, and what it wrote. */
  readonly ended: Promise<{ outcome: Outcome | undefined; lines: unknown[]; errors: string }>;
}

/** Starts the function with nothing but these variables. @param forMs milliseconds until its timeout */
export function startHandler(variables: Record<string, string>, forMs = 900_000): Running {
  const child = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", SCRIPT], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, NODE_NO_WARNINGS: "1", FOR_MS: String(forMs), ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const ended = new Promise<Awaited<Running["ended"]>>((settle, fail) => {
    child.once("error", fail);
    child.once("close", () => {
      const lines = output.split("\n").map(parsedJson);
      const answers = lines.flatMap((line) => (isAnswer(line) ? [line.answer] : []));
      settle({ outcome: answers[0], lines, errors });
    });
  });
  return { kill: () => child.kill("SIGKILL"), ended };
}

function isAnswer(line: unknown): line is { answer: Outcome } {
  return typeof line === "object" && line !== null && "answer" in line;
}
