import * as pulumi from "@pulumi/pulumi";
import type { PackageSchema, PropertySchema, PropertySchemas } from "./schema";

/**
 * Arguments as a component takes them: an output where the schema allows one, else the value itself. A value comes as an
 * output also where a program gave none, for example a list of resources.
 */
export class PlainInputs {
  /** @param label how messages name the component, for example `Queue "orders"` */
  constructor(
    private readonly types: PackageSchema["types"],
    private readonly label: string,
  ) {}

  /** @throws where a value that has to be plain is secret, or is not known yet */
  async of(inputs: pulumi.Inputs, schemas: PropertySchemas, path = ""): Promise<pulumi.Inputs> {
    const entries = Object.entries(inputs).map(async ([name, value]) => {
      const schema = schemas[name];
      return [name, schema ? await this.value(value, schema, `${path}${name}`) : value] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  private async value(value: unknown, schema: PropertySchema, path: string): Promise<unknown> {
    if (!schema.plain) {
      return value;
    }
    const plain = pulumi.Output.isInstance(value) ? await this.known(value, path) : value;
    const { items, additionalProperties, $ref = "" } = schema;
    if (items && Array.isArray(plain)) {
      return Promise.all(plain.map((item, index) => this.value(item, items, `${path}[${index}]`)));
    }
    const properties = this.types[$ref.replace("#/types/", "")]?.properties;
    if (isMap(plain) && properties) {
      return this.of(plain, properties, `${path}.`);
    }
    if (isMap(plain) && additionalProperties) {
      const same = Object.fromEntries(Object.keys(plain).map((key) => [key, additionalProperties]));
      return this.of(plain, same, `${path}.`);
    }
    return plain;
  }

  private async known(output: pulumi.Output<unknown>, path: string): Promise<unknown> {
    const refuse = (why: string, instead: string) => {
      throw new pulumi.RunError(`${this.label}: ${path} ${why}: ${instead}`);
    };
    if (await pulumi.isSecret(output)) {
      refuse("is secret, and would be kept in clear", "give a value that is no secret");
    }
    if (!hasState(output)) {
      throw new Error(`@pulumi/pulumi does not say whether ${path} is known`);
    }
    if (!(await output.isKnown)) {
      refuse(
        "is not known before another resource is made",
        "give the value itself, from the program or its configuration",
      );
    }
    return output.promise();
  }
}

/** What outputs of Pulumi's SDK have, and its declarations leave out. */
interface OutputState {
  isKnown: Promise<boolean>;
  promise(): Promise<unknown>;
}

function hasState(output: object): output is OutputState {
  return "isKnown" in output && "promise" in output;
}

function isMap(value: unknown): value is pulumi.Inputs {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
