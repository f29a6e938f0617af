import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileProblem } from "../file-problem";
import { UserError } from "../user-error";

/** A text on its way into a file. */
export interface FileText {
  file: string;
  /** The option that names the file, for messages. */
  option: string;
  text: string;
}

/**
 * Writes files so that nobody ever reads half of one: all of them or, where one can't be written, none.
 *
 * @throws UserError that names the option
 */
export function writeWhole(files: readonly FileText[]): void {
  const staged: { path: string; temporary: string; option: string }[] = [];
  let doing = "";
  try {
    for (const { file, option, text } of files) {
      doing = option;
      const path = destination(file);
      if (path === undefined) {
        writeFileSync(file, text);
        continue;
      }
      const temporary = `${path}.${process.pid}.tmp`;
      staged.push({ path, temporary, option });
      writeFileSync(temporary, text);
    }
    for (const { path, temporary, option } of staged) {
      doing = option;
      renameSync(temporary, path);
    }
  } catch (error) {
    for (const { temporary } of staged) {
      rmSync(temporary, { force: true });
    }
    throw new UserError(`${doing} can't be written: ${fileProblem(error)}.`);
  }
}

/** The file that has to be replaced, behind links; nothing for a device or a pipe, which is written to as it is. */
function destination(file: string): string | undefined {
  const path = resolve(file);
  const present = statSync(path, { throwIfNoEntry: false });
  return present === undefined ? path : present.isFile() ? realpathSync(path) : undefined;
}
