import type { WireMap, WireValue } from "../child/analysis";
import type { Registration } from "./resource-table";
import { makeUrn, packageOf, providerType } from "./urn";
import { secret, unknownValue } from "./wire";

/** What a resource says of the provider that it wants where it names none. */
export interface ProviderWish {
  package: string;
  version: string;
  pluginDownloadUrl: string;
}

/** A package that the program registered: a parameterized provider under a name of its own. */
export interface RegisteredPackage extends ProviderWish {
  /** Name and version that the parameters give. */
  parameterization?: { name: string; version: string };
}

/** The providers that the engine makes by itself: one for each package, version and download URL. */
export class DefaultProviders {
  private readonly made = new Map<string, Registration>();
  private readonly packages = new Map<string, RegisteredPackage>();

  constructor(
    private readonly stack: {
      project: string;
      stack: string;
      config: Record<string, string>;
      secretKeys: string[];
    },
    private readonly register: (provider: Registration) => void,
  ) {}

  /** @returns the reference that later requests give */
  addPackage(wish: RegisteredPackage): string {
    const reference = `${wish.package}-${this.packages.size + 1}`;
    this.packages.set(reference, wish);
    return reference;
  }

  /** The provider of a token's package; registers it when it is first asked for. */
  get(token: string, wish: Omit<ProviderWish, "package">, packageRef: string): Registration {
    const registered = this.packages.get(packageRef);
    const name = registered?.parameterization?.name ?? registered?.package ?? packageOf(token);
    const version = registered?.parameterization?.version ?? registered?.version ?? wish.version;
    const url = registered?.pluginDownloadUrl ?? wish.pluginDownloadUrl;
    const key = `${name}\n${version}\n${url}`;
    let provider = this.made.get(key);
    if (!provider) {
      provider = this.make(name, version, url);
      this.made.set(key, provider);
      this.register(provider);
    }
    return provider;
  }

  private make(pkg: string, version: string, url: string): Registration {
    const type = providerType(pkg);
    const name = defaultName(version, url);
    const inputs = this.configOf(pkg);
    if (version !== "") {
      inputs.version = version;
    }
    if (url !== "") {
      inputs.__internal = { pluginDownloadURL: url };
    }
    return {
      urn: makeUrn(this.stack, type, name, ""),
      type,
      name,
      parent: "",
      custom: true,
      kind: "provider",
      origin: "program",
      position: undefined,
      inputs,
      outputs: inputs,
      symbolic: [],
      dependencies: [],
      propertyDependencies: {},
      options: { protect: false, ignoreChanges: [], aliases: [], additionalSecretOutputs: [] },
      inherited: {
        protect: undefined,
        retainOnDelete: undefined,
        deletedWith: "",
        provider: "",
        providers: undefined,
      },
    };
  }

  private configOf(pkg: string): WireMap {
    const prefix = `${pkg}:`;
    const inputs: WireMap = {};
    for (const [key, text] of Object.entries(this.stack.config)) {
      if (key.startsWith(prefix)) {
        const value: WireValue = text;
        inputs[key.slice(prefix.length)] = this.stack.secretKeys.includes(key) ? secret(value) : value;
      }
    }
    return inputs;
  }
}

/** `default_7_48_0`, as the engine calls it. */
function defaultName(version: string, url: string): string {
  const [core = "", ...rest] = version.split(/[-+]/);
  const parts = version === "" ? [] : [...core.split("."), ...rest.flatMap((part) => part.split("."))];
  return ["default", ...parts, ...(url === "" ? [] : [url.replace(/[^A-Za-z0-9_.-]/g, "_")])].join("_");
}

/** A provider reference as the wire has it. */
export function providerReference(provider: Registration): string {
  return `${provider.urn}::${unknownValue}`;
}

/** The URN of a provider reference. */
export function urnOfReference(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}
