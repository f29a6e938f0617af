import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { WireMap } from "../child/analysis";
import type { Note, Origin, UnansweredInvoke } from "../model";
import type { Constructed, RemoteComponents } from "../remote";
import { UserError } from "../user-error";
import { aliasUrns, type Goal, optionsOf, type ReadRequest } from "./goal";
import { collectDependencies, inherit } from "./goal-changes";
import { type InvokeRequest, Invokes } from "./invoke";
import type { MonitorOptions } from "./options";
import { Outputs } from "./outputs";
import { DefaultProviders, providerReference, urnOfReference } from "./providers";
import { type Registration, ResourceTable } from "./resource-table";
import { Places } from "./surroundings";
import { Transforms } from "./transforms";
import { isProviderType, makeUrn, packageOf } from "./urn";
import { toModelMap, unknownValue } from "./wire";

const stackType = "pulumi:pulumi:Stack";

/** What a registration is answered with. */
export interface Registered {
  urn: string;
  id?: string;
  /** True where the inputs are no longer those that were sent. */
  replaced: boolean;
  /** Properties that are answered besides the inputs. */
  answer: WireMap;
  /** What a remote component turned out to be. */
  constructed?: Constructed;
}

/** Registers resources as the engine does in a stack's first preview. */
export class Registrar {
  readonly table: ResourceTable;
  readonly defaultProviders: DefaultProviders;
  readonly places: Places;
  /** Transforms of every resource, in the order of registration. */
  readonly stackTransforms: Callback[] = [];
  readonly notes: Note[] = [];
  stackOutputs: WireMap = {};
  /** Builds remote components; set once there is a monitor for it to register with. */
  remote: RemoteComponents | undefined;
  private readonly transforms: Transforms;
  private readonly invokes: Invokes;
  private readonly outputs: Outputs;
  private readonly pendingTransforms = new Map<string, Callback[]>();
  private readonly ownTransforms = new Map<string, Callback[]>();
  /** Undefined until it is known whether some policy remediates. */
  private remediates: boolean | undefined;

  constructor(private readonly options: MonitorOptions) {
    const { request, sdk } = options;
    this.table = new ResourceTable((position) => options.place(position));
    this.places = new Places(request.config);
    this.transforms = new Transforms(sdk, options.transforms);
    this.defaultProviders = new DefaultProviders(request, (provider) => this.add(provider));
    this.invokes = new Invokes(options, this.places);
    this.outputs = new Outputs(options, this.places);
    this.remediates = options.analysis && request.awaitRemediation ? undefined : false;
  }

  get invokeTransforms(): Callback[] {
    return this.invokes.transforms;
  }

  get unanswered(): UnansweredInvoke[] {
    return this.invokes.unanswered;
  }

  /** Answers at once wherever nothing has to be waited for: promises are what large programs spend their time on. */
  register(goal: Goal, origin: Origin = "program"): Registered | Promise<Registered> {
    inherit(goal, this.table.get(goal.parent));
    const pending = pendingKey(goal);
    if (goal.remote) {
      this.pendingTransforms.set(pending, goal.transforms);
    } else if (!goal.custom && goal.transforms.length === 0) {
      // A plugin registers the component that it was asked for: the program's transforms are that component's.
      goal.transforms = this.pendingTransforms.get(pending) ?? [];
      this.pendingTransforms.delete(pending);
    }
    const transforms = this.transformsOf(goal);
    if (goal.remote) {
      return this.prepare(goal, transforms).then(() => this.construct(goal));
    }
    if (transforms.length === 0 && this.remediates === false) {
      return this.finish(goal, false, origin);
    }
    return this.prepare(goal, transforms).then((replaced) => this.finish(goal, replaced, origin));
  }

  private async construct(goal: Goal): Promise<Registered> {
    this.providerOf(goal);
    const { remote } = this;
    if (!remote) {
      throw new Error(`There is nothing that could build ${goal.name} (${goal.type}).`);
    }
    const constructed = await remote.construct(goal);
    return { urn: constructed.urn, replaced: true, answer: {}, constructed };
  }

  /** Registers a goal whose inputs and options are final. */
  private finish(goal: Goal, replaced: boolean, origin: Origin): Registered {
    const registration = this.registrationOf(goal, origin);
    const made = goal.custom && registration.kind !== "provider" ? this.outputs.give(registration, goal) : {};
    this.add(registration);
    this.ownTransforms.set(registration.urn, goal.transforms);
    return { urn: registration.urn, id: registration.id, replaced, answer: made };
  }

  /** Takes a component's outputs. */
  registerOutputs(urn: string, outputs: WireMap): void {
    const resource = this.table.get(urn);
    if (!resource) {
      throw new UserError(`Outputs were registered for ${urn}, which was never registered itself.`);
    }
    resource.outputs = outputs;
    if (resource.kind === "stack") {
      this.stackOutputs = outputs;
    }
  }

