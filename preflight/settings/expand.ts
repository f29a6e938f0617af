import type { PolicyConfigs, PolicyDescription } from "../packs/config";
import { schemaErrors } from "../packs/json-schema";
import { UserError } from "../user-error";
import type { Settings } from "./file";
import { frameworksOf, isAboutPack, settingsSchema, skippableTypesOf } from "./schema";

type Config = PolicyConfigs[string];

/**
 * What a file of settings means for each policy of a pack, as the engine's own configuration.
 *
 * @throws UserError that names the file and everything in it that the pack does not know
 */
export function expandSettings(
  { file, content, exemptions }: Settings,
  policies: readonly PolicyDescription[],
  pack: string,
): PolicyConfigs {
  const schema = settingsSchema(policies, pack);
  const errors = schemaErrors(schema, content, "");
  const { exemptionsFile, ...rest } = content;
  const expansion = new Expansion(
    exemptions ? { ...rest, exemptions: [...listOf(rest.exemptions), ...exemptions.list] } : content,
    policies,
  );
  refuse(file, errors.length > 0 ? errors : expansion.problems());
  if (exemptions) {
    refuse(exemptions.file, schemaErrors(schema, { exemptions: exemptions.list }, ""));
  }
  return expansion.configs();
}

function refuse(file: string, problems: string[]): void {
  if (problems.length > 0) {
    throw new UserError(`${file}: ${[...new Set(problems)].join("; ")}.`);
  }
}

class Expansion {
  private readonly frameworks: readonly string[];
  private readonly severities: readonly string[];
  private readonly skipTypes: readonly string[];

  constructor(
    private readonly content: Record<string, unknown>,
    private readonly policies: readonly PolicyDescription[],
  ) {
    this.frameworks = textsOf(content.frameworks);
    this.severities = textsOf(content.severities);
    this.skipTypes = textsOf(content.skipTypes);
  }

  /** Names with stars that stand for nothing. */
  problems(): string[] {
    const types = this.policies.flatMap(skippableTypesOf);
    const names = this.policies.map(({ name }) => name);
    return [
      ...this.skipTypes
        .filter((pattern) => !types.some((type) => matches(pattern, type)))
        .map((pattern) => `skipTypes has "${pattern}", and no control judges such a type`),
      ...Object.keys(mapOf(this.content.controls))
        .filter((pattern) => !names.some((name) => matches(pattern, name)))
        .map((pattern) => `controls has "${pattern}", and no control has such a name`),
      ...Object.entries(mapOf(this.content.controls)).flatMap(([pattern, given]) =>
        Object.keys(mapOf(given))
          .filter((key) => pattern.includes("*") && key !== "enforcementLevel")
          .filter((key) => !this.policies.some((policy) => matches(pattern, policy.name) && has(policy, key)))
          .map((key) => `controls.${pattern}.${key} is no setting of these controls`),
      ),
    ];
  }

  configs(): PolicyConfigs {
    const configs = this.policies.map((policy): [string, Config] => [
      policy.name,
      isAboutPack(policy) ? this.ofPack(policy) : this.ofControl(policy),
    ]);
    return Object.fromEntries(
      configs.filter(([, { enforcementLevel, properties }]) => enforcementLevel || Object.keys(properties).length > 0),
    );
  }

  private ofPack(policy: PolicyDescription): Config {
    const properties = Object.entries(this.content).filter(([key]) => has(policy, key));
    return this.overridden(policy, { properties: Object.fromEntries(properties) });
  }

  private ofControl(policy: PolicyDescription): Config {
    const level = this.isSelected(policy) ? mapOf(this.content.levels)[policy.severity] : "disabled";
    const skipped = skippableTypesOf(policy).filter((type) => this.skipTypes.some((pattern) => matches(pattern, type)));
    const parameters = Object.entries(mapOf(this.content.parameters)).filter(([key]) => has(policy, key));
    return this.overridden(policy, {
      ...(typeof level === "string" && { enforcementLevel: level }),
      properties: { ...Object.fromEntries(parameters), ...(skipped.length > 0 && { skipTypes: skipped }) },
    });
  }

  private isSelected(policy: PolicyDescription): boolean {
    const { frameworks, severities } = this;
    return (
      (frameworks.length === 0 || frameworksOf(policy).some((framework) => frameworks.includes(framework))) &&
      (severities.length === 0 || severities.includes(policy.severity))
    );
  }

  /** With what the file says of the control itself: names with stars first, so that its own name has the last word. */
  private overridden(policy: PolicyDescription, config: Config): Config {
    const given = Object.entries(mapOf(this.content.controls))
      .filter(([pattern]) => matches(pattern, policy.name))
      .sort(([a], [b]) => Number(b.includes("*")) - Number(a.includes("*")));
    let result = config;
    for (const [, value] of given) {
      const { enforcementLevel, ...properties } =
        typeof value === "string" ? { enforcementLevel: value } : mapOf(value);
      const own = Object.entries(properties).filter(([key]) => has(policy, key));
      result = {
        ...result,
        ...(typeof enforcementLevel === "string" && { enforcementLevel }),
        properties: { ...result.properties, ...Object.fromEntries(own) },
      };
    }
    return result;
  }
}

function has({ schema }: PolicyDescription, property: string): boolean {
  return Object.hasOwn(schema?.properties ?? {}, property);
}

/** `*` stands for any text. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split(/\*+/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(value: unknown): string[] {
  return listOf(value).filter((item) => typeof item === "string");
}

function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
