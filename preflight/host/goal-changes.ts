import type { Goal } from "./goal";
import { dependenciesIn, downgradeMap } from "./output-values";
import type { Registration } from "./resource-table";
import { packageOf, providerPackage, qualifiedType } from "./urn";

/** Takes over from the parent what a goal leaves out. */
export function inherit(goal: Goal, parent: Registration | undefined): void {
  if (!parent) {
    return;
  }
  const { inherited } = parent;
  goal.deletedWith ||= inherited.deletedWith;
  goal.protect ??= inherited.protect;
  goal.retainOnDelete ??= inherited.retainOnDelete;
  if (goal.provider === "" && inherited.provider !== "") {
    const local = !goal.remote && !goal.custom;
    if (local || providerPackage(qualifiedType(inherited.provider)) === packageOf(goal.type)) {
      goal.provider = inherited.provider;
    }
  }
  if (!goal.custom && inherited.providers) {
    for (const [pkg, reference] of inherited.providers) {
      if (!goal.providers.has(pkg)) {
        goal.providers.set(pkg, reference);
      }
    }
  }
}

/** The engine's way with output values that transforms left in the inputs. */
export function collectDependencies(goal: Goal): void {
  const dependencies = new Set(goal.dependencies);
  const own = goal.transforms.length > 0;
  const found: Record<string, string[]> = {};
  for (const [key, value] of Object.entries(goal.inputs)) {
    const urns = dependenciesIn(value);
    found[key] = [...new Set([...(own ? [] : (goal.propertyDependencies[key] ?? [])), ...urns])].sort();
    if (own) {
      for (const urn of urns) {
        dependencies.add(urn);
      }
    }
  }
  goal.dependencies = [...dependencies].sort();
  goal.propertyDependencies = own ? found : { ...goal.propertyDependencies, ...found };
  if (!goal.remote) {
    goal.inputs = downgradeMap(goal.inputs);
  }
}
