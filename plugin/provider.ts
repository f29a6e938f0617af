import * as pulumi from "@pulumi/pulumi";
import type { ConstructResult, Provider } from "@pulumi/pulumi/provider";
import * as infra from "../infra";
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
  /** Components by URN, which a program may give as arguments of others. */
  private readonly made = new Map<string, pulumi.Resource>();

  constructor(private readonly packageSchema: PackageSchema) {
    const { name, version, resources } = packageSchema;
    this.version = version;
    for (const chapter of new Set(Object.keys(resources).map((token) => token.split(":")[1] ?? ""))) {
      const construct = (resource: string, type: string, urn: string) => this.component(resource, type, urn);
      pulumi.runtime.registerResourceModule(name, chapter, { version, construct });
    }
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
    const className = type.split(":").at(-1) ?? "";
    const Component: unknown = Reflect.get(infra, className);
    if (schema === undefined || !isComponentClass(Component)) {
      throw new pulumi.RunError(`${this.packageSchema.name} has no component ${type}`);
    }
    const plain = new PlainInputs(types, `${className} "${name}"`);
    const component = new Component(name, await plain.of(inputs, schema.inputProperties), options);
    const state = Object.keys(schema.properties).map((property) => [property, Reflect.get(component, property)]);
    const urn = component.urn.apply((known) => {
      this.made.set(known, component);
      return known;
    });
    return { urn, state: Object.fromEntries(state) };
  }

  /** The component that a reference is of. Its methods are needed, which are only in what was made here. */
  private component(name: string, type: string, urn: string): pulumi.Resource {
    const component = this.made.get(urn);
    if (component === undefined) {
      throw new pulumi.RunError(
        `${name} (${type}) is no component of this program's own, so nothing can be added to it`,
      );
    }
    return component;
  }
}

function isComponentClass(value: unknown): value is ComponentClass {
  return typeof value === "function" && value.prototype instanceof infra.PlatformComponent;
}
