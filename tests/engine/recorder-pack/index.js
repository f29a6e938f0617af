// Writes down what a policy sees of each resource: at its registration (`Analyze`) and at the end (`AnalyzeStack`), one
// JSON object a line. The file is the property `file` of the policies' configuration. Property values are not written but
// what is known of them: a policy gets secrets in clear.
const { createHash } = require("node:crypto");
const { appendFileSync } = require("node:fs");
const { PolicyPack } = require("@pulumi/policy");

// The marks that the policy SDK gives to what is not known before a deployment, by type.
const unknowns = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** The shape of a value: unknown, or its kind with a digest that differs where the value does. */
function describe(value) {
  // The SDK hands out proxies that throw where an unknown is read. They tell the object behind them.
  const raw = value?.__isSpecialProxy ? value.__getSpecialProxyTarget : value;
  if (Array.isArray(raw)) {
    return raw.map(describe);
  }
  if (raw !== null && typeof raw === "object") {
    const entries = Object.keys(raw).filter((key) => raw[key] !== undefined);
    return Object.fromEntries(entries.sort().map((key) => [key, describe(raw[key])]));
  }
  if (unknowns.has(raw)) {
    return "unknown";
  }
  const digest = createHash("sha256")
    .update(JSON.stringify(raw) ?? "")
    .digest("hex")
    .slice(0, 8);
  return raw === null ? "null" : `${typeof raw} ${digest}`;
}

const urns = (resources) => resources.map(({ urn }) => urn).sort();

function write(args, record) {
  appendFileSync(args.getConfig().file, `${JSON.stringify(record)}\n`);
}

const configSchema = { properties: { file: { type: "string" } }, required: ["file"] };

new PolicyPack("recorder", {
  policies: [
    {
      name: "record-resource",
      description: "Writes down a resource as it is registered.",
      enforcementLevel: "advisory",
      configSchema,
      validateResource: (args) => {
        const { urn, type, name, opts, props } = args;
        write(args, { seen: "resource", urn, type, name, opts: describe(opts), props: describe(props) });
      },
    },
    {
      name: "record-stack",
      description: "Writes down all resources of the stack.",
      enforcementLevel: "advisory",
      configSchema,
      validateStack: (args) => {
        for (const { urn, type, name, parent, opts, props, dependencies, propertyDependencies } of args.resources) {
          const sources = Object.entries(propertyDependencies).map(([key, from]) => [key, urns(from)]);
          write(args, {
            seen: "stack",
            urn,
            type,
            name,
            parent: parent?.urn,
            opts: describe(opts),
            props: describe(props),
            dependencies: urns(dependencies),
            propertyDependencies: Object.fromEntries(sources.sort()),
          });
        }
      },
    },
  ],
});
