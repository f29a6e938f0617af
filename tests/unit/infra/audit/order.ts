import type * as pulumi from "@pulumi/pulumi";

/** What resources wait for, and whether they are kept on deletion: options that a mock monitor does not show. */
export interface SeenOptions {
  readonly dependsOn: string[];
  readonly retainOnDelete: boolean;
}

/** Runs `build` with a transformation for its component, and returns the options of each child by name. */
export async function optionsOf(
  build: (options: pulumi.ComponentResourceOptions) => Promise<unknown>,
): Promise<Map<string, SeenOptions>> {
  const seen = new Map<string, SeenOptions>();
  const look: pulumi.ResourceTransformation = ({ name, opts }) => {
    const { dependsOn = [], retainOnDelete = false } = opts;
    const list = Array.isArray(dependsOn) ? dependsOn : [dependsOn];
    const names = list.flatMap((one) => ("__name" in one && typeof one.__name === "string" ? [one.__name] : []));
    seen.set(name, { dependsOn: names, retainOnDelete });
    return undefined;
  };
  await build({ transformations: [look] });
  return seen;
}
