/** What the system's commonest refusals mean to who gave the path. */
const meanings: Readonly<Record<string, string | undefined>> = {
  ENOENT: "there is no such file or folder",
  EISDIR: "it is a folder",
  ENOTDIR: "part of its path is no folder",
  EACCES: "permission denied",
};

/** Why a file can't be read or written, for a message that already has its path. */
export function fileProblem(error: unknown): string {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  return meanings[code] ?? (error instanceof Error ? error.message : String(error));
}
