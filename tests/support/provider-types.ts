import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { tokens } from "../../policies/index";

/**
 * Every resource type that a class file of the provider's SDK declares.
 * @param folder that of `@pulumi/aws`, of whichever version
 */
export function providerTypes(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /^[^/]+\/[^/]+\.js$/.test(file) && !basename(file).startsWith("get"))
    .flatMap((file) => /__pulumiType = '([^']+)'/.exec(readFileSync(join(folder, file), "utf8"))?.[1] ?? []);
}

/** Types that a provider has and that are the same thing as a member of a family, but are not in it: `family: type`. */
export function missedSiblings(types: ReadonlySet<string>): string[] {
  return Object.entries<readonly string[]>(tokens).flatMap(([family, members]) =>
    members
      .flatMap(siblingsOf)
      .filter((type) => types.has(type) && !members.includes(type))
      .map((type) => `${family}: ${type}`),
  );
}

/** Tokens under which a provider would have the same thing again: other versions and other modules. */
function siblingsOf(token: string): string[] {
  const [, , module = "", resource = ""] = /^(aws):(\w+)\/\w+:(\w+)$/.exec(token) ?? [];
  const name = resource.replace(/V2$/, "");
  const modules = { lb: ["alb", "nlb", "elbv2"], alb: ["lb"], ec2: ["vpc"], vpc: ["ec2"] }[module] ?? [];
  const variants = [name, `${name}V2`, `${name}V3`];
  const own = [...variants, ...(module === "ec2" ? [`Default${name.replace(/^Default/, "")}`] : [])];
  const all = [module, ...modules].flatMap((other) => own.map((variant) => typeToken(other, variant)));
  return all.filter((type) => type !== token);
}

function typeToken(module: string, resource: string): string {
  return `aws:${module}/${resource.charAt(0).toLowerCase()}${resource.slice(1)}:${resource}`;
}
