import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { actionsOf } from "./actions";
import type { Api, Component, Method, NamedType, Property, PublicFunction } from "./api";
import { refusalsOf } from "./refusals";
import { documentationOf, readSources, type Sources, unalias } from "./sources";

/** Class that every component extends. */
const BASE = "PlatformComponent";

/**
 * Reads every chapter of the components' folder.
 * @param folder below `root`, with one folder a chapter, each with an `index.ts`
 */
export function readApi(root: string, folder = "infra"): Api {
  const sources = readSources(root, folder);
  const chapters = readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, folder, entry.name, "index.ts")))
    .map(({ name }) => name)
    .sort();
  const api: Api = { components: [], functions: [], argumentTypes: [] };
  for (const chapter of chapters) {
    const module = sources.checker.getSymbolAtLocation(sources.file(`${folder}/${chapter}/index.ts`));
    for (const exported of module ? sources.checker.getExportsOfModule(module) : []) {
      const declaration = unalias(sources.checker, exported)?.declarations?.[0];
      if (declaration) add(api, sources, chapter, declaration);
    }
  }
  return api;
}

function add(api: Api, sources: Sources, chapter: string, declaration: ts.Declaration): void {
  if (ts.isClassDeclaration(declaration) && extendsBase(sources, declaration)) {
    api.components.push(componentOf(sources, chapter, declaration));
  } else if (ts.isFunctionDeclaration(declaration) && chapter !== "core") {
    api.functions.push(functionOf(sources, chapter, declaration));
  } else if (ts.isInterfaceDeclaration(declaration) && declaration.name.text.endsWith("Args")) {
    api.argumentTypes.push({
      ...namedType(sources, declaration),
      properties: properties(sources, declaration.members),
    });
  }
}

function extendsBase(sources: Sources, declaration: ts.ClassDeclaration): boolean {
  const base = heritage(declaration)[0];
  if (base === undefined) return false;
  const parent = sources.resolve(base.expression)?.declarations?.find(ts.isClassDeclaration);
  return parent !== undefined && (parent.name?.text === BASE || extendsBase(sources, parent));
}

function heritage(declaration: ts.ClassDeclaration | ts.InterfaceDeclaration): ts.ExpressionWithTypeArguments[] {
  return (declaration.heritageClauses ?? [])
    .filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    .flatMap(({ types }) => [...types]);
}

function componentOf(sources: Sources, chapter: string, declaration: ts.ClassDeclaration): Component {
  const construct = declaration.members.find(ts.isConstructorDeclaration);
  const argsParameter = construct?.parameters.find((parameter) => parameter.name.getText() === "args");
  const argsInterface = argsParameter?.type && referenced(sources, argsParameter.type)[0];
  const args = argsInterface && ts.isInterfaceDeclaration(argsInterface) ? argsInterface : undefined;
  const visible = declaration.members.filter((member) => !isHidden(member));
  const outputs = visible.filter(
    (member): member is ts.PropertyDeclaration | ts.GetAccessorDeclaration =>
      ts.isPropertyDeclaration(member) || ts.isGetAccessorDeclaration(member),
  );
  const methods = visible.filter(ts.isMethodDeclaration);
  const described = methods.map((method) => methodOf(sources, method));
  return {
    name: declaration.name?.text ?? "",
    chapter,
    ...documentationOf(declaration),
    ...sources.place(declaration),
    args: args && namedType(sources, args),
    argsOptional: argsParameter === undefined || isOptional(argsParameter),
    outputs: outputs.map((output) => ({
      name: output.name.getText(),
      type: typeText(output.type),
      optional: false,
      ...documentationOf(output),
      ...sources.place(output),
    })),
    grants: described.filter(({ name }) => name.startsWith("grant")),
    methods: described.filter(({ name }) => !name.startsWith("grant")),
    types: mentionedTypes(sources, [...(args ? [args] : []), ...outputs, ...methods], args),
    refusals: refusalsOf(sources, declaration),
  };
}

function functionOf(sources: Sources, chapter: string, declaration: ts.FunctionDeclaration): PublicFunction {
  return { chapter, ...methodOf(sources, declaration), types: mentionedTypes(sources, [declaration]) };
}

function isHidden(member: ts.ClassElement): boolean {
  const modifiers = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : [];
  return (
    (member.name !== undefined && ts.isPrivateIdentifier(member.name)) ||
    modifiers.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword)
  );
}

function isOptional(node: ts.ParameterDeclaration | ts.PropertySignature | ts.MethodSignature): boolean {
  return node.questionToken !== undefined || (ts.isParameter(node) && node.initializer !== undefined);
}

function methodOf(sources: Sources, declaration: ts.MethodDeclaration | ts.FunctionDeclaration): Method {
  const documentation = documentationOf(declaration);
  return {
    name: declaration.name?.getText() ?? "",
    ...documentation,
    ...sources.place(declaration),
    parameterList: declaration.parameters.map((parameter) => ({
      name: parameter.name.getText(),
      type: typeText(parameter.type) || literalType(parameter.initializer),
      optional: isOptional(parameter),
      text: documentation.parameters[parameter.name.getText()] ?? "",
    })),
    result: typeText(declaration.type),
    actions: actionsOf(sources, declaration),
    static: (ts.getModifiers(declaration) ?? []).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword),
  };
}

