import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { JsonMap } from "./wire";

const requireHere = createRequire(__filename);
const ANY: JsonMap = { $ref: "pulumi.json#/Any" };
let made: JsonMap | undefined;

/**
 * The schema of the `aws` package as far as the host of YAML programs needs it, from the declarations of the installed SDK,
 * which are generated from the real one: each resource type with its inputs and outputs. A property that is no plain
 * scalar may be anything, so that nothing is refused that the real schema takes.
 */
export function awsSchema(): JsonMap {
  made ??= { name: "aws", version: requireHere("@pulumi/aws/package.json").version, resources: resources() };
  return made;
}

function resources(): JsonMap {
  const folder = dirname(requireHere.resolve("@pulumi/aws/package.json"));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    /^[^/]+\/(?!get|index)[^/]+\.js$/.test(file),
  );
  return Object.fromEntries(
    files.flatMap((file) => {
      const token = /__pulumiType = '([^']+)'/.exec(readFileSync(join(folder, file), "utf8"))?.[1];
      if (token === undefined) return [];
      const text = readFileSync(join(folder, file.replace(/\.js$/, ".d.ts")), "utf8");
      const args = text.slice(text.search(/export interface \w+Args /));
      const inputs = [...args.matchAll(/^ {4}(\w+)(\??): pulumi\.Input<(.*)>;$/gm)];
      const outputs = [...text.matchAll(/^ {4}readonly (\w+): pulumi\.Output<(.*)>;$/gm)];
      return [
        [
          token,
          {
            inputProperties: Object.fromEntries(inputs.map(([, name = "", , type = ""]) => [name, typeOf(type)])),
            requiredInputs: inputs.filter(([, , optional]) => optional === "").map(([, name = ""]) => name),
            properties: Object.fromEntries(outputs.map(([, name = "", type = ""]) => [name, typeOf(type)])),
          },
        ],
      ];
    }),
  );
}

function typeOf(declared: string): JsonMap {
  const type = declared.replace(" | undefined", "");
  return /^(string|number|boolean)$/.test(type) ? { type } : ANY;
}
