import type { WireMap, WireValue } from "../../preflight/child/analysis";
import type { Goal } from "../../preflight/host/goal";
import type { MonitorOptions } from "../../preflight/host/options";
import { downgradeMap } from "../../preflight/host/output-values";
import { type Registered, Registrar } from "../../preflight/host/registrar";
import { hasSecret, secret } from "../../preflight/host/wire";
import type { Origin } from "../../preflight/model";
import type { Applier } from "./applier";

/** Registers resources as preflight does, and brings those to the emulator that it has something for. */
export class LocalRegistrar extends Registrar {
  constructor(
    options: MonitorOptions,
    private readonly applier: Applier,
  ) {
    super(options);
  }

  override register(goal: Goal, origin: Origin = "program"): Registered | Promise<Registered> {
    if (!goal.custom || !goal.type.startsWith("aws:")) return super.register(goal, origin);
    return this.bring(goal, origin);
  }

  private async bring(goal: Goal, origin: Origin): Promise<Registered> {
    const { type, name } = goal;
    const registered = await super.register(goal, origin);
    const registration = this.table.get(registered.urn);
    if (!registration) return registered;
    const { urn } = registered;
    const kept = this.applier.keptInputs(urn, goal.ignoreChanges);
    for (const [key, value] of Object.entries(kept)) {
      goal.inputs[key] = hasSecret(goal.inputs[key]) ? secret(value) : value;
    }
    const applied = await this.applier.apply({ type, urn, name }, downgradeMap(goal.inputs), goal.ignoreChanges);
    if (!applied) return registered;
    const answer: WireMap = {};
    for (const [key, value] of Object.entries(applied.outputs)) {
      if (key in goal.inputs) continue;
      const wire: WireValue = value;
      answer[key] = goal.additionalSecretOutputs.includes(key) ? secret(wire) : wire;
    }
    registration.id = applied.id;
    registration.outputs = { ...goal.inputs, ...answer, id: applied.id };
    registration.symbolic = [];
    const replaced = registered.replaced || Object.keys(kept).length > 0;
    return { ...registered, id: applied.id, replaced, answer };
  }
}
