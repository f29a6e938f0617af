import { resolve } from "node:path";
import { type Control, Graph, registry, type Verdict } from "../../policies/index";
import { preflight } from "../../preflight";
import { resourcesOf } from "../../tests/support/platform";

/** The controls that are not switched off by themselves. */
export const controls: readonly Control[] = registry.filter(({ enforcement }) => enforcement !== "disabled");

/** How many pairs of a control and a resource the pack has a verdict on, in the platform of `pulumi/index.ts`. */
export async function packVerdicts(services: number): Promise<number> {
  const { graph } = await preflight({
    directory: resolve(__dirname, "pulumi"),
    stack: "bench",
    config: { "compared:services": String(services) },
  });
  const resources = Graph.of(resourcesOf(graph.resources));
  const configured = { config: {}, stackTags: new Map<string, string>() };
  const judged = (control: Control): Verdict[] =>
    resources
      .ofType(control.on)
      .map((resource) =>
        control.scope === "stack"
          ? control.judge(resource, resources, configured)
          : control.judge(resource, configured),
      )
      .filter(({ kind }) => kind !== "not applicable");
  return controls.reduce((sum, control) => sum + judged(control).length, 0);
}
