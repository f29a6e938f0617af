import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import ts from "typescript";
import type { Documentation, Place } from "./api";

/** The sources of one folder with a type checker that knows these and nothing else: packages stay names. */
export interface Sources {
  readonly root: string;
  readonly checker: ts.TypeChecker;
  file(path: string): ts.SourceFile;
  place(node: ts.Node): Place;
  /** The symbol behind imports and re-exports; undefined where it is a package's. */
  resolve(node: ts.Node): ts.Symbol | undefined;
}

/**
 * Parses every TypeScript file below `root/folder`. Nothing of `node_modules` is read, which takes a second in place of ten.
 * @throws Error where there is no such folder
 */
export function readSources(root: string, folder: string): Sources {
  const files = readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.parentPath.includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const options: ts.CompilerOptions = {
    noLib: true,
    noResolve: false,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
  };
  const host = ts.createCompilerHost(options, true);
  host.getSourceFile = (path, languageVersion) =>
    existsSync(path) ? ts.createSourceFile(path, readFileSync(path, "utf8"), languageVersion, true) : undefined;
  host.resolveModuleNameLiterals = (literals, containing) =>
    literals.map(({ text }) => ({ resolvedModule: resolveRelative(text, containing) }));
  const program = ts.createProgram(files, options, host);
  const checker = program.getTypeChecker();
  return {
    root,
    checker,
    file(path) {
      const source = program.getSourceFile(join(root, path));
      if (!source) throw new Error(`${path} is not among the sources.`);
      return source;
    },
    place(node) {
      const source = node.getSourceFile();
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source, false));
      return { file: relative(root, source.fileName).split(sep).join("/"), line: line + 1 };
    },
    resolve(node) {
      const symbol = checker.getSymbolAtLocation(node);
      return symbol && unalias(checker, symbol);
    },
  };
}

/** The symbol that an import or re-export leads to; undefined where that is outside of the sources. */
export function unalias(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol | undefined {
  const found = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return found.declarations === undefined ? undefined : found;
}

function resolveRelative(text: string, containing: string): ts.ResolvedModuleFull | undefined {
  if (!text.startsWith(".")) return undefined;
  const path = join(dirname(containing), text);
  const found = [`${path}.ts`, join(path, "index.ts")].find((file) => existsSync(file) && statSync(file).isFile());
  return found === undefined ? undefined : { resolvedFileName: found, extension: ts.Extension.Ts };
}

/** What the docstring of a declaration says; empty where it has none. */
export function documentationOf(node: ts.Node): Documentation {
  const result: Documentation = { text: "", throws: [], parameters: {} };
  for (const part of ts.getJSDocCommentsAndTags(node)) {
    if (ts.isJSDoc(part)) {
      result.text = commentText(part.comment);
      for (const tag of part.tags ?? []) addTag(result, tag);
    }
  }
  return result;
}

function addTag(into: Documentation, tag: ts.JSDocTag): void {
  const text = commentText(tag.comment);
  const name = tag.tagName.text;
  if (name === "default") into.default = tagSource(tag);
  else if (name === "throws") into.throws.push(tagSource(tag));
  else if (name === "returns") into.returns = text;
  else if (ts.isJSDocParameterTag(tag)) into.parameters[tag.name.getText()] = text.replace(/^-\s*/, "");
}

/** The tag's own words: the compiler takes a first word in braces, or after `@throws`, for a type. */
function tagSource(tag: ts.JSDocTag): string {
  const text = tag.getSourceFile().text.slice(tag.tagName.end, tag.end);
  return links(
    text
      .split("\n")
      .map((line) => line.replace(/^\s*\*\s?/, "").replace(/\*\/\s*$/, ""))
      .join(" ")
      .replace(/\s+/g, " ")
      .trim(),
  );
}

function commentText(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return links((ts.getTextOfJSDocComment(comment) ?? "").trim());
}

/** `{@link Thing}` and `{@link Thing | text}` as code. */
function links(text: string): string {
  return text.replace(/\{@link\s+([^}|\s]+)(?:\s*\|\s*([^}]+))?\s*\}/g, (_all, target: string, label?: string) =>
    label === undefined ? `\`${target}\`` : label.trim(),
  );
}
