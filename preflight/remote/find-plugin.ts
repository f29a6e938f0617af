import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** A plugin that is installed. */
export interface InstalledPlugin {
  package: string;
  executable: string;
}

/**
 * Finds a resource plugin where Pulumi keeps them: `PULUMI_HOME` (default `~/.pulumi`), then the PATH.
 * @param version the wanted one; the newest where it is empty
 */
export function findPlugin(pkg: string, version: string): InstalledPlugin | undefined {
  const folder = join(process.env.PULUMI_HOME ?? join(homedir(), ".pulumi"), "plugins");
  const prefix = `resource-${pkg}-v`;
  const versions = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.startsWith(prefix) && !name.endsWith(".lock") && !name.endsWith(".partial"))
        .map((name) => name.slice(prefix.length))
        .sort(byVersion)
    : [];
  const chosen = version === "" ? versions.at(-1) : versions.find((candidate) => candidate === version);
  const executable = `pulumi-resource-${pkg}`;
  const places = [
    ...(chosen === undefined ? [] : [join(folder, `${prefix}${chosen}`)]),
    ...(process.env.PATH ?? "").split(delimiter).filter((path) => path !== ""),
  ];
  const found = places.map((place) => join(place, executable)).find((file) => existsSync(file));
  return found === undefined ? undefined : { package: pkg, executable: found };
}

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
