import ts from "typescript";
import type { Sources } from "./sources";

/** Class whose calls are a component's refusals. */
const CHECKS = "ArgumentChecks";
/** Calls of calls of … that are followed from a constructor. */
const DEPTH = 8;

/** What parameters and loop variables stand for where a function is called. */
type Bindings = ReadonlyMap<ts.Symbol, { node: ts.Expression; bindings: Bindings }>;

/**
 * What a component refuses, in Markdown, each once, in the order of the checks: read from the calls of
 * `ArgumentChecks` that its constructor and methods lead to. What can't be put into words from the sources alone is left out.
 */
export function refusalsOf(sources: Sources, declaration: ts.ClassDeclaration): string[] {
  return [...new Set(new Refusals(sources).of(declaration))];
}

class Refusals {
  private readonly found: string[] = [];

  constructor(private readonly sources: Sources) {}

  of(declaration: ts.ClassDeclaration): string[] {
    for (const member of declaration.members) this.visit(member, new Map(), []);
    return this.found;
  }

  private visit(node: ts.Node, bindings: Bindings, path: readonly ts.Node[]): void {
    if (ts.isForOfStatement(node)) {
      this.visitLoop(node, bindings, path);
      return;
    }
    if (ts.isCallExpression(node)) {
      // A chain of checks is written first to last, but nests last to first.
      ts.forEachChild(node, (child) => this.visit(child, bindings, path));
      this.call(node, bindings, path);
      return;
    }
    ts.forEachChild(node, (child) => this.visit(child, bindings, path));
  }

  private visitLoop(node: ts.ForOfStatement, bindings: Bindings, path: readonly ts.Node[]): void {
    const declared = ts.isVariableDeclarationList(node.initializer) ? node.initializer.declarations[0] : undefined;
    const symbol = declared && ts.isIdentifier(declared.name) ? this.sources.resolve(declared.name) : undefined;
    const inner = symbol ? new Map([...bindings, [symbol, { node: node.expression, bindings }]]) : bindings;
    this.visit(node.expression, bindings, path);
    this.visit(node.statement, inner, path);
  }

  private call(node: ts.CallExpression, bindings: Bindings, path: readonly ts.Node[]): void {
    const { expression } = node;
    if (ts.isPropertyAccessExpression(expression) && this.isChecks(expression.expression)) {
      const words = this.words(expression.name.text, node.arguments, bindings);
      if (words !== undefined) this.found.push(words);
      return;
    }
    const called = ts.isIdentifier(expression) ? this.sources.resolve(expression)?.declarations?.[0] : undefined;
    if (!called || !ts.isFunctionDeclaration(called) || !called.body || path.includes(called) || path.length >= DEPTH) {
      return;
    }
    const inner = new Map(bindings);
    called.parameters.forEach((parameter, index) => {
      const symbol = ts.isIdentifier(parameter.name) ? this.sources.resolve(parameter.name) : undefined;
      const argument = node.arguments[index] ?? parameter.initializer;
      if (symbol && argument) inner.set(symbol, { node: argument, bindings });
    });
    this.visit(called.body, inner, [...path, called]);
  }

  private isChecks(node: ts.Expression): boolean {
    return this.sources.checker.getTypeAtLocation(node).symbol?.name === CHECKS;
  }

