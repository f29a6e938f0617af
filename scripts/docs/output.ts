import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../preflight";

/** Line of the index by which a folder is known to be one that was made here, and may be replaced. */
export const MADE_BY = "Made from the sources by `npm run docs`.";

/** @throws UserError where pages may not go to that folder: it has something else in it, or is a file */
export function checkFolder(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new UserError(`--out is ${folder}, a file; give a folder.`);
  const index = join(folder, "index.md");
  const made = existsSync(index) && readFileSync(index, "utf8").includes(MADE_BY);
  if (readdirSync(folder).length > 0 && !made) {
    throw new UserError(
      `--out is ${folder}; it is replaced whole, and what is in it was not made here: give another folder.`,
    );
  }
}

/**
 * Replaces a folder by pages, all at once.
 * @param pages Markdown by path
 */
export function writePages(folder: string, pages: ReadonlyMap<string, string>): void {
  const temporary = `${folder}.${process.pid}.tmp`;
  for (const [path, text] of pages) {
    mkdirSync(dirname(join(temporary, path)), { recursive: true });
    writeFileSync(join(temporary, path), text);
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(temporary, folder);
}
