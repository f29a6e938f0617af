import type { GraphResource, SourcePosition } from "../../model";

/** Writes source positions relative to the folder that all of the program's files are in. */
export function placesOf(resources: readonly GraphResource[]): (source: SourcePosition) => string {
  const folders = new Set(
    resources.flatMap(({ source }) =>
      source && !source.file.includes("/node_modules/") ? [folderOf(source.file)] : [],
    ),
  );
  const common = [...folders].reduce<string | undefined>(
    (shared, folder) => (shared === undefined ? folder : sharedFolder(shared, folder)),
    undefined,
  );
  const root = common === undefined || common === "" ? undefined : `${common}/`;
  return ({ file, line }) => {
    const path = file.replaceAll("\\", "/");
    return `${root && path.startsWith(root) ? path.slice(root.length) : path}:${line}`;
  };
}

function folderOf(file: string): string {
  return file.replaceAll("\\", "/").split("/").slice(0, -1).join("/");
}

function sharedFolder(a: string, b: string): string {
  const [one, other] = [a.split("/"), b.split("/")];
  const end = one.findIndex((part, i) => part !== other[i]);
  return (end < 0 ? one : one.slice(0, end)).join("/");
}