  private words(method: string, args: readonly ts.Expression[], bindings: Bindings): string | undefined {
    const text = (index: number): string | undefined => this.text(args[index], bindings);
    const name = text(0);
    const argument = name?.replace(/`/g, "").replace(/[^,\s][^,]*/g, "`$&`");
    if (method === "exclusive") return this.exclusive(args, bindings);
    if (argument === undefined) return undefined;
    switch (method) {
      case "integer": {
        const [min, max, unit] = [text(2), text(3), text(4)];
        if (min === undefined || max === undefined) return undefined;
        return `${argument}: a whole number from ${number(min)} to ${number(max)}${unit ? ` ${unit}` : ""}`;
      }
      case "oneOf": {
        const allowed = args[2] && this.list(args[2], bindings);
        return allowed && `${argument}: one of ${allowed.join(", ")}`;
      }
      case "required": {
        const expected = text(2);
        return expected && `${argument}: needed; ${expected}`;
      }
      case "cidr":
        return `${argument}: an IPv4 CIDR block from /${text(2) ?? "0"} to /${text(3) ?? "32"} with no host bits`;
      case "length": {
        const [min, max] = [text(2), text(3)];
        if (min === undefined || max === undefined) return undefined;
        return `${argument}: ${/INFINITY/i.test(max) ? `at least ${number(min)}` : `${number(min)} to ${number(max)}`} of them`;
      }
      case "that":
      case "matches": {
        const expected = text(3);
        return expected && `${argument}: ${expected}`;
      }
      case "fail": {
        const expected = text(2);
        return expected && `${argument}: ${expected}`;
      }
      default:
        return undefined;
    }
  }

  private exclusive([args, optional]: readonly ts.Expression[], bindings: Bindings): string | undefined {
    if (!args || !ts.isObjectLiteralExpression(args)) return undefined;
    const names = args.properties.map(({ name }) => {
      const computed = name && ts.isComputedPropertyName(name) ? this.text(name.expression, bindings) : name?.getText();
      return `\`${computed ?? "…"}\``;
    });
    return `${names.join(", ")}: ${optional?.kind === ts.SyntaxKind.TrueKeyword ? "at most" : "exactly"} one of them`;
  }

  /** The text that an expression comes to; what only a run knows is `<its name>`. Undefined where nothing can be said. */
  private text(node: ts.Expression | undefined, bindings: Bindings): string | undefined {
    if (node === undefined) return undefined;
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isNumericLiteral(node)) return node.getText().replace(/_/g, "");
    if (ts.isParenthesizedExpression(node)) return this.text(node.expression, bindings);
    if (ts.isTemplateExpression(node)) {
      const spans = node.templateSpans.map(({ expression, literal }) => {
        return `${this.text(expression, bindings) ?? `<${shortName(expression)}>`}${literal.text}`;
      });
      return node.head.text + spans.join("");
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
      const [left, right] = [this.text(node.left, bindings), this.text(node.right, bindings)];
      return left !== undefined && right !== undefined ? left + right : undefined;
    }
    if (ts.isIdentifier(node)) {
      const symbol = this.sources.resolve(node);
      const bound = symbol && bindings.get(symbol);
      if (bound) return this.text(bound.node, bound.bindings) ?? this.names(bound.node, bound.bindings);
      const declaration = symbol?.valueDeclaration;
      if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer) {
        return this.text(declaration.initializer, bindings);
      }
    }
    if (ts.isPropertyAccessExpression(node)) return this.constant(node);
    return undefined;
  }

  /** A value of a const object or enumeration of the sources. */
  private constant(node: ts.PropertyAccessExpression): string | undefined {
    const declaration = this.sources.resolve(node.name)?.valueDeclaration;
    return declaration && (ts.isPropertyAssignment(declaration) || ts.isEnumMember(declaration))
      ? this.text(declaration.initializer, new Map())
      : undefined;
  }

  /** The items of a list of names as one text. */
  private names(node: ts.Expression, bindings: Bindings): string | undefined {
    return this.list(node, bindings)
      ?.map((item) => item.replace(/^"|"$/g, ""))
      .join(", ");
  }

  /** The items of an array, of `Object.values(X)` or `Object.keys(X)`, as JSON where they are literals. */
  private list(node: ts.Expression, bindings: Bindings): string[] | undefined {
    if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)) {
      return this.list(node.expression, bindings);
    }
    if (ts.isArrayLiteralExpression(node)) {
      const items = node.elements.map((element) => this.item(element, bindings));
      return items.every((item) => item !== undefined) ? items.flat() : undefined;
    }
    if (ts.isCallExpression(node)) {
      const [of] = node.arguments;
      const what = /^Object\.(values|keys)$/.exec(node.expression.getText())?.[1];
      return what && of ? this.members(of, what) : undefined;
    }
    if (!ts.isIdentifier(node)) return undefined;
    const symbol = this.sources.resolve(node);
    const bound = symbol && bindings.get(symbol);
    if (bound) return this.list(bound.node, bound.bindings);
    const declaration = symbol?.valueDeclaration;
    return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? this.list(declaration.initializer, bindings)
      : undefined;
  }

  private item(element: ts.Expression, bindings: Bindings): string[] | undefined {
    if (ts.isSpreadElement(element)) return this.list(element.expression, bindings);
    const text = this.text(element, bindings);
    if (text === undefined) return undefined;
    return [ts.isNumericLiteral(element) ? text : JSON.stringify(text)];
  }

  private members(node: ts.Expression, what: string): string[] | undefined {
    const declaration = this.sources.resolve(node)?.valueDeclaration;
    const initializer = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    const literal = initializer && ts.isAsExpression(initializer) ? initializer.expression : initializer;
    if (!literal || !ts.isObjectLiteralExpression(literal)) return undefined;
    const members = literal.properties.filter(ts.isPropertyAssignment);
    return members.map(({ name, initializer: value }) =>
      what === "keys" ? JSON.stringify(name.getText().replace(/^["']|["']$/g, "")) : value.getText(),
    );
  }
}

/** `1000000` as `1,000,000`; ports stay as they are. */
function number(text: string): string {
  return /^\d{6,}$/.test(text) ? Number(text).toLocaleString("en-US") : text;
}

function shortName(node: ts.Expression): string {
  return ts.isPropertyAccessExpression(node) ? node.name.text : ts.isIdentifier(node) ? node.text : "…";
}
