import { statSync } from "node:fs";
import { join } from "node:path";
import type { LogLine } from "../model";
import { spawnGuarded } from "../remote/guarded";
import { UserError } from "../user-error";
import type { Entry } from "./entry";
import type { ProgramRequest } from "./messages";
import type { Sdk } from "./sdk";

/**
 * Runs the program as Pulumi's language host does: by `@pulumi/pulumi/cmd/run`, in a process of its own, which talks to
 * the monitor over gRPC. TypeScript goes through ts-node there, without a look at types.
 *
 * @param address of the monitor, which is the engine as well
 * @param errors what the program has logged as errors so far
 * @throws UserError where the program ends with an error
 */
export async function runIsolated(
  sdk: Sdk,
  entry: Entry,
  request: ProgramRequest,
  address: string,
  errors: () => LogLine[],
): Promise<void> {
  const { typescript } = request;
  const isFolder = statSync(request.program).isDirectory();
  const flags = {
    monitor: address,
    engine: address,
    organization: request.organization,
    project: request.project,
    stack: request.stack,
    parallel: "16",
    "root-directory": request.root,
    pwd: entry.folder,
  };
  const child = spawnGuarded(
    process.execPath,
    [
      ...process.execArgv.filter((flag) => flag.startsWith("--")),
      join(sdk.folder, "cmd", "run"),
      ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`),
      "--dry-run",
      isFolder ? "." : request.program,
    ],
    "inherit",
    {
      cwd: entry.folder,
      env: {
        ...process.env,
        PULUMI_NODEJS_TYPESCRIPT: String(typescript?.enabled !== false),
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        ...(typescript?.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: typescript.tsconfig }),
      },
    },
  );
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", (error) => reject(new UserError(`The program's process can't be started: ${error.message}.`)));
    child.once("exit", resolve);
  });
  child.stdin?.end();
  if (code !== 0) {
    const said = errors()
      .map(({ message }) => message.trim())
      .join("\n");
    throw new UserError(said === "" ? `The program ended with exit code ${code}.` : said);
  }
}
