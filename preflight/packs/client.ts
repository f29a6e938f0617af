import type { PackAnnouncement } from "../child/messages";
import type { EnforcementLevel, Severity } from "../model";
import { expandSettings } from "../settings/expand";
import { type AskedPolicies, answerOf, type PackAnswer } from "./answers";
import { type EffectiveConfig, effectiveConfigs, type PolicyConfigs, type PolicyDescription } from "./config";
import { describe } from "./description";
import { enforcementNamed, levelOf, numberOf } from "./levels";

type AnalyzerGrpc = typeof import("@pulumi/pulumi/proto/analyzer_grpc_pb");
type AnalyzerMessages = typeof import("@pulumi/pulumi/proto/analyzer_pb");
type Grpc = typeof import("@grpc/grpc-js");
type Empties = typeof import("google-protobuf/google/protobuf/empty_pb");
type Structs = typeof import("google-protobuf/google/protobuf/struct_pb");

/** What the Pulumi engine allows a message to be, in bytes; the packs' server takes the same. */
const maxMessageBytes = 400 * 1024 * 1024;

/** `UNIMPLEMENTED` of gRPC: the pack's SDK is too old for a call, which is then left out, as the engine does. */
const unimplemented = 12;

/** The modules of the program's SDK that speak the Analyzer protocol. */
export class AnalyzerProtocol {
  readonly services: AnalyzerGrpc;
  readonly messages: AnalyzerMessages;
  readonly grpc: Grpc;
  readonly structs: Structs;
  readonly empties: Empties;

  /** @param sdk a `require` that resolves as `@pulumi/pulumi` itself does */
  constructor(sdk: NodeJS.Require) {
    this.services = sdk("@pulumi/pulumi/proto/analyzer_grpc_pb");
    this.messages = sdk("@pulumi/pulumi/proto/analyzer_pb");
    this.grpc = sdk("@grpc/grpc-js");
    this.structs = sdk("google-protobuf/google/protobuf/struct_pb");
    this.empties = sdk("google-protobuf/google/protobuf/empty_pb");
  }
}

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

/** A remediation as a policy answered it. */
export interface RemediationAnswer {
  policy: string;
  /** All inputs as they should be; absent where there is just a diagnostic. */
  properties?: Record<string, unknown>;
  diagnostic: string;
}

/** What a pack is, known once it is connected. */
export interface PackInfo {
  name: string;
  version: string;
  policies: Map<string, Policy>;
}

type Answer<T> = (error: { code: number; details: string } | null, value: T | undefined) => void;

/** A failed call, in the words of the pack. */
export class PackCallError extends Error {
  constructor(
    /** Status code of gRPC. */
    readonly code: number,
    details: string,
  ) {
    super(details);
  }
}

/** The connection to one policy pack. */
export class PackClient {
  private readonly client: InstanceType<AnalyzerGrpc["AnalyzerClient"]>;
  /** What the policies are configured to; undefined for a pack that takes no configuration. */
  private configs: Record<string, EffectiveConfig> | undefined;
  /** The policies as the pack describes them, once it is connected. */
  described: PolicyDescription[] = [];

  constructor(
    private readonly protocol: AnalyzerProtocol,
    private readonly announcement: PackAnnouncement,
  ) {
    this.client = new protocol.services.AnalyzerClient(
      `127.0.0.1:${announcement.port}`,
      protocol.grpc.credentials.createInsecure(),
      {
        "grpc.max_send_message_length": maxMessageBytes,
        "grpc.max_receive_message_length": maxMessageBytes,
        "grpc.enable_http_proxy": 0,
        "grpc.use_local_subchannel_pool": 1,
      },
    );
  }

