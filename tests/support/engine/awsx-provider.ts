/**
 * The stub `awsx` provider, a process of its own because it is built on the SDK's provider server, as the real one is. It
 * registers what the real plugin does for the components that are in its table, and prints its port.
 */
import { main } from "@pulumi/pulumi/provider";
import { components } from "./awsx-components";

// The engine's address comes with Attach; the argument only has to be there.
void main(
  {
    version: "3.9.0",
    construct: async (name, type, inputs, options) => {
      const construct = components[type];
      if (!construct) {
        throw new Error(`The stub awsx provider has no ${type}. It has ${Object.keys(components).join(", ")}.`);
      }
      const { component, state } = construct(name, inputs, options);
      return { urn: component.urn, state };
    },
  },
  ["127.0.0.1:0"],
);

// Ends with the process that started it, however that one ends.
process.stdin.once("end", () => process.exit(0)).resume();
