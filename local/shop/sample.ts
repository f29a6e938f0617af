import { LocalError } from "../errors";
import { isProps, type Plain, type Props } from "../provider/values";

/** Values for properties whose schema gives no example. */
const known: Record<string, Plain> = {
  customerId: "local-customer",
  sku: "SKU-1",
  quantity: 1,
  currency: "EUR",
  paymentToken: "tok-local",
  unitPriceCents: 1000,
  totalCents: 1000,
};

/**
 * A body that a schema takes: its examples, or what is known of the properties that it requires.
 * @param schema with references resolved
 * @throws LocalError for a property that nothing is known for
 */
export function sampleOf(schema: Props, name = "the body"): Plain {
  for (const key of ["example", "default", "const"]) {
    const value = schema[key];
    if (value !== undefined) return value;
  }
  const [choice] = Array.isArray(schema.enum) ? schema.enum : [];
  if (choice !== undefined) return choice;
  const suggested = known[name];
  if (suggested !== undefined && fits(suggested, schema)) return suggested;
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case "object":
      return objectOf(schema);
    case "array":
      return isProps(schema.items) ? [sampleOf(schema.items, name)] : [];
    case "integer":
    case "number":
      return typeof schema.minimum === "number" ? schema.minimum : 1;
    case "boolean":
      return true;
    case "string":
      if (schema.pattern === undefined && schema.format === undefined) return name.slice(0, 20);
      break;
  }
  throw new LocalError(`No value is known for "${name}" of the API's document: give its schema an example.`);
}

function objectOf(schema: Props): Props {
  const properties = isProps(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const result: Props = {};
  for (const key of required) {
    const property = properties[key];
    result[key] = sampleOf(isProps(property) ? property : {}, key);
  }
  return result;
}

function fits(value: Plain, { type, pattern, minimum }: Props): boolean {
  if (typeof value === "string") {
    return (type ?? "string") === "string" && (typeof pattern !== "string" || new RegExp(pattern).test(value));
  }
  return (type === "integer" || type === "number") && (typeof minimum !== "number" || Number(value) >= minimum);
}
