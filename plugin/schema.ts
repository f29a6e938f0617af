/** What this needs of a property in Pulumi's schema of a package. */
export interface PropertySchema {
  type?: string;
  $ref?: string;
  /** The value itself, where no output may be given. */
  plain?: boolean;
  items?: PropertySchema;
  additionalProperties?: PropertySchema;
  description?: string;
}

export type PropertySchemas = Record<string, PropertySchema>;

/** A component in Pulumi's schema of a package. */
export interface ComponentSchema {
  description: string;
  inputProperties: PropertySchemas;
  requiredInputs: string[];
  properties: PropertySchemas;
  required: string[];
}

/** What this needs of Pulumi's schema of a package. */
export interface PackageSchema {
  name: string;
  version: string;
  /** By type token, `<package>:<chapter>:<Class>`. */
  resources: Record<string, ComponentSchema>;
  types: Record<string, { properties?: PropertySchemas; enum?: { name: string; value: string | number }[] }>;
}