  /** Registers a resource that exists already. What is in it is not known here. */
  read(request: ReadRequest): Registration {
    const { type, name, parent, inputs } = request;
    const provider = this.providerOf(request);
    const outputs: WireMap = { ...inputs };
    for (const key of this.options.properties.of(type).all) {
      outputs[key] ??= unknownValue;
    }
    const registration: Registration = {
      urn: makeUrn(this.options.request, type, name, parent),
      type,
      name,
      parent,
      custom: true,
      kind: "read",
      origin: "program",
      position: request.position,
      id: request.id,
      provider,
      inputs,
      outputs,
      symbolic: [],
      dependencies: request.dependencies,
      propertyDependencies: {},
      options: {
        protect: false,
        ignoreChanges: [],
        aliases: [],
        additionalSecretOutputs: request.additionalSecretOutputs,
      },
      inherited: notInherited,
    };
    if (type === "pulumi:pulumi:StackReference") {
      outputs.outputs = unknownValue;
      this.notes.push({ urn: registration.urn, message: `The outputs of stack ${request.id} are not known here.` });
    }
    this.add(registration);
    return registration;
  }

  /** Notes a method of a component that could not be called. */
  unansweredCall(token: string, args: WireMap): void {
    this.invokes.unanswered.push({
      token,
      args: toModelMap(args),
      reason: "methods of components run in their plugins",
    });
  }

  /** Symbolic values of something that is no resource of its own in AWS. */
  symbolicOutputs(urn: string, goal: Goal): WireMap {
    return this.outputs.symbolic(urn, goal);
  }

  /** Answers a call of a provider function. */
  async invoke(request: InvokeRequest): Promise<WireMap> {
    // Also for the engine's own functions, whose package has a default provider like any other.
    const provider = this.providerOf({ ...request, type: request.token, parent: "" });
    if (request.token === "pulumi:pulumi:getResource") {
      return this.stateOf(request.args);
    }
    return this.invokes.answer(request, provider);
  }

  private stateOf(args: WireMap): WireMap {
    const resource = typeof args.urn === "string" ? this.table.get(args.urn) : undefined;
    if (!resource) {
      throw new UserError(`The resource ${String(args.urn)} was referred to, but it is not registered.`);
    }
    return {
      urn: resource.urn,
      id: resource.custom ? (resource.id ?? unknownValue) : "",
      state: resource.kind === "component" || resource.kind === "stack" ? {} : resource.outputs,
    };
  }

  private async prepare(goal: Goal, transforms: Callback[]): Promise<boolean> {
    let replaced = false;
    if (transforms.length > 0) {
      await this.transforms.apply(goal, transforms);
      collectDependencies(goal);
      replaced = true;
    }
    const { analysis } = this.options;
    if (analysis) {
      this.remediates ??= await analysis.remediates;
      if (this.remediates && !goal.remote) {
        const before = goal.inputs;
        const remediated = await analysis.remediate(this.registrationOf(goal, "program"));
        if (remediated !== before) {
          goal.inputs = remediated;
          replaced = true;
        }
      }
    }
    return replaced;
  }

  /** A resource's own transforms, then its parents', then the stack's. */
  private transformsOf(goal: Goal): Callback[] {
    const all = [...goal.transforms];
    for (let urn = goal.parent; urn !== ""; urn = this.table.get(urn)?.parent ?? "") {
      all.push(...(this.ownTransforms.get(urn) ?? []));
    }
    all.push(...this.stackTransforms);
    return all;
  }

  private registrationOf(goal: Goal, origin: Origin): Registration {
    const { request } = this.options;
    const isProvider = isProviderType(goal.type);
    const component = !goal.custom;
    if (isProvider && goal.version !== "") {
      goal.inputs.version ??= goal.version;
    }
    const provider = goal.custom && !isProvider ? this.providerOf(goal) : undefined;
    return {
      urn: makeUrn(request, goal.type, goal.name, goal.parent),
      type: goal.type,
      name: goal.name,
      parent: goal.parent,
      custom: goal.custom,
      kind: isProvider ? "provider" : goal.type === stackType ? "stack" : component ? "component" : "custom",
      origin,
      position: goal.position,
      provider,
      inputs: goal.inputs,
      outputs: component ? {} : goal.inputs,
      symbolic: [],
      dependencies: goal.dependencies,
      propertyDependencies: goal.propertyDependencies,
      options: optionsOf(goal, aliasUrns(goal, request)),
      inherited: {
        protect: goal.protect,
        retainOnDelete: goal.retainOnDelete,
        deletedWith: goal.deletedWith,
        provider: provider ? providerReference(provider) : goal.provider,
        providers: component ? goal.providers : undefined,
      },
    };
  }

  private providerOf(wish: {
    type: string;
    parent: string;
    provider: string;
    version: string;
    pluginDownloadUrl: string;
    packageRef: string;
    providers?: Map<string, string>;
  }): Registration {
    const pkg = packageOf(wish.type);
    const reference =
      wish.provider || wish.providers?.get(pkg) || this.table.get(wish.parent)?.inherited.providers?.get(pkg) || "";
    const given = reference === "" ? undefined : this.table.get(urnOfReference(reference));
    return given ?? this.defaultProviders.get(wish.type, wish, wish.packageRef);
  }

  private add(registration: Registration): void {
    this.table.add(registration);
    if (registration.kind !== "read") {
      this.options.analysis?.analyze(registration);
    }
    this.options.onRegistered();
  }
}

const notInherited: Registration["inherited"] = {
  protect: undefined,
  retainOnDelete: undefined,
  deletedWith: "",
  provider: "",
  providers: undefined,
};

function pendingKey(goal: Goal): string {
  return `${goal.parent}\n${goal.type}\n${goal.name}`;
}
