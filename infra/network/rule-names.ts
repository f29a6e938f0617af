import type * as pulumi from "@pulumi/pulumi";

/**
 * Names for one child each of a list, made from the value where it is known while the program is built: taking one from
 * the front of the list then leaves the others alone, where numbers would replace every one of them.
 */
export function namesByValue(prefix: string, values: pulumi.Input<string>[]): [string, pulumi.Input<string>][] {
  return values.map((value, index) => {
    const suffix = typeof value === "string" ? value.replace(/[:/]+/g, "-") : String(index);
    return [`${prefix}-${suffix}`, value];
  });
}
