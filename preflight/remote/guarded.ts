import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

/** Ends the command when the pipe from its parent closes, however the parent ended. */
const guard = 'exec 3<&0; "$0" "$@" </dev/null & p=$!; (cat <&3; kill $p) >/dev/null 2>&1 & wait $p';

/**
 * Starts a process that does not outlive this one.
 * @param output where its standard output goes
 */
export function spawnGuarded(
  command: string,
  args: string[],
  output: "pipe" | "inherit",
  options: Omit<SpawnOptions, "stdio"> = {},
): ChildProcess {
  return spawn("/bin/sh", ["-c", guard, command, ...args], { ...options, stdio: ["pipe", output, "inherit"] });
}
