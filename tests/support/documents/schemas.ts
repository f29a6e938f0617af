import Ajv, { type ValidateFunction } from "ajv";
import containerDefinitions from "../schemas/container-definitions.schema.json";
import dashboard from "../schemas/dashboard.schema.json";
import documents from "../schemas/documents.schema.json";
import eventPattern from "../schemas/event-pattern.schema.json";
import iamPolicy from "../schemas/iam-policy.schema.json";

// Unions and conditions of several types say what AWS says; strict mode otherwise finds misspelt keywords.
const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false, strictTuples: false });
for (const schema of [containerDefinitions, dashboard, documents, eventPattern, iamPolicy]) ajv.addSchema(schema);

/**
 * What a schema in tests/support/schemas finds wrong with a value.
 * @param reference `$id` of the schema, and where in it: `iam-policy#/definitions/trust`
 */
export function violations(reference: string, value: unknown): string[] {
  const validate: ValidateFunction | undefined = ajv.getSchema(reference);
  if (!validate) throw new Error(`there is no schema ${reference}`);
  if (validate(value)) return [];
  const lines = (validate.errors ?? [])
    // The branch that failed says what is wrong; that a branch failed says nothing more.
    .filter(({ keyword }) => !["if", "oneOf", "anyOf"].includes(keyword))
    .map(({ instancePath, message, params }) => `${instancePath || "/"} ${message}${detail(params)}`);
  return lines.length > 0
    ? [...new Set(lines)]
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

function detail(params: Record<string, unknown>): string {
  const said =
    params["additionalProperty"] ?? params["propertyName"] ?? params["allowedValues"] ?? params["allowedValue"];
  return said === undefined ? "" : ` (${Array.isArray(said) ? said.join(", ") : String(said)})`;
}
