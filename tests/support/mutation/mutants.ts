import { resolve } from "node:path";
import ts from "typescript";

const CORE = resolve(__dirname, "../../../policies/core/index.ts");

/** A source file with one condition changed. */
export interface Mutant {
  /** Line of the change, from 1. */
  readonly line: number;
  /** The change, for a list of survivors: `=== to !==`. */
  readonly change: string;
  readonly source: string;
}

/** Methods and functions of the policy core that say the opposite of one another, or the nearest wrong thing. */
const OPPOSITES = new Map(
  [
    ["mustBeTrue", "mustBeFalse"],
    ["equals", "notEquals"],
    ["oneOf", "noneOf"],
    ["mustBeSet", "mustBeUnset"],
    ["every", "some"],
    ["all", "any"],
    ["atLeast", "atMost"],
    ["startsWith", "endsWith"],
  ].flatMap(([one = "", other = ""]) => [
    [one, other],
    [other, one],
  ]),
);

const OPERATORS = new Map<ts.SyntaxKind, readonly string[]>([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, ["!=="]],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, ["==="]],
  [ts.SyntaxKind.AmpersandAmpersandToken, ["||"]],
  [ts.SyntaxKind.BarBarToken, ["&&"]],
  [ts.SyntaxKind.LessThanToken, ["<=", ">="]],
  [ts.SyntaxKind.LessThanEqualsToken, ["<", ">"]],
  [ts.SyntaxKind.GreaterThanToken, [">=", "<="]],
  [ts.SyntaxKind.GreaterThanEqualsToken, [">", "<"]],
]);

/**
 * Every way to flip, shift or leave out one condition in the functions of a file. It knows the words of the policy core, such as
 * `mustBeTrue` and `absent`, which is what the conditions of a control are made of.
 */
export function mutantsOf(source: string): Mutant[] {
  const file = ts.createSourceFile("control.ts", source, ts.ScriptTarget.Latest, true);
  const mutants: Mutant[] = [];
  const replace = (node: ts.Node, text: string, change: string, from = node.getStart(file), to = node.getEnd()) => {
    const line = file.getLineAndCharacterOfPosition(from).line + 1;
    mutants.push({ line, change, source: `${source.slice(0, from)}${text}${source.slice(to)}` });
  };
  const visit = (node: ts.Node): void => {
    if (insideFunction(node)) mutate(node);
    ts.forEachChild(node, visit);
  };
  const mutate = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node)) {
      for (const other of OPERATORS.get(node.operatorToken.kind) ?? []) {
        replace(node.operatorToken, other, `${node.operatorToken.getText(file)} to ${other}`);
      }
    } else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      replace(node, node.operand.getText(file), `!${node.operand.getText(file)} without !`);
    } else if (ts.isConditionalExpression(node)) {
      replace(node.condition, `!(${node.condition.getText(file)})`, `the arms of ?: swapped`);
    } else if (ts.isIfStatement(node)) {
      replace(node.expression, `!(${node.expression.getText(file)})`, `if (${node.expression.getText(file)}) negated`);
    } else if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) {
      const other = node.kind === ts.SyntaxKind.TrueKeyword ? "false" : "true";
      if (ts.isExpression(node)) replace(node, other, `${node.getText(file)} to ${other}`);
    } else if (ts.isNumericLiteral(node) && ts.isCallExpression(node.parent)) {
      replace(node, `${Number(node.text) + 1}`, `${node.text} to ${Number(node.text) + 1}`);
    } else if (ts.isCallExpression(node)) {
      mutateCall(node);
    } else if (ts.isPropertyAssignment(node) && ts.isObjectLiteralExpression(node.parent)) {
      const name = node.name.getText(file);
      // A text only says more in the message.
      if (name === "absent" && !ts.isStringLiteralLike(node.initializer))
        replace(node.name, "absent_", "absent left out");
      if (name === "unknown") replace(node.name, "unknown_", "unknown left out");
    }
  };
  const mutateCall = (node: ts.CallExpression): void => {
    const name = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
    const opposite = ts.isIdentifier(name) ? OPPOSITES.get(name.text) : undefined;
    if (opposite) {
      // A function of the core has to be imported; a method is there.
      const other = ts.isIdentifier(node.expression) ? `require(${JSON.stringify(CORE)}).${opposite}` : opposite;
      replace(name, other, `${name.getText(file)} to ${opposite}`);
    }
    if (ts.isIdentifier(node.expression) && node.expression.text === "all" && node.arguments.length > 1) {
      for (const argument of node.arguments) {
        replace(argument, "all()", `${oneLine(argument.getText(file))} left out`);
      }
    }
  };
  visit(file);
  return mutants;
}

/** Data outside of functions is what a control is called, not what it decides. */
function insideFunction(node: ts.Node): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (ts.isFunctionLike(at)) return true;
  }
  return false;
}

function oneLine(text: string): string {
  const flat = text.replace(/\s+/g, " ");
  return flat.length > 60 ? `${flat.slice(0, 57)}…` : flat;
}
