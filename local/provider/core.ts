import { isDeepStrictEqual } from "node:util";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { answerInvoke } from "../../preflight/host/invokes";
import { SymbolicValues } from "../../preflight/symbolic";
import { withHashes } from "./assets";
import type { ClientConfig, Context, Existing, Place, ResourceHandler } from "./handler";
import { isAutoNamed, named, withoutNotes } from "./names";
import { handlerOf } from "./registry";
import { Inputs, isProps, type Plain, type Props, ProviderError } from "./values";

/** What a {@link LocalProvider} works with. */
export interface ProviderOptions {
  place: Place;
  /** Folders, joined by colons, that functions find the packages in that Lambda's runtime has. */
  nodePath: string;
  /** Tags of every resource. @default none */
  defaultTags?: Record<string, string>;
}

/** Which resource a call is about. */
export interface Identity {
  type: string;
  urn: string;
  /** Logical name. */
  name: string;
}

/** Input properties that changed. */
export interface Difference {
  added: string[];
  changed: string[];
  removed: string[];
  /** Those of them that make the resource anew. */
  replaces: string[];
  /** The old one has to go first: both would have the same name. */
  deleteBeforeReplace: boolean;
}

/** What a resource is after a call. */
export interface Outcome {
  id: string;
  /** Properties that are no inputs. */
  outputs: Props;
  /** False where the emulator knows nothing of the type, and its properties were made up. */
  emulated: boolean;
}

/**
 * Resources of `@pulumi/aws` on an emulator, in the words of Pulumi's provider protocol but on plain values: no unknowns,
 * no secrets. What the emulator has nothing for gets ids, ARNs and endpoints in AWS's formats.
 */
export class LocalProvider {
  private readonly clients = new Map<unknown, { destroy(): void }>();
  private readonly symbolic = new SymbolicValues();
  private readonly context: Context;

  constructor(private readonly options: ProviderOptions) {
    const { place, nodePath } = options;
    const config: Omit<ClientConfig, "requestHandler"> = {
      endpoint: place.endpoint,
      region: place.region,
      // The emulator takes the access key for the account.
      credentials: { accessKeyId: place.account, secretAccessKey: "local" },
      maxAttempts: 3,
      forcePathStyle: true,
    };
    this.context = {
      ...place,
      nodePath,
      client: (make) => {
        const known = this.clients.get(make);
        if (known instanceof make) return known;
        // Kinesis's own handler speaks HTTP/2, on which the emulator breaks off where much is put at once.
        const client = new make({ ...config, requestHandler: new NodeHttpHandler() });
        this.clients.set(make, client);
        return client;
      },
    };
  }

  /** Where resources are made. */
  get place(): Place {
    return this.options.place;
  }

  /** SDK clients, for what looks at the emulator beside the provider. */
  client<T extends { destroy(): void }>(make: new (config: ClientConfig) => T): T {
    return this.context.client(make);
  }

  /** True for a type that the emulator has. */
  emulates(type: string): boolean {
    return handlerOf(type) !== undefined;
  }

  /** Fills in what AWS's provider would: a name where none is given. */
  check(of: Identity, news: Props, olds?: Props, seed?: Uint8Array): Props {
    const handler = handlerOf(of.type);
    return named(handler?.autoName, of.name, news, olds, seed);
  }

  /** @param ignoreChanges names of properties whose changes count for nothing */
  diff(of: Identity, olds: Props, news: Props, ignoreChanges: readonly string[] = []): Difference {
    const handler = handlerOf(of.type);
    const before = withoutNotes(olds);
    const after = withoutNotes(news);
    const ignored = new Set(ignoreChanges.map((path) => path.split(/[.[]/)[0] ?? path));
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !ignored.has(key));
    const added = keys.filter((key) => absent(before[key]) && !absent(after[key]));
    const removed = keys.filter((key) => !absent(before[key]) && absent(after[key]));
    const changed = keys.filter(
      (key) =>
        !absent(before[key]) &&
        !absent(after[key]) &&
        !isDeepStrictEqual(comparable(before[key]), comparable(after[key])),
    );
    const all = [...added, ...changed, ...removed];
    const replaces = handler ? all.filter((key) => isReplacing(handler, key)) : [];
    const property = handler?.autoName?.property;
    const fixedName = property !== undefined && !isAutoNamed(news, property) && !changed.includes(property);
    const deleteBeforeReplace = replaces.length > 0 && (fixedName || handler?.single === true);
    return { added, changed, removed, replaces, deleteBeforeReplace };
  }

