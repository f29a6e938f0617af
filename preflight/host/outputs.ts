import type { WireMap, WireValue } from "../child/analysis";
import type { Goal } from "./goal";
import type { MonitorOptions } from "./options";
import { downgradeMap } from "./output-values";
import type { Registration } from "./resource-table";
import type { Places } from "./surroundings";
import { isWireMap, secret, signatureOf, unknownValue } from "./wire";

/** The engine keeps such a value itself, and hands it out again. */
const stashType = "pulumi:index:Stash";

/** What resources come to have besides their inputs. */
export class Outputs {
  constructor(
    private readonly options: MonitorOptions,
    private readonly places: Places,
  ) {}

  /** Symbolic values of something that is no resource of its own in AWS. */
  symbolic(urn: string, goal: Goal): WireMap {
    const { type, name } = goal;
    const inputs = downgradeMap(goal.inputs);
    const made = this.options.symbolic?.valuesOf({ ...this.places.of(inputs, undefined), urn, type, name, inputs });
    return made?.outputs ?? {};
  }

  /** Gives a resource its outputs. @returns those of them that the program is to be answered */
  give(registration: Registration, goal: Goal): WireMap {
    const outputs: WireMap = { ...goal.inputs };
    const answer: WireMap = {};
    const declared = this.options.properties.of(goal.type).outputs;
    const made = this.options.symbolic?.valuesOf({
      ...this.places.of(goal.inputs, registration.provider),
      urn: registration.urn,
      type: goal.type,
      name: goal.name,
      inputs: goal.inputs,
    });
    registration.id = goal.importId || made?.id;
    if (goal.type === stashType && goal.inputs.input !== undefined) {
      outputs.output = goal.inputs.input;
      answer.output = goal.inputs.input;
    }
    for (const [key, value] of Object.entries(made?.outputs ?? {})) {
      const present = outputs[key];
      if (present === undefined || present === unknownValue) {
        outputs[key] = value;
        answer[key] = value;
        registration.symbolic.push(key);
      } else if (isPlainMap(present) && isPlainMap(value)) {
        // A block that AWS adds to: what the program says of it stays.
        outputs[key] = { ...value, ...present };
        answer[key] = outputs[key];
        registration.symbolic.push(key);
      }
    }
    // AWS's provider keeps the id among a resource's outputs, where policies find what others refer to by it.
    if (registration.id !== undefined && outputs.id === undefined) {
      outputs.id = registration.id;
    }
    if (this.options.symbolic && declared.includes("tagsAll")) {
      const tags = allTags(goal.inputs, registration.provider);
      if (tags !== undefined) {
        outputs.tagsAll = tags;
        answer.tagsAll = tags;
      }
    }
    for (const key of declared) {
      outputs[key] ??= unknownValue;
    }
    for (const key of goal.additionalSecretOutputs) {
      const value = outputs[key];
      if (value !== undefined && !isSecret(value)) {
        outputs[key] = secret(value);
        answer[key] = secret(value);
      }
    }
    registration.outputs = outputs;
    return answer;
  }
}

/** A resource's tags and its provider's, which AWS's provider puts together before anything is created. */
function allTags(inputs: WireMap, provider: Registration | undefined): WireMap | undefined {
  const own = inputs.tags ?? {};
  const defaults = provider?.inputs.defaultTags;
  let shared: WireValue | undefined;
  try {
    shared = typeof defaults === "string" ? JSON.parse(defaults) : undefined;
  } catch {
    return undefined;
  }
  const sharedTags = isWireMap(shared) ? (shared.tags ?? {}) : {};
  return isPlainMap(own) && isPlainMap(sharedTags) ? { ...sharedTags, ...own } : undefined;
}

function isPlainMap(value: WireValue): value is WireMap {
  return isWireMap(value) && signatureOf(value) === undefined;
}

function isSecret(value: WireValue): boolean {
  return isWireMap(value) && signatureOf(value) === "secret";
}