  /**
   * Does what the engine does before the first resource: hands over the stack, asks for the policies, configures them.
   * @throws an error where the pack answers with one, or the configuration does not fit its schema
   */
  async connect(stack: StackDescription): Promise<PackInfo> {
    const { messages, empties } = this.protocol;
    const handshake = new messages.AnalyzerHandshakeRequest();
    handshake.setRootDirectory(this.announcement.directory);
    handshake.setProgramDirectory(this.announcement.directory);
    await optional(call<unknown>((done) => this.client.handshake(handshake, done)));
    await optional(call<unknown>((done) => this.client.configureStack(this.stackRequest(stack), done)));
    const info = await call<InstanceType<AnalyzerMessages["AnalyzerInfo"]>>((done) =>
      this.client.getAnalyzerInfo(new empties.Empty(), done),
    );
    const announced = info.getPoliciesList().map((policy) => ({ policy, description: describe(policy) }));
    this.described = announced.map(({ description }) => description);
    const policies = new Map<string, Policy>();
    for (const { policy, description } of announced) {
      const { name, enforcementLevel, severity, tags } = description;
      policies.set(name, {
        name,
        kind: policyKind(policy.getPolicyType()),
        enforcement: enforcementLevel,
        severity,
        // Absent in the messages of older versions of the SDK.
        displayName: policy.getDisplayname?.() ?? "",
        description: policy.getDescription(),
        tags,
        remediationSteps: policy.getRemediationSteps(),
        url: policy.getUrl(),
      });
    }
    if (info.getSupportsconfig()) {
      const initial: PolicyConfigs = {};
      info.getInitialconfigMap().forEach((config, name) => {
        initial[name] = {
          enforcementLevel: levelOf(config.getEnforcementlevel()),
          properties: config.getProperties()?.toJavaScript() ?? {},
        };
      });
      const { config, settings } = this.announcement;
      const expanded = settings ? expandSettings(settings, this.described, info.getName()) : {};
      const configs = effectiveConfigs(this.described, initial, expanded, config);
      for (const [name, config] of Object.entries(configs)) {
        const policy = policies.get(name);
        if (policy) {
          policy.enforcement = enforcementNamed(config.enforcementLevel) ?? policy.enforcement;
        }
      }
      await this.configure(configs);
      this.configs = configs;
    }
    return { name: info.getName(), version: this.announcement.version || info.getVersion(), policies };
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
    return this.raw("/pulumirpc.Analyzer/Analyze", request, asked);
  }

  /**
   * Runs the stack policies over one encoded `AnalyzeStackRequest`.
   * @param asked those that run
   */
  async analyzeStack(request: Uint8Array, asked: AskedPolicies): Promise<PackAnswer> {
    const answer = await optional(this.raw("/pulumirpc.Analyzer/AnalyzeStack", request, asked));
    return answer ?? { diagnostics: [], held: [], exempted: [] };
  }

  /** Runs the remediations over one encoded `AnalyzeRequest`. */
  async remediate(request: Uint8Array): Promise<RemediationAnswer[]> {
    const { messages } = this.protocol;
    const response = await optional(
      call<InstanceType<AnalyzerMessages["RemediateResponse"]>>((done) =>
        this.client.makeUnaryRequest(
          "/pulumirpc.Analyzer/Remediate",
          asBuffer,
          (bytes: Buffer) => messages.RemediateResponse.deserializeBinary(bytes),
          request,
          done,
        ),
      ),
    );
    return (response?.getRemediationsList() ?? []).map((remediation) => ({
      policy: remediation.getPolicyname(),
      properties: remediation.getProperties()?.toJavaScript(),
      diagnostic: remediation.getDiagnostic(),
    }));
  }

  close(): void {
    this.client.close();
  }

  private raw(path: string, request: Uint8Array, asked: AskedPolicies): Promise<PackAnswer> {
    return call<PackAnswer>((done) =>
      this.client.makeUnaryRequest(path, asBuffer, (bytes: Buffer) => answerOf(bytes, asked), request, done),
    );
  }

  private stackRequest(stack: StackDescription) {
    const request = new this.protocol.messages.AnalyzerStackConfigureRequest();
    request.setProject(stack.project);
    request.setStack(stack.stack);
    request.setOrganization(stack.organization);
    request.setDryRun(true);
    request.setConfigSecretKeysList(stack.secretKeys);
    for (const [key, value] of Object.entries(stack.config)) {
      request.getConfigMap().set(key, value);
    }
    for (const [key, value] of Object.entries(stack.stackTags)) {
      request.getTagsMap().set(key, value);
    }
    return request;
  }

  private async configure(configs: Record<string, EffectiveConfig>): Promise<void> {
    const { messages, structs } = this.protocol;
    const request = new messages.ConfigureAnalyzerRequest();
    for (const [name, { enforcementLevel, properties }] of Object.entries(configs)) {
      const config = new messages.PolicyConfig();
      config.setEnforcementlevel(numberOf(enforcementLevel));
      config.setProperties(structs.Struct.fromJavaScript(JSON.parse(JSON.stringify(properties))));
      request.getPolicyconfigMap().set(name, config);
    }
    await call<unknown>((done) => this.client.configure(request, done));
  }
}

function policyKind(number: number): Policy["kind"] {
  return number === 1 ? "resource" : number === 2 ? "stack" : "unknown";
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function call<T>(start: (done: Answer<T>) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => {
      if (error) {
        reject(new PackCallError(error.code, error.details));
      } else if (value === undefined) {
        reject(new PackCallError(2, "it gave no answer"));
      } else {
        resolve(value);
      }
    });
  });
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
