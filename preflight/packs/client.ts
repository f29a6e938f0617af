import type { WireMap } from "../child/analysis";
import type { PackAnnouncement } from "../child/messages";
import type { EnforcementLevel, Severity } from "../model";
import { expandSettings } from "../settings/expand";
import { announcedIn } from "./announced";
import { type AskedPolicies, answerOf, type PackAnswer, type RemediationAnswer, remediationsIn } from "./answers";
import { type Channel, openChannel, PackCallError } from "./channel";
import { type EffectiveConfig, effectiveConfigs, ignoredSettings, type PolicyDescription } from "./config";
import type { Method } from "./frames";
import { enforcementNamed, numberOf } from "./levels";
import { configureRequest, configureStackRequest, handshakeRequest } from "./messages";

type Grpc = typeof import("@grpc/grpc-js");

/** `UNIMPLEMENTED` of gRPC: the pack's SDK is too old for a call, which is then left out, as the engine does. */
const unimplemented = 12;

/** What the policies of a stack can know of it. */
export interface StackDescription {
  project: string;
  stack: string;
  organization: string;
  config: Record<string, string>;
  secretKeys: string[];
  stackTags: Record<string, string>;
}

/** One policy as the pack describes it, with the enforcement that it runs at. */
export interface Policy {
  name: string;
  kind: "resource" | "stack" | "unknown";
  enforcement: EnforcementLevel;
  severity: Severity;
  displayName: string;
  description: string;
  tags: string[];
  remediationSteps: string;
  url: string;
}

/** What a pack is, known once it is connected. */
export interface PackInfo {
  name: string;
  version: string;
  policies: Map<string, Policy>;
  /** What a reader of the report has to know of its configuration. */
  notes: string[];
}

/** The connection to one policy pack. */
export class PackClient {
  private channel: Promise<Channel> | undefined;
  /** What the policies are configured to; undefined for a pack that takes no configuration. */
  private configs: Record<string, EffectiveConfig> | undefined;
  /** The policies as the pack describes them, once it is connected. */
  described: PolicyDescription[] = [];

  /** @param sdk a `require` that resolves as `@pulumi/pulumi` itself does; few packs need something of it */
  constructor(
    private readonly sdk: NodeJS.Require,
    private readonly announcement: PackAnnouncement,
  ) {}

  /**
   * Does what the engine does before the first resource: hands over the stack, asks for the policies, configures them.
   * @throws an error where the pack answers with one, or the configuration does not fit its schema
   */
  async connect(stack: StackDescription): Promise<PackInfo> {
    await optional(this.call("handshake", handshakeRequest(this.announcement.directory)));
    await optional(this.call("configureStack", configureStackRequest(stack)));
    const { name, version, policies, ...info } = announcedIn(await this.call("getAnalyzerInfo", new Uint8Array()));
    this.described = policies;
    const known = new Map<string, Policy>();
    for (const { schema: _, enforcementLevel, ...policy } of policies) {
      known.set(policy.name, { ...policy, enforcement: enforcementLevel });
    }
    const { config, settings } = this.announcement;
    if (info.supportsConfig) {
      const expanded = settings ? expandSettings(settings, policies, name) : {};
      const configs = effectiveConfigs(policies, info.initialConfig, expanded, config);
      for (const policy of known.values()) {
        policy.enforcement = enforcementNamed(configs[policy.name]?.enforcementLevel ?? "") ?? policy.enforcement;
      }
      await this.configure(configs);
      this.configs = configs;
    }
    return {
      name,
      version: this.announcement.version || version,
      policies: known,
      notes: ignoredSettings(policies, config),
    };
  }

  /** From now on just these policies run, where the pack can be configured. */
  async restrict(policies: string[]): Promise<void> {
    if (this.configs) {
      const restricted = Object.entries(this.configs).map(([name, config]) => [
        name,
        policies.includes(name) ? config : { ...config, enforcementLevel: "disabled" },
      ]);
      await this.configure(Object.fromEntries(restricted));
    }
  }

  /**
   * Runs the resource policies over one encoded `AnalyzeRequest`.
   * @param asked those that run
   */
  analyze(request: Uint8Array, asked: AskedPolicies): Promise<PackAnswer> {
    return this.ask("analyze", request, asked);
  }

  /**
   * Runs the stack policies over one encoded `AnalyzeStackRequest`.
   * @param asked those that run
   */
  async analyzeStack(request: Uint8Array, asked: AskedPolicies): Promise<PackAnswer> {
    const answer = await optional(this.ask("analyzeStack", request, asked));
    return answer ?? { diagnostics: [], held: [], exempted: [] };
  }

  /** Runs the remediations over one encoded `AnalyzeRequest`. */
  async remediate(request: Uint8Array): Promise<RemediationAnswer[]> {
    const bytes = await optional(this.call("remediate", request));
    return bytes ? remediationsIn(bytes) : [];
  }

  close(): void {
    void this.channel?.then((channel) => channel.close());
  }

  private async ask(method: Method, request: Uint8Array, asked: AskedPolicies): Promise<PackAnswer> {
    return answerOf(await this.call(method, request), asked);
  }

  private async call(method: Method, request: Uint8Array): Promise<Buffer> {
    this.channel ??= openChannel(this.announcement.port, (): Grpc => this.sdk("@grpc/grpc-js"));
    return (await this.channel).call(method, request);
  }

  private async configure(configs: Record<string, EffectiveConfig>): Promise<void> {
    const request = configureRequest(
      Object.entries(configs).map(([name, { enforcementLevel, properties }]) => {
        const plain: WireMap = JSON.parse(JSON.stringify(properties));
        return [name, numberOf(enforcementLevel), plain];
      }),
    );
    await this.call("configure", request);
  }
}

async function optional<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof PackCallError && error.code === unimplemented) {
      return undefined;
    }
    throw error;
  }
}
