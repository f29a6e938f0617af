// The schema of the component package: what Pulumi's other languages know of the components in infra/.
// Pulumi's own analyzer reads the types of the arguments and outputs, as it does for a component package in TypeScript;
// what is around it here is what it lacks: classes that extend ComponentResource through a base, a module a chapter, and
// comments with links and defaults.
//   node scripts/component-schema.mjs    writes it for the plugin, unless it is newer than what it is made of
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const ts = require("typescript");
const { Analyzer, InputOutput } = require("@pulumi/pulumi/provider/experimental/analyzer");

/** Members that every component has, and children that are there to be looked at in TypeScript. */
const skippedOutputs = new Set(["urn", "nodes"]);

class ComponentAnalyzer extends Analyzer {
  /** Tokens of components by their classes' declarations. */
  tokens = new Map();
  /** Declarations of types by their names. */
  declared = new Map();

  /** Classes of components that a program can make, with their chapters. */
  classes(folder) {
    const found = [];
    for (const file of this.program.getSourceFiles()) {
      const path = relative(folder, file.fileName).split(sep);
      if (path[0] === ".." || path.length < 2) {
        continue;
      }
      this.readComments(file);
      file.forEachChild((node) => {
        const modifiers = ts.getCombinedModifierFlags(node);
        const isExported = (modifiers & ts.ModifierFlags.Export) !== 0 && (modifiers & ts.ModifierFlags.Abstract) === 0;
        if (ts.isClassDeclaration(node) && isExported && this.isPulumiComponent(node)) {
          found.push({ node, chapter: path[0], name: node.name.text });
          this.tokens.set(node, `${this.providerName}:${path[0]}:${node.name.text}`);
        }
      });
    }
    return found.sort((a, b) => (`${a.chapter}:${a.name}` < `${b.chapter}:${b.name}` ? -1 : 1));
  }

  isPulumiComponent(node) {
    return this.basesOf(this.typeOf(node)).some((base) => base.getSymbol()?.getName() === "ComponentResource");
  }

  typeOf(declaration) {
    return this.checker.getDeclaredTypeOfSymbol(declaration.symbol);
  }

  basesOf(type) {
    const bases = (this.checker.getBaseTypes(type) ?? []).map((base) => this.typeOf(base.getSymbol().valueDeclaration));
    return bases.flatMap((base) => [base, ...this.basesOf(base)]);
  }

  /** @throws where a type of the arguments can't be had in other languages */
  analyze({ node, name }) {
    const kept = this.state();
    try {
      const parameter = this.constructorOf(node).parameters.find(({ name: { text } }) => text === "args");
      const context = { component: name, inputOutput: InputOutput.Neither, typeName: `${name}Args` };
      const args = this.checker.getTypeAtLocation(parameter.type);
      const inputs = this.analyzeSymbols(context, args.getProperties());
      return { description: this.textOf(node), inputs, outputs: this.outputsOf(node, name) };
    } catch (error) {
      this.restore(kept);
      throw error;
    }
  }

  /** A class without a constructor has its base's. */
  constructorOf(node) {
    const own = node.members.find(ts.isConstructorDeclaration);
    return own ?? this.constructorOf(this.basesOf(this.typeOf(node))[0].getSymbol().valueDeclaration);
  }

  /** Public properties of a type that other languages have; a sibling component is none. */
  outputsOf(node, component) {
    const outputs = {};
    for (const symbol of this.typeOf(node).getProperties()) {
      const declaration = symbol.valueDeclaration;
      const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
      const isOwn = !declaration.getSourceFile().fileName.includes("node_modules");
      const name = symbol.getName();
      if (!isOwn || !ts.isPropertyDeclaration(declaration) || skippedOutputs.has(name)) {
        continue;
      }
      if ((ts.getCombinedModifierFlags(declaration) & hidden) !== 0) {
        continue;
      }
      const kept = this.state();
      try {
        outputs[name] = this.analyzeSymbol({ component, inputOutput: InputOutput.Output, property: name }, symbol);
      } catch {
        this.restore(kept);
      }
    }
    return outputs;
  }

  /** Other components are resources of the same schema. Two types of one name would become one, and are refused. */
  analyzeType(context, type, location, optional = false, description = undefined) {
    const declaration = type.isClassOrInterface() ? type.getSymbol().declarations[0] : undefined;
    const token = this.tokens.get(declaration);
    if (token !== undefined) {
      if (context.inputOutput === InputOutput.Output) {
        throw new Error(`${context.property} is another component, of which the engine knows less than its class`);
      }
      return {
        $ref: `#/resources/${token}`,
        optional,
        plain: true,
        ...(description === undefined ? {} : { description }),
      };
    }
    if (declaration?.getSourceFile().fileName.includes("@pulumi/pulumi/resource")) {
      throw new Error(`${context.property} may be any resource`);
    }
    const property = super.analyzeType(context, type, location, optional, description);
    const [, name] = /^#\/types\/.*:(.*)$/.exec(property.$ref ?? "") ?? [];
    if (declaration && name) {
      const first = this.declared.get(name) ?? declaration;
      this.declared.set(name, first);
      if (first !== declaration) {
        throw new Error(
          `${name} is a type of ${declaration.getSourceFile().fileName} and of ${first.getSourceFile().fileName}`,
        );
      }
    }
    return property;
  }

