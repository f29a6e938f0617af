import ts from "typescript";
import type { Sources } from "./sources";

const ACTION = /^[a-z][a-z0-9-]*:[A-Z][A-Za-z]*\*?$/;

/** IAM actions that a method's code names, itself or by what it calls and refers to; sorted. */
export function actionsOf(sources: Sources, method: ts.MethodDeclaration | ts.FunctionDeclaration): string[] {
  const found = new Set<string>();
  const seen = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && ACTION.test(node.text) && isValue(node)) found.add(node.text);
    if (ts.isIdentifier(node)) {
      const declaration = sources.resolve(node)?.valueDeclaration;
      if (declaration && !seen.has(declaration) && isFollowed(declaration)) {
        seen.add(declaration);
        visit(declaration);
      }
    }
    ts.forEachChild(node, visit);
  };
  seen.add(method);
  if (method.body) visit(method.body);
  return [...found].sort();
}

/** No type, and no key of an object, as the keys of conditions are. */
function isValue(node: ts.StringLiteral): boolean {
  const { parent } = node;
  return !ts.isLiteralTypeNode(parent) && !(ts.isPropertyAssignment(parent) && parent.name === node);
}

/** Constants, functions and methods; a class is something else's business. */
function isFollowed(node: ts.Declaration): boolean {
  return ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node);
}
