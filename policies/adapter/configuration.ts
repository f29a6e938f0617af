import { ConfigureAnalyzerRequest, EnforcementLevel, type PolicyConfig } from "@pulumi/pulumi/proto/analyzer_pb";

/** What the engine configured one policy to. */
export interface PolicyConfiguration {
  readonly disabled: boolean;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What the engine configured the policies of the pack to, by name. */
export type PackConfiguration = ReadonlyMap<string, PolicyConfiguration>;

/** The engine's last message, and what it says once somebody has asked. */
let message: ConfigureAnalyzerRequest | undefined;
let configuration: PackConfiguration | undefined;
let listening = false;

/**
 * Begins to note what the engine configures the policies to. The policy SDK hands each policy its own part only, when it
 * runs: what one policy holds for all of them would come too late for those before it. The protocol library takes the
 * message apart, and the policy server reads it, through one function, which tells of the message here. Does nothing where
 * the library has no such function.
 */
export function noteConfiguration(): void {
  const original: unknown = Reflect.get(ConfigureAnalyzerRequest.prototype, "getPolicyconfigMap");
  if (listening || typeof original !== "function") {
    return;
  }
  listening = true;
  const getPolicies = ConfigureAnalyzerRequest.prototype.getPolicyconfigMap;
  ConfigureAnalyzerRequest.prototype.getPolicyconfigMap = function (...args) {
    message = this;
    configuration = undefined;
    return getPolicies.apply(this, args);
  };
}

/** What the policies are configured to: the same object until they are configured again; undefined before they are. */
export function packConfiguration(): PackConfiguration | undefined {
  if (message && !configuration) {
    const read = new Map<string, PolicyConfiguration>();
    const source = message;
    source.getPolicyconfigMap().forEach((policy, name) => {
      read.set(name, configurationOf(policy));
    });
    message = undefined;
    configuration = read;
  }
  return configuration;
}

function configurationOf(policy: PolicyConfig): PolicyConfiguration {
  return {
    disabled: policy.getEnforcementlevel() === EnforcementLevel.DISABLED,
    properties: policy.getProperties()?.toJavaScript() ?? {},
  };
}
