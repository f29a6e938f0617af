import * as pulumi from "@pulumi/pulumi";
import type { ConstructResult, Provider } from "@pulumi/pulumi/provider";
import * as infra from "../infra";
import leftOut from "./left-out.json";
import { PlainInputs } from "./plain-inputs";
import type { PackageSchema } from "./schema";

type ComponentClass = new (
  name: string,
  args: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

/** Makes the components for programs in Pulumi's other languages. */
export class ComponentProvider implements Provider {
  readonly version: string;

  constructor(private readonly packageSchema: PackageSchema) {
    this.version = packageSchema.version;
  }

  async getSchema(): Promise<string> {
    return JSON.stringify(this.packageSchema);
  }

  /** @throws where there is no such component, or where it refuses its arguments */
  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<ConstructResult> {
    const { resources, types } = this.packageSchema;
    const schema = resources[type];
    const [, chapter, className = ""] = type.split(":");
    const Component: unknown = Reflect.get(infra, className);
    if (schema === undefined || !isComponentClass(Component)) {
      const reason = new Map(Object.entries(leftOut)).get(`${chapter}:${className}`);
      throw new pulumi.RunError(
        reason === undefined
          ? `${this.packageSchema.name} has no component ${type}`
          : `${type} can be made in TypeScript only, because its ${reason}`,
      );
    }
    const plain = new PlainInputs(types, `${className} "${name}"`);
    const component = new Component(name, await plain.of(inputs, schema.inputProperties), options);
    const state = Object.keys(schema.properties).map((property) => [property, Reflect.get(component, property)]);
    return { urn: component.urn, state: Object.fromEntries(state) };
  }
}

function isComponentClass(value: unknown): value is ComponentClass {
  return typeof value === "function" && value.prototype instanceof infra.PlatformComponent;
}