  /** Outputs that an update leaves unknown until it is done. */
  volatile(type: string): readonly string[] {
    return handlerOf(type)?.volatile ?? [];
  }

  async create(of: Identity, inputs: Props): Promise<Outcome> {
    const handler = handlerOf(of.type);
    if (!handler) return this.madeUp(of, inputs);
    const { id, outputs } = await this.about(of, () =>
      handler.create({ name: of.name, inputs: new Inputs(withoutNotes(inputs)) }, this.context),
    );
    return { id, outputs: { ...this.common(of, inputs), ...outputs }, emulated: true };
  }

  /** @param state the resource's properties as they were, inputs among them */
  async update(of: Identity, id: string, state: Props, inputs: Props): Promise<Outcome> {
    const handler = handlerOf(of.type);
    if (!handler) return this.madeUp(of, inputs);
    const existing = this.existing(of, id, state, inputs);
    const outputs = handler.update
      ? await this.about(of, async () => handler.update?.(existing, this.context) ?? {})
      : outputsIn(state, inputs);
    return { id, outputs: { ...this.common(of, inputs), ...outputs }, emulated: true };
  }

  /** @returns false where the resource is gone */
  async exists(of: Identity, id: string, state: Props, inputs: Props): Promise<boolean> {
    const handler = handlerOf(of.type);
    if (!handler?.exists) return true;
    const existing = this.existing(of, id, state, inputs);
    return this.about(of, async () => (await handler.exists?.(existing, this.context)) ?? true);
  }

  async delete(of: Identity, id: string, state: Props, inputs: Props): Promise<void> {
    const handler = handlerOf(of.type);
    const existing = this.existing(of, id, state, inputs);
    if (handler?.delete) await this.about(of, async () => handler.delete?.(existing, this.context));
  }

  /** @throws ProviderError for a function whose answer only AWS knows */
  invoke(token: string, args: Props): Props {
    const answer = answerInvoke(token, args, this.options.place);
    if ("result" in answer) return answer.result;
    throw new ProviderError(`${token} can't be answered with no cloud: ${answer.reason}`);
  }

  close(): void {
    for (const client of this.clients.values()) client.destroy();
    this.clients.clear();
  }

  private madeUp(of: Identity, inputs: Props): Outcome {
    const made = this.symbolic.valuesOf({ ...this.options.place, ...of, inputs: withoutNotes(inputs) });
    const outputs = { ...this.common(of, inputs), ...made?.outputs };
    return { id: made?.id ?? of.name, outputs, emulated: false };
  }

  private common({ type }: Identity, inputs: Props): Props {
    const tags = isProps(inputs.tags) ? inputs.tags : undefined;
    const { defaultTags, place } = this.options;
    return {
      ...(type.startsWith("aws:") && inputs.region === undefined ? { region: place.region } : {}),
      ...(tags || defaultTags ? { tagsAll: { ...defaultTags, ...tags } } : {}),
    };
  }

  private existing({ name }: Identity, id: string, state: Props, inputs: Props): Existing {
    return { id, name, state, inputs: new Inputs(withoutNotes(inputs)) };
  }

  /** Says of an SDK's error which resource it is about. */
  private async about<T>({ name, type }: Identity, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const said =
        error instanceof Error ? `${error.name === "ProviderError" ? "" : `${error.name}: `}${error.message}` : error;
      throw new ProviderError(`${name} (${type}): ${said}`);
    }
  }
}

function isReplacing(handler: ResourceHandler, key: string): boolean {
  if (handler.ignored?.includes(key)) return false;
  return handler.update ? (handler.replaceOn?.includes(key) ?? false) : true;
}

function absent(value: Plain | undefined): boolean {
  return value === undefined || value === null;
}

function comparable(value: Plain | undefined): Plain {
  return value === undefined ? null : withHashes(value);
}

/** Properties of a state that are no inputs. */
function outputsIn(state: Props, inputs: Props): Props {
  return Object.fromEntries(Object.entries(state).filter(([key]) => !(key in inputs)));
}