/** The type of a default, where that says it. */
function literalType(node: ts.Expression | undefined): string {
  if (node === undefined) return "";
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return "string";
  if (ts.isNumericLiteral(node)) return "number";
  return node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword ? "boolean" : "";
}

/** A type as programs write it. */
function typeText(node: ts.TypeNode | undefined): string {
  return (node?.getText() ?? "").replace(/\bpulumi\./g, "").replace(/\s+/g, " ");
}

function properties(sources: Sources, members: readonly ts.TypeElement[]): Property[] {
  return members
    .filter((member) => ts.isPropertySignature(member) || ts.isMethodSignature(member))
    .map((member) => ({
      name: member.name.getText(),
      type: ts.isPropertySignature(member) ? typeText(member.type) : "function",
      optional: isOptional(member),
      ...documentationOf(member),
      ...sources.place(member),
    }));
}

/** The properties of an interface, then those of the ones that it extends; what it declares itself goes before. */
function allProperties(sources: Sources, declaration: ts.InterfaceDeclaration): Property[] {
  const own = properties(sources, declaration.members);
  for (const base of heritage(declaration)) {
    const parent = sources.resolve(base.expression)?.declarations?.find(ts.isInterfaceDeclaration);
    for (const property of parent ? allProperties(sources, parent) : []) {
      if (!own.some(({ name }) => name === property.name)) own.push(property);
    }
  }
  return own;
}

/** Required properties come first, as a reader needs them first. */
function namedType(sources: Sources, declaration: ts.Declaration): NamedType {
  const base = {
    name: ts.getNameOfDeclaration(declaration)?.getText() ?? "",
    ...documentationOf(ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration),
    ...sources.place(declaration),
  };
  const none = { properties: [], values: [] };
  if (ts.isInterfaceDeclaration(declaration)) {
    const all = allProperties(sources, declaration);
    const sorted = [...all.filter(({ optional }) => !optional), ...all.filter(({ optional }) => optional)];
    return { ...base, ...none, kind: "interface", properties: sorted };
  }
  if (ts.isEnumDeclaration(declaration)) {
    const values = declaration.members.map((member) => enumValue(member, member.initializer));
    return { ...base, ...none, kind: "values", values };
  }
  const literal = ts.isVariableDeclaration(declaration) ? objectLiteral(declaration.initializer) : undefined;
  if (literal) {
    const values = literal.properties
      .filter(ts.isPropertyAssignment)
      .map((property) => enumValue(property, property.initializer));
    return { ...base, ...none, kind: "values", values };
  }
  const definition = ts.isTypeAliasDeclaration(declaration) ? typeText(declaration.type) : undefined;
  return { ...base, ...none, kind: "alias", definition };
}

function enumValue(node: ts.EnumMember | ts.PropertyAssignment, value: ts.Expression | undefined) {
  return { name: node.name.getText(), value: value?.getText() ?? "", text: documentationOf(node).text };
}

/** `{…}` of `{…} as const` and of `{…} satisfies T`. */
function objectLiteral(node: ts.Expression | undefined): ts.ObjectLiteralExpression | undefined {
  if (node && (ts.isAsExpression(node) || ts.isSatisfiesExpression(node))) return objectLiteral(node.expression);
  return node && ts.isObjectLiteralExpression(node) ? node : undefined;
}

/** Declarations in the sources that a node's types name. */
function referenced(sources: Sources, node: ts.Node): ts.Declaration[] {
  const found: ts.Declaration[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isTypeReferenceNode(child) || ts.isExpressionWithTypeArguments(child)) {
      const name = ts.isTypeReferenceNode(child) ? child.typeName : child.expression;
      const declarations = sources.resolve(name)?.declarations ?? [];
      // A const object and the type of its values share a name: the object has the values.
      const declaration = declarations.find(ts.isVariableDeclaration) ?? declarations[0];
      if (declaration && !ts.isTypeParameterDeclaration(declaration)) found.push(declaration);
    }
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

/** The named types below these nodes, each once; components are not opened, they have pages of their own. */
function mentionedTypes(sources: Sources, nodes: readonly ts.Node[], without?: ts.Declaration): NamedType[] {
  const seen = new Map<ts.Declaration, NamedType>();
  const visit = (node: ts.Node): void => {
    for (const declaration of signatureParts(node).flatMap((part) => referenced(sources, part))) {
      if (seen.has(declaration) || declaration === without || ts.isClassDeclaration(declaration)) continue;
      const named = namedType(sources, declaration);
      seen.set(declaration, named);
      if (ts.isInterfaceDeclaration(declaration)) visit(declaration);
    }
    if (ts.isInterfaceDeclaration(node)) {
      for (const base of heritage(node)) {
        for (const parent of sources.resolve(base.expression)?.declarations ?? []) {
          if (ts.isInterfaceDeclaration(parent)) visit(parent);
        }
      }
    }
  };
  nodes.forEach(visit);
  return [...seen.values()];
}

/** What of a declaration its users see: types, not bodies. */
function signatureParts(node: ts.Node): ts.Node[] {
  if (ts.isInterfaceDeclaration(node)) return [...node.members];
  if (ts.isMethodDeclaration(node) || ts.isFunctionDeclaration(node)) {
    return [...node.parameters.flatMap(({ type }) => (type ? [type] : [])), ...(node.type ? [node.type] : [])];
  }
  if (ts.isPropertyDeclaration(node) || ts.isGetAccessorDeclaration(node)) return node.type ? [node.type] : [];
  return [];
}
