import { strict as assert } from "node:assert";
import { schemaErrors } from "../../../preflight/packs/json-schema";

describe("configuration schemas", () => {
  const cases: [string, unknown, unknown, unknown, RegExp][] = [
    ["type", { type: "integer" }, 3, 3.5, /x is 3\.5, not a whole number$/],
    ["a list of types", { type: ["string", "null"] }, null, 1, /x is 1, not text or null$/],
    ["enum", { enum: ["a", 1] }, 1, "b", /x is "b", not one of "a", 1/],
    ["const", { const: { a: 1 } }, { a: 1 }, { a: 2 }, /not \{"a":1\}/],
    ["minimum", { minimum: 2 }, 2, 1, /not at least 2/],
    ["maximum", { maximum: 2 }, 2, 3, /not at most 2/],
    ["exclusiveMinimum", { exclusiveMinimum: 2 }, 3, 2, /not more than 2/],
    ["exclusiveMaximum", { exclusiveMaximum: 2 }, 1, 2, /not less than 2/],
    ["multipleOf", { multipleOf: 5 }, 10, 11, /not a multiple of 5/],
    ["minLength", { minLength: 2 }, "ab", "a", /has 1 characters/],
    ["maxLength", { maxLength: 2 }, "ab", "abc", /has 3 characters/],
    ["pattern", { pattern: "^a" }, "ab", "b", /x is "b", not text that matches \/\^a\/$/],
    [
      "pattern, in the words of its description",
      { pattern: "^\\d+$", description: "Digits, as many as there are." },
      "1",
      "b",
      /\/\^\\d\+\$\/ \(Digits, as many as there are\)$/,
    ],
    ["minItems", { minItems: 1 }, [1], [], /has 0 items/],
    ["maxItems", { maxItems: 1 }, [1], [1, 2], /has 2 items/],
    ["uniqueItems", { uniqueItems: true }, [1, 2], [{ a: 1 }, { a: 1 }], /an item twice/],
    ["items", { items: { type: "string" } }, ["a"], ["a", 2], /x\[1\] is 2, not text$/],
    ["properties", { properties: { a: { type: "string" } } }, {}, { a: 1 }, /x\.a is 1/],
    ["patternProperties", { patternProperties: { "^n": { type: "number" } } }, { n1: 1, o: "" }, { n1: "" }, /x\.n1/],
    ["propertyNames", { propertyNames: { maxLength: 1 } }, { a: 1 }, { ab: 1 }, /the name x\.ab/],
    [
      "additionalProperties",
      { properties: { a: {} }, additionalProperties: false },
      { a: 1 },
      { b: 1 },
      /x\.b is no property/,
    ],
    ["required", { required: ["a"] }, { a: 1 }, {}, /x\.a is required/],
    ["minProperties", { minProperties: 1 }, { a: 1 }, {}, /has 0 properties/],
    ["maxProperties", { maxProperties: 0 }, {}, { a: 1 }, /has 1 properties/],
    ["allOf", { allOf: [{ minimum: 1 }, { maximum: 3 }] }, 2, 4, /at most 3/],
    ["anyOf", { anyOf: [{ type: "string" }, { minimum: 5 }] }, 6, 4, /^x is 4, not at least 5$/],
    [
      "anyOf of one type",
      { anyOf: [{ enum: ["one"] }, { title: "a word with b", pattern: "b" }] },
      "ab",
      "other",
      /^x is "other", not "one", nor a word with b$/,
    ],
    [
      "anyOf of other types",
      { anyOf: [{ type: "string" }, { type: "object" }] },
      {},
      [],
      /^x is \[\], not text, nor keys and values$/,
    ],
    ["a type before the rest", { type: "string", enum: ["a"] }, "a", 1, /^x is 1, not text$/],
    [
      "enum, with the word that goes on",
      { enum: ["pci-dss-4.0.1", "fsbp"] },
      "fsbp",
      "pci",
      /did you mean "pci-dss-4\.0\.1"/,
    ],
    ["oneOf", { oneOf: [{ type: "number" }, { type: "integer" }] }, 1.5, 1, /fits 2 of the alternatives/],
    ["not", { not: { type: "string" } }, 1, "a", /which is excluded/],
  ];
  for (const [keyword, schema, right, wrong, message] of cases) {
    it(`hold a value to ${keyword}`, () => {
      assert.deepEqual(schemaErrors(schema, right, "x"), []);
      const errors = schemaErrors(schema, wrong, "x");
      assert.equal(errors.length, 1);
      assert.match(errors[0] ?? "", message);
    });
  }

  it("refuse a keyword that is not supported instead of ignoring it", () => {
    assert.throws(() => schemaErrors({ $ref: "#/x" }, 1, "x"), /uses "\$ref", which is not supported/);
  });
});
