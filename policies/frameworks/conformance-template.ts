/** A rule as a template has it. */
export interface TemplateRule {
  /** Name of the rule in AWS Config. */
  readonly name: string;
  readonly description: string;
  /** Identifier of the managed rule. */
  readonly identifier: string;
  /** Values by name; each becomes a parameter of the template, so that it can be changed where the pack is deployed. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A tree of maps down to texts. */
interface Tree {
  readonly [key: string]: string | Tree;
}

/** Rules in a pack, which nobody can raise: docs.aws.amazon.com/config/latest/developerguide/configlimits.html */
export const MAX_RULES = 130;

/** Bytes of a template: docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html */
export const MAX_BYTES = 51_200;

/** Parameters that a pack takes: docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html */
export const MAX_PARAMETERS = 60;

/** The rules as templates of conformance packs: as few as AWS's limits let through, filled in order. */
export function templatesOf(rules: readonly TemplateRule[], title: string): string[] {
  const packs: TemplateRule[][] = [];
  for (const rule of rules) {
    const last = packs.at(-1);
    if (last && fits([...last, rule], title)) last.push(rule);
    else packs.push([rule]);
  }
  return packs.map((pack, index) =>
    template(pack, packs.length === 1 ? title : `${title}, ${index + 1} of ${packs.length}`),
  );
}

function fits(rules: readonly TemplateRule[], title: string): boolean {
  return (
    rules.length <= MAX_RULES &&
    rules.flatMap(({ parameters }) => Object.keys(parameters)).length <= MAX_PARAMETERS &&
    // The widest heading that the template may end up with.
    Buffer.byteLength(template(rules, `${title}, 99 of 99`)) <= MAX_BYTES
  );
}

function template(rules: readonly TemplateRule[], title: string): string {
  const parameters: Record<string, Tree> = {};
  const resources: Record<string, Tree> = {};
  for (const { name, description, identifier, parameters: values } of rules) {
    const id = logicalId(name);
    const input = Object.entries(values).map(([parameter, value]): [string, Tree] => {
      const inTemplate = `${id}Parameter${parameter.charAt(0).toUpperCase()}${parameter.slice(1)}`;
      parameters[inTemplate] = { Type: "String", Default: value };
      return [parameter, { Ref: inTemplate }];
    });
    resources[id] = {
      Type: "AWS::Config::ConfigRule",
      Properties: {
        ConfigRuleName: name,
        Description: description,
        ...(input.length > 0 && { InputParameters: Object.fromEntries(input) }),
        Source: { Owner: "AWS", SourceIdentifier: identifier },
      },
    };
  }
  const tree = { ...(Object.keys(parameters).length > 0 && { Parameters: parameters }), Resources: resources };
  return `# ${title}\n${yaml(tree, "")}`;
}

/** Ids in a template are letters and digits. Without hyphens, two names could get one id: a test holds that none of the pack's do. */
function logicalId(name: string): string {
  return name.replace(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}

/** A tree of texts as YAML: what JSON quotes, YAML reads as the same text. */
function yaml(tree: Tree, indent: string): string {
  return Object.entries(tree)
    .map(([key, value]) =>
      typeof value === "string"
        ? `${indent}${key}: ${/^[A-Za-z][\w:-]*\w$/.test(value) && !/^(y|yes|no|on|off|true|false|null)$/i.test(value) && !value.includes(": ") ? value : JSON.stringify(value)}\n`
        : `${indent}${key}:\n${yaml(value, `${indent}  `)}`,
    )
    .join("");
}
