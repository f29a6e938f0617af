import { renameSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../user-error";

/**
 * Writes a file so that nobody ever reads half of it.
 *
 * @param option the option that names the file
 * @throws UserError where it can't be written
 */
export function writeWhole(option: string, file: string, text: string): void {
  const path = resolve(file);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UserError(`${option} ${file} can't be written: ${error instanceof Error ? error.message : error}`);
  }
}
