import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { SourceRevision } from "../model";

/** The folder of the repository that a folder is in; the folder itself where it is in none. */
export function repositoryOf(folder: string): string {
  const start = resolve(folder);
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) {
      return at;
    }
    if (at === dirname(at)) {
      return start;
    }
  }
}

/** What the files of a repository tell of the commit that is checked out, with no git. */
export interface Checkout {
  /** Absent where files don't tell: before the first commit, or where git keeps its references in another form. */
  commit?: string;
  repository?: string;
}

/**
 * Reads what is checked out.
 * @param root the folder with `.git`; in a work tree or a submodule that is a file, which says where git keeps it
 * @returns nothing for a folder that is no repository's
 */
export function checkoutOf(root: string): Checkout | undefined {
  const entry = join(root, ".git");
  if (!existsSync(entry)) {
    return undefined;
  }
  const elsewhere = /^gitdir: (.+)$/m.exec(textOf(entry) ?? "")?.[1];
  const own = elsewhere === undefined ? entry : resolve(root, elsewhere);
  // What the work trees of a repository have in common.
  const common = resolve(own, textOf(join(own, "commondir"))?.trim() ?? ".");
  const commit = commitIn(own, common);
  const repository = addressOfRepository(originIn(textOf(join(common, "config")) ?? ""));
  return { ...(commit && { commit }), ...(repository && { repository }) };
}

function commitIn(own: string, common: string): string | undefined {
  const head = textOf(join(own, "HEAD"))?.trim() ?? "";
  const reference = /^ref: (refs\/.+)$/.exec(head)?.[1];
  if (reference === undefined) {
    return commitFrom(head);
  }
  const packed = (): string | undefined =>
    textOf(join(common, "packed-refs"))
      ?.split("\n")
      .find((line) => line.endsWith(` ${reference}`))
      ?.split(" ")[0];
  return commitFrom(textOf(join(common, reference)) ?? packed());
}

/** A commit's full id, in SHA-1 or SHA-256; nothing for any other text. */
export function commitFrom(text: string | undefined): string | undefined {
  const id = text?.trim() ?? "";
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id) ? id : undefined;
}

/** The address that git's configuration has for `origin`. */
function originIn(config: string): string | undefined {
  const [, section = ""] = /^\[remote "origin"\]$([^[]*)/m.exec(config) ?? [];
  return /^\s*url\s*=\s*(\S+)\s*$/m.exec(section)?.[1];
}

/**
 * The address of a repository without what may be secret in it: user, password and parameters; nothing for a path on this
 * machine. `git@github.com:acme/shop.git` is `ssh://github.com/acme/shop.git`.
 */
export function addressOfRepository(address: string | undefined): string | undefined {
  const [, host, path] = /^(?:[^@/:]+@)?([^@/:]{2,}):(?!\/\/|:)\/?([^@]+)$/.exec(address ?? "") ?? [];
  const text = host === undefined ? address : `ssh://${host}/${path}`;
  if (text === undefined || !URL.canParse(text)) {
    return undefined;
  }
  const { protocol, host: server, pathname } = new URL(text);
  return /^(?:https?|ssh|git):$/.test(protocol) ? `${protocol}//${server}${pathname}` : undefined;
}

/** Variables that tell what is built, where the sources come without their repository. */
const services: ((environment: NodeJS.ProcessEnv) => (string | undefined)[])[] = [
  ({ GITHUB_SHA, GITHUB_SERVER_URL, GITHUB_REPOSITORY }) => [
    GITHUB_SHA,
    GITHUB_SERVER_URL && GITHUB_REPOSITORY && `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`,
  ],
  ({ CI_COMMIT_SHA, CI_PROJECT_URL }) => [CI_COMMIT_SHA, CI_PROJECT_URL],
  ({ CODEBUILD_RESOLVED_SOURCE_VERSION, CODEBUILD_SOURCE_REPO_URL }) => [
    CODEBUILD_RESOLVED_SOURCE_VERSION,
    CODEBUILD_SOURCE_REPO_URL,
  ],
];

/** The commit that GitHub Actions, GitLab or AWS CodeBuild say they build. */
export function revisionOfBuild(environment: NodeJS.ProcessEnv): SourceRevision | undefined {
  for (const read of services) {
    const [id, address] = read(environment);
    const commit = commitFrom(id);
    if (commit) {
      const repository = addressOfRepository(address);
      return { commit, ...(repository && { repository }) };
    }
  }
  return undefined;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
