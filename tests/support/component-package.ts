import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { PackageSchema } from "../../plugin/schema";

const root = resolve(__dirname, "../..");

/** The component package's schema, made again where the components changed. That takes some ten seconds. */
export function componentSchema(): PackageSchema {
  execFileSync(process.execPath, ["scripts/component-schema.mjs"], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  const schema: PackageSchema = JSON.parse(readFileSync(resolve(root, "dist/plugin/schema.json"), "utf8"));
  return schema;
}
