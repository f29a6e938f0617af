import type { NodeHttpHandler } from "@smithy/node-http-handler";
import type { Inputs, Props } from "./values";

/** Where a provider works. */
export interface Place {
  endpoint: string;
  region: string;
  account: string;
  partition: string;
  dnsSuffix: string;
}

/** How SDK clients are configured for the emulator. */
export interface ClientConfig {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  maxAttempts: number;
  forcePathStyle: boolean;
  /** HTTP/1.1. */
  requestHandler: NodeHttpHandler;
}

/** What handlers work with. */
export interface Context extends Place {
  /** Folders that functions find packages in that their runtime has in AWS. */
  nodePath: string;
  /** The client of a service; one of each. */
  client<T extends { destroy(): void }>(make: new (config: ClientConfig) => T): T;
}

/** A resource that exists. */
export interface Resource {
  /** Logical name. */
  name: string;
  inputs: Inputs;
}

/** A resource with what it was when it was last changed. */
export interface Existing extends Resource {
  id: string;
  /** Its properties, inputs among them. */
  state: Props;
}

export interface Made {
  id: string;
  outputs: Props;
}

/** How a physical name is made where the program gives none. */
export interface AutoName {
  property: string;
  /** Most characters. */
  max: number;
  /** Ends the name where the inputs say so. */
  suffix?: (inputs: Props) => string;
  /** Names are lower case. */
  lower?: boolean;
}

/** One resource type on the emulator. */
export interface ResourceHandler {
  autoName?: AutoName;
  /** Input properties that can't be changed in place. All, where there is no {@link update}. */
  replaceOn?: readonly string[];
  /** There can be one at a time: the old one goes before the new one comes. */
  single?: boolean;
  /** Outputs that an update may change, beside inputs; they are unknown while it is previewed. */
  volatile?: readonly string[];
  /** Inputs that the emulator need not know of: changing them is no work. */
  ignored?: readonly string[];
  create(resource: Resource, context: Context): Promise<Made>;
  /** @returns outputs that are no inputs */
  update?(resource: Existing, context: Context): Promise<Props>;
  /** @returns false where it is gone. Absent: it is taken to exist. */
  exists?(resource: Existing, context: Context): Promise<boolean>;
  delete?(resource: Existing, context: Context): Promise<void>;
}

/** Handlers by type token. */
export type Handlers = Readonly<Record<string, ResourceHandler>>;

const missing = /NotFound|NoSuch|NonExistent|DoesNotExist|ResourceNotFoundException|404/;

export function isMissing(error: unknown): boolean {
  return error instanceof Error && missing.test(error.name);
}

/** Waits for a call; one that says that the thing is gone is no failure. */
export async function unlessGone(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Whether a call finds its thing. */
export async function found(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/**
 * A setting of another resource: putting it is creating and updating it.
 * @param replaceOn what tells which resource it is of
 */
export function setting(
  replaceOn: readonly string[],
  put: (inputs: Inputs, context: Context) => Promise<string>,
  remove?: (inputs: Inputs, context: Context) => Promise<unknown>,
): ResourceHandler {
  return {
    replaceOn,
    create: async ({ inputs }, context) => ({ id: await put(inputs, context), outputs: {} }),
    update: async ({ inputs }, context) => {
      await put(inputs, context);
      return {};
    },
    delete: async ({ inputs }, context) => {
      if (remove) await unlessGone(remove(inputs, context));
    },
  };
}
