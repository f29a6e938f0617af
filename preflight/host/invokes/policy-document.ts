import type { WireMap, WireValue } from "../../child/analysis";
import { isWireMap } from "../wire";
import type { InvokeAnswer } from ".";

/** A statement as IAM has it; lists of one become plain values, as AWS's provider writes them. */
type Statement = { [key: string]: WireValue };

/**
 * `aws.iam.getPolicyDocument`, computed as the provider's data source documents it: source documents first, whose
 * statement ids must be unique; then the own statements, which replace sourced ones of the same id; then overriding
 * documents, which replace anything of the same id and add the rest.
 */
export function policyDocument(args: WireMap): InvokeAnswer {
  try {
    const merged = new Statements();
    for (const document of documents(args, "sourcePolicyDocuments", "sourceJson")) {
      merged.addUnique(statementsOf(document));
    }
    const own = listOf(args.statements).map(toStatement);
    refuseDuplicates(own);
    for (const statement of own) {
      merged.put(statement);
    }
    for (const document of documents(args, "overridePolicyDocuments", "overrideJson")) {
      for (const statement of statementsOf(document)) {
        merged.put(statement);
      }
    }
    const policyId = typeof args.policyId === "string" ? args.policyId : undefined;
    const content = {
      Version: typeof args.version === "string" ? args.version : "2012-10-17",
      ...(policyId === undefined ? {} : { Id: policyId }),
      Statement: merged.all(),
    };
    return {
      result: {
        ...args,
        id: hashOf(JSON.stringify(content)),
        json: JSON.stringify(content, undefined, 2),
        minifiedJson: JSON.stringify(content),
      },
    };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

class Statements {
  private readonly list: Statement[] = [];

  addUnique(statements: Statement[]): void {
    for (const statement of statements) {
      if (this.find(statement) !== undefined) {
        throw new Error(`two source documents have a statement ${JSON.stringify(statement.Sid)}`);
      }
      this.list.push(statement);
    }
  }

  put(statement: Statement): void {
    const at = this.find(statement);
    if (at === undefined) {
      this.list.push(statement);
    } else {
      this.list[at] = statement;
    }
  }

  all(): Statement[] {
    return this.list;
  }

  private find({ Sid: sid }: Statement): number | undefined {
    const at = sid === undefined || sid === "" ? -1 : this.list.findIndex((other) => other.Sid === sid);
    return at < 0 ? undefined : at;
  }
}

function refuseDuplicates(statements: Statement[]): void {
  const sids = statements.map(({ Sid }) => Sid).filter((sid) => sid !== undefined && sid !== "");
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (twice !== undefined) {
    throw new Error(`two statements have the id ${JSON.stringify(twice)}`);
  }
}

function documents(args: WireMap, listKey: string, singleKey: string): string[] {
  return [args[singleKey], ...listOf(args[listKey])].filter(
    (text): text is string => typeof text === "string" && text.trim() !== "",
  );
}

function statementsOf(document: string): Statement[] {
  const parsed: WireValue = JSON.parse(document);
  const statements = isWireMap(parsed) ? parsed.Statement : undefined;
  return (Array.isArray(statements) ? statements : [statements]).filter(isWireMap);
}

function toStatement(value: WireValue): Statement {
  const given = isWireMap(value) ? value : {};
  const statement: Statement = {};
  const set = (key: string, content: WireValue | undefined): void => {
    if (content !== undefined) {
      statement[key] = content;
    }
  };
  set("Sid", given.sid === "" ? undefined : given.sid);
  set("Effect", given.effect ?? "Allow");
  set("Action", oneOrMany(given.actions));
  set("NotAction", oneOrMany(given.notActions));
  set("Resource", oneOrMany(given.resources));
  set("NotResource", oneOrMany(given.notResources));
  set("Principal", principals(given.principals));
  set("NotPrincipal", principals(given.notPrincipals));
  set("Condition", conditions(given.conditions));
  return statement;
}

/** Lists are sorted, the last first, and a list of one is written as its only item: so the provider does. */
function oneOrMany(value: WireValue | undefined): WireValue | undefined {
  const texts = listOf(value).map(String);
  return texts.length === 0 ? undefined : texts.length === 1 ? texts[0] : [...new Set(texts)].sort().reverse();
}

function principals(value: WireValue | undefined): WireValue | undefined {
  const groups = listOf(value).filter(isWireMap);
  const [only] = groups;
  if (only === undefined) {
    return undefined;
  }
  const identifiers = listOf(only.identifiers);
  if (groups.length === 1 && only.type === "*" && identifiers.length === 1 && identifiers[0] === "*") {
    return "*";
  }
  const byType: Record<string, string[]> = {};
  for (const { type, identifiers } of groups) {
    const key = String(type);
    byType[key] = [...(byType[key] ?? []), ...listOf(identifiers).map(String)];
  }
  return Object.fromEntries(Object.entries(byType).map(([type, all]) => [type, oneOrMany(all) ?? []]));
}

function conditions(value: WireValue | undefined): WireValue | undefined {
  const result: Record<string, Record<string, WireValue>> = {};
  for (const condition of listOf(value).filter(isWireMap)) {
    const test = String(condition.test);
    const values = listOf(condition.values).map(String);
    result[test] = {
      ...result[test],
      [String(condition.variable)]: values.length === 1 ? (values[0] ?? "") : values,
    };
  }
  return Object.keys(result).length === 0 ? undefined : result;
}

function listOf(value: WireValue | undefined): WireValue[] {
  return Array.isArray(value) ? value : [];
}

/** The provider's id of a document is a checksum of it (CRC-32). */
function hashOf(text: string): string {
  let crc = -1;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return String((crc ^ -1) >>> 0);
}