  textOf(node) {
    return (node.jsDoc ?? []).map(({ comment }) => comment ?? "").join("\n");
  }

  /**
   * Comments as the analyzer wants them: text, where the compiler has a list of text and links. What is a default goes to
   * the text, as other languages have no tag for it.
   */
  readComments(node) {
    for (const comment of node.jsDoc ?? []) {
      const defaults = (comment.tags ?? []).filter(({ tagName }) => tagName.text === "default");
      const parts = [comment, ...defaults].map((part) => ts.getTextOfJSDocComment(part.comment) ?? "");
      const [text, ...rest] = parts.map((part) => part.replaceAll(/\{@link (\w+)[^}]*\}/g, "`$1`"));
      comment.comment = [text, ...rest.map((value) => `Default: ${value}`)].filter((part) => part !== "").join("\n");
    }
    if (ts.isInterfaceDeclaration(node)) {
      this.docStrings[node.name.text] = this.textOf(node);
    }
    node.forEachChild((child) => this.readComments(child));
  }

  /** What a failed analysis would leave half made. */
  state() {
    return { typeDefinitions: { ...this.typeDefinitions }, dependencies: [...this.dependencies] };
  }

  restore({ typeDefinitions, dependencies }) {
    this.typeDefinitions = typeDefinitions;
    this.dependencies = dependencies;
  }
}

/**
 * Reads infra/. Takes some ten seconds.
 * @returns the package's schema
 * @throws where a component has arguments that other languages can't give
 */
export function componentSchema(root) {
  const { name, version, description, license } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const folder = join(root, ".cache", "component-schema");
  mkdirSync(folder, { recursive: true });
  const config = { extends: "../../tsconfig.json", include: [], files: ["../../infra/index.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const analyzer = new ComponentAnalyzer(folder, name, {}, new Set([name]));
  const resources = {};
  const problems = [];
  for (const found of analyzer.classes(join(root, "infra"))) {
    const kind = `${found.chapter}:${found.name}`;
    try {
      resources[`${name}:${kind}`] = resourceOf(analyzer.analyze(found));
    } catch (error) {
      problems.push(`${kind} can't be had in other languages: ${error.message}`);
    }
  }
  if (problems.length > 0) {
    throw new Error(problems.join("\n"));
  }
  const language = { respectSchemaVersion: true };
  return {
    name,
    version,
    description,
    license,
    language: { nodejs: language, python: language, csharp: language, java: language, go: language },
    dependencies: analyzer.dependencies,
    resources,
    types: Object.fromEntries(
      Object.entries(analyzer.typeDefinitions).map(([key, type]) => [`${name}:index:${key}`, typeOf(type)]),
    ),
  };
}

function resourceOf({ description, inputs, outputs }) {
  return {
    isComponent: true,
    type: "object",
    description,
    inputProperties: withoutOptional(inputs),
    requiredInputs: required(inputs),
    properties: withoutOptional(outputs),
    required: required(outputs),
  };
}

function typeOf({ type, description, properties, enum: values }) {
  const text = description === undefined ? {} : { description };
  return values
    ? { type, ...text, enum: values }
    : { type: "object", ...text, properties: withoutOptional(properties), required: required(properties) };
}

function required(properties) {
  return Object.keys(properties)
    .filter((name) => !properties[name].optional)
    .sort();
}

/** What is optional is told by what is required; in a property it is no word of Pulumi's schema. */
function withoutOptional(properties) {
  return Object.fromEntries(
    Object.entries(properties).map(([name, { optional: _optional, ...property }]) => [name, property]),
  );
}

/** Writes the schema to where the plugin reads it. */
export function writeComponentSchema(root) {
  const file = schemaFile(root);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}.tmp`, JSON.stringify(componentSchema(root)));
  renameSync(`${file}.${process.pid}.tmp`, file);
}

function schemaFile(root) {
  return join(root, "dist/plugin/schema.json");
}

function isFresh(root) {
  const changed = (path) => statSync(path).mtimeMs;
  const components = readdirSync(join(root, "infra"), { withFileTypes: true, recursive: true });
  const sources = [
    ...components.map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
    ...["package.json", "scripts/component-schema.mjs"].map((path) => join(root, path)),
  ];
  return existsSync(schemaFile(root)) && Math.max(...sources.map(changed)) < changed(schemaFile(root));
}

const script = fileURLToPath(import.meta.url);
if (process.argv[1] === script) {
  const root = dirname(dirname(script));
  if (!isFresh(root)) {
    writeComponentSchema(root);
  }
}
