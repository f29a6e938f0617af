import type { WireMap, WireValue } from "../child/analysis";
import type { Goal } from "../host/goal";
import { dependenciesIn, downgradeMap } from "../host/output-values";
import { packageOf } from "../host/urn";
import { isWireMap, resourceReference, unknownValue, unwrapped } from "../host/wire";
import type { ComponentRegistry, Constructed } from ".";

type StandIn = (goal: Goal, registry: ComponentRegistry) => Promise<Constructed>;

/** Components that are built as their plugin builds them, by type; held to what awsx 3.9.0's registers. */
export const standIns: Record<string, StandIn> = {
  "awsx:ecr:Repository": ecrRepository,
  "awsx:ecr:Image": ecrImage,
};

async function ecrRepository(goal: Goal, registry: ComponentRegistry): Promise<Constructed> {
  const { lifecyclePolicy: lifecycle, ...inputs } = goal.inputs;
  const { urn } = await component(goal, registry);
  const name = goal.name.toLowerCase();
  const repository = await child(goal, urn, registry, { type: "aws:ecr/repository:Repository", name, inputs });
  const outputs = registry.outputsOf(repository.urn);
  const state: WireMap = {
    repository: resourceReference(repository.urn, repository.id),
    url: outputs.repositoryUrl ?? unknownValue,
  };
  const dependencies: Constructed["dependencies"] = { repository: [repository.urn], url: [repository.urn] };
  const settings = unwrapped(lifecycle);
  const rules = isWireMap(settings) ? settings.rules : undefined;
  if (!isWireMap(settings) || settings.skip !== true) {
    const policy = await child(goal, urn, registry, {
      type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
      name,
      inputs: { repository: outputs.name ?? unknownValue, policy: lifecycleDocument(rules) },
      dependencies: { repository: [repository.urn], policy: dependenciesIn(lifecycle) },
    });
    state.lifecyclePolicy = resourceReference(policy.urn, policy.id);
    dependencies.lifecyclePolicy = [policy.urn];
  }
  // The plugin answers the program with the URL, but does not register it as an output.
  const { url: _url, ...registered } = state;
  registry.registerOutputs(urn, registered);
  return { urn, state, dependencies };
}

/** The image is built when the stack is deployed; before that there is nothing but the address that it will have. */
async function ecrImage(goal: Goal, registry: ComponentRegistry): Promise<Constructed> {
  const { urn } = await component(goal, registry);
  const from = [...new Set(dependenciesIn(goal.inputs.repositoryUrl))].sort();
  const state: WireMap = { imageUri: registry.symbolic(urn, goal).imageUri ?? unknownValue };
  registry.note(urn, "The image is not built before the stack is deployed.");
  registry.registerOutputs(urn, state);
  return { urn, state, dependencies: { imageUri: from } };
}

/** The component itself, which plugins register without its arguments, depending on what its arguments came from. */
function component(goal: Goal, registry: ComponentRegistry): Promise<{ urn: string }> {
  return registry.register(
    { ...goal, remote: false, sent: undefined, inputs: {}, propertyDependencies: {} },
    "stand-in",
  );
}

function child(
  goal: Goal,
  parent: string,
  registry: ComponentRegistry,
  wanted: { type: string; name: string; inputs: WireMap; dependencies?: Record<string, string[]> },
): Promise<{ urn: string; id?: string }> {
  const propertyDependencies: Record<string, string[]> = {};
  for (const [key, value] of Object.entries(wanted.inputs)) {
    propertyDependencies[key] = [...new Set(wanted.dependencies?.[key] ?? dependenciesIn(value))].sort();
  }
  const pkg = packageOf(wanted.type);
  return registry.register(
    {
      ...goal,
      type: wanted.type,
      name: wanted.name,
      parent,
      custom: true,
      remote: false,
      sent: undefined,
      inputs: downgradeMap(wanted.inputs),
      dependencies: [...new Set(Object.values(propertyDependencies).flat())].sort(),
      propertyDependencies,
      provider: goal.providers.get(pkg) ?? "",
      providers: new Map(),
      version: registry.versionOf(pkg),
      pluginDownloadUrl: "",
      packageRef: "",
      importId: "",
      protect: undefined,
      aliases: [],
      transforms: [],
      ignoreChanges: [],
      additionalSecretOutputs: [],
    },
    "stand-in",
  );
}

/** What awsx makes of its simpler rules; with none it keeps the newest of the images without a tag. */
function lifecycleDocument(rules: WireValue | undefined): WireValue {
  const list = unwrapped(rules);
  if (list === unknownValue) {
    return unknownValue;
  }
  const given = Array.isArray(list) ? list.map((rule) => unwrapped(rule)).filter(isWireMap) : undefined;
  const all = given ?? [
    { description: "remove untagged images", tagStatus: "untagged", maximumNumberOfImages: 1 } satisfies WireMap,
  ];
  // A rule for any image has to come last.
  const ordered = [...all.filter((rule) => !isAny(rule)), ...all.filter(isAny)];
  return {
    rules: ordered.map((rule, index) => ({
      rulePriority: index + 1,
      ...(rule.description === undefined ? {} : { description: rule.description }),
      selection: {
        tagStatus: rule.tagStatus ?? "any",
        ...(rule.tagPrefixList === undefined ? {} : { tagPrefixList: rule.tagPrefixList }),
        ...countOf(rule),
      },
      action: { type: "expire" },
    })),
  };
}

function isAny(rule: WireMap): boolean {
  return rule.tagStatus === "any";
}

function countOf(rule: WireMap): WireMap {
  return rule.maximumNumberOfImages === undefined
    ? { countType: "sinceImagePushed", countNumber: rule.maximumAgeLimit ?? unknownValue, countUnit: "days" }
    : { countType: "imageCountMoreThan", countNumber: rule.maximumNumberOfImages };
}
