// Runs as Pulumi's plugin of the component package: prints the port that it listens on.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "@pulumi/pulumi/provider";
import { ComponentProvider } from "./provider";
import type { PackageSchema } from "./schema";

const file = join(__dirname, "schema.json");
if (existsSync(file)) {
  const schema: PackageSchema = JSON.parse(readFileSync(file, "utf8"));
  main(new ComponentProvider(schema), process.argv.slice(2));
} else {
  console.error(`${file} is missing. In a checkout "node scripts/component-schema.mjs" makes it.`);
  process.exitCode = 1;
}
