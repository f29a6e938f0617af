import type { Document, Value } from "../../core/value";
import { Unclear } from "./truth";

/** A list of an element such as `Action`: what is known of it, and what is not. */
export interface Terms {
  readonly known: readonly string[];
  readonly unclear: Unclear | undefined;
}

/** An element that may stand in its negated form: `NotAction`, `NotResource`. */
export interface Element extends Terms {
  readonly negated: boolean;
}

/** Whom a statement is about. */
export interface Principals {
  readonly negated: boolean;
  /** `"*"` or `{"AWS": "*"}`. */
  readonly everyone: boolean;
  readonly aws: Terms;
  readonly service: Terms;
  /** Ids of S3's own for who owns buckets, and for CloudFront's origin access identities. */
  readonly canonical: Terms;
  /** What is of other kinds, which no sender that is judged here is of, is left out; this is what can't be read. */
  readonly unclear: Unclear | undefined;
}

/** One test of a `Condition`. */
export interface ConditionTest {
  readonly operator: string;
  readonly key: string;
  readonly values: Terms;
}

/** One statement of a policy, its parts known or not. */
export interface PolicyStatement {
  readonly effect: "Allow" | "Deny" | Unclear;
  readonly action: Element | undefined;
  readonly resource: Element | undefined;
  readonly principal: Principals | undefined;
  readonly conditions: readonly ConditionTest[];
  /** What of the conditions can't be read. */
  readonly unclear: Unclear | undefined;
}

/** A policy document. */
export interface PolicyDocument {
  readonly statements: readonly PolicyStatement[];
  /** Why there may be further statements; undefined where all are known. */
  readonly unclear: Unclear | undefined;
}

/** No names at all. */
export const none: Terms = { known: [], unclear: undefined };

/** A document of which nothing is known. */
export function unclearDocument(reason: string): PolicyDocument {
  return { statements: [], unclear: Unclear.because(reason) };
}

/**
 * Reads a policy document. Nothing that stands in it makes this throw; what IAM would not take reads as unclear.
 *
 * @param name what reasons call the document: `policy of role x`
 */
export function readPolicy(document: Document | Value, name: string): PolicyDocument {
  if ("malformed" in document && document.malformed) {
    return unclearDocument(`${name}: ${document.path} is no JSON`);
  }
  const list = document.list("Statement");
  if (list.state === "unknown") {
    return unclearDocument(`${name}: ${list.reason}`);
  }
  const unknown = list.items.find((item) => item.state === "unknown");
  return {
    statements: list.items.filter((item) => item.state === "known").map((item) => readStatement(item, name)),
    unclear: unknown && Unclear.because(`${name}: ${unknown.reason}`),
  };
}

/**
 * Reads one statement of a policy document.
 *
 * @param name what reasons call the document
 */
export function readStatement(statement: Value, name: string): PolicyStatement {
  const effect = statement.string("Effect");
  const condition = readConditions(statement.at("Condition"), name);
  return {
    effect:
      effect.value === "Allow" || effect.value === "Deny"
        ? effect.value
        : Unclear.because(`${name}: ${effect.reason || `${effect.path} is neither Allow nor Deny`}`),
    action: caseless(readElement(statement, "Action", name)),
    resource: readElement(statement, "Resource", name),
    principal: readPrincipals(statement, name),
    ...condition,
  };
}

/** The case of actions does not matter to IAM: they are kept in lower case. */
function caseless(element: Element | undefined): Element | undefined {
  return element && { ...element, known: element.known.map((action) => action.toLowerCase()) };
}

function readElement(statement: Value, element: string, name: string): Element | undefined {
  const plain = statement.at(element);
  if (plain.state !== "absent") {
    return { ...readTerms(plain, name), negated: false };
  }
  const negated = statement.at(`Not${element}`);
  return negated.state === "absent" ? undefined : { ...readTerms(negated, name), negated: true };
}

/**
 * Reads a text or a list of texts.
 *
 * @param name what reasons call the document
 */
export function readTerms(value: Value, name: string): Terms {
  const list = value.list();
  if (list.state === "unknown") {
    return { known: [], unclear: Unclear.because(`${name}: ${list.reason}`) };
  }
  const known: string[] = [];
  let unclear: Unclear | undefined;
  for (const item of list.items) {
    const text = item.string();
    if (text.value !== undefined) {
      known.push(text.value);
    } else {
      unclear ??= Unclear.because(`${name}: ${text.reason || `${text.path} is nothing`}`);
    }
  }
  return { known, unclear };
}

function readPrincipals(statement: Value, name: string): Principals | undefined {
  const plain = statement.at("Principal");
  const negated = plain.state === "absent";
  const value = negated ? statement.at("NotPrincipal") : plain;
  if (value.state === "absent") {
    return undefined;
  }
  const map = value.object();
  if (map.state !== "known") {
    const terms = readTerms(value, name);
    return {
      negated,
      everyone: terms.known.includes("*"),
      aws: none,
      service: none,
      canonical: none,
      unclear: terms.unclear,
    };
  }
  const aws = readTerms(map.at(["AWS"]), name);
  const service = readTerms(map.at(["Service"]), name);
  const canonical = readTerms(map.at(["CanonicalUser"]), name);
  return { negated, everyone: aws.known.includes("*"), aws, service, canonical, unclear: undefined };
}

function readConditions(condition: Value, name: string): { conditions: ConditionTest[]; unclear: Unclear | undefined } {
  if (condition.state === "absent") {
    return { conditions: [], unclear: undefined };
  }
  const map = condition.object();
  if (map.state !== "known") {
    return { conditions: [], unclear: Unclear.because(`${name}: ${map.reason}`) };
  }
  const conditions: ConditionTest[] = [];
  let unclear: Unclear | undefined;
  for (const [operator, operands] of map.entries()) {
    const keys = operands.object();
    if (keys.state !== "known") {
      unclear ??= Unclear.because(`${name}: ${keys.reason || `${keys.path} is nothing`}`);
    }
    for (const [key, values] of keys.entries()) {
      conditions.push({ operator, key, values: readTerms(values, name) });
    }
  }
  return { conditions, unclear };
}
