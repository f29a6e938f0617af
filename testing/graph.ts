import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { MockCallArgs, MockCallResult, MockResourceArgs, MockResourceResult } from "@pulumi/pulumi/runtime/mocks";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

/** One resource that a program registered. */
export interface RecordedResource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** URN of the parent; empty for what hangs on the stack. */
  readonly parent: string;
  /** Inputs as the provider would get them. A value that is unknown, or is made from one, reads {@link UNKNOWN}. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** URNs that each input property depends on. */
  readonly propertyDependencies: Readonly<Record<string, string[]>>;
}

/** Options of {@link graph}. */
export interface GraphOptions {
  /** Run as a first preview: ids and other outputs are unknown. @default false */
  preview?: boolean;
  /** Availability zones of the region. @default eu-central-1a, -1b, -1c */
  zones?: string[];
  /** Outputs that AWS would give, by type token, beside the `arn`, `name` and `dnsName` that every resource gets. */
  outputs?: Record<string, Record<string, unknown>>;
  /** Stack name. @default "test" */
  stack?: string;
}

/** What an unknown value reads in a preview: the engine's own sentinel. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const REGION = "eu-central-1";
const ACCOUNT = "123456789012";

/** Makes `monitor` write down each registration that it answers. */
function record(monitor: MockMonitor, recorded: RecordedResource[], failures: Error[]): void {
  const answer = monitor.registerResource.bind(monitor);
  monitor.registerResource = async (
    request: RegisterResourceRequest,
    callback: (error: unknown, response: unknown) => void,
  ): Promise<void> => {
    if (request.getTransformsList().length > 0) {
      // The SDK's mocks would ignore them without a word, and the test would assert on the wrong inputs.
      const error = new Error(`${request.getType()} "${request.getName()}" has transforms, which mocks do not run`);
      failures.push(error);
      callback(error, undefined);
      return;
    }
    await answer(request, (error: unknown, response: { getUrn(): string } | undefined) => {
      if (response) {
        const propertyDependencies: Record<string, string[]> = {};
        for (const [key, urns] of request.getPropertydependenciesMap().entries()) {
          propertyDependencies[key] = urns.getUrnsList();
        }
        recorded.push({
          type: request.getType(),
          name: request.getName(),
          urn: response.getUrn(),
          parent: request.getParent(),
          inputs: request.getObject()?.toJavaScript() ?? {},
          propertyDependencies,
        });
      }
      callback(error, response);
    });
  };
}

class Mocks implements pulumi.runtime.Mocks {
  constructor(private readonly options: GraphOptions) {}

  newResource(args: MockResourceArgs): MockResourceResult {
    if (this.options.preview) return { id: undefined, state: args.inputs };
    const service = args.type.split(":")[1]?.split("/")[0] ?? "service";
    const made = {
      arn: `arn:aws:${service}:${REGION}:${ACCOUNT}:${args.name}`,
      name: args.name,
      dnsName: `${args.name}.example.internal`,
    };
    return { id: `${args.name}-id`, state: { ...made, ...this.options.outputs?.[args.type], ...args.inputs } };
  }

  call(args: MockCallArgs): MockCallResult {
    const names = this.options.zones ?? ["a", "b", "c"].map((zone) => `${REGION}${zone}`);
    switch (args.token) {
      case "aws:index/getRegion:getRegion":
        return { id: REGION, region: REGION, name: REGION };
      case "aws:index/getCallerIdentity:getCallerIdentity":
        return { id: ACCOUNT, accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root`, userId: ACCOUNT };
      case "aws:index/getPartition:getPartition":
        return { id: "aws", partition: "aws", dnsSuffix: "amazonaws.com" };
      case "aws:index/getAvailabilityZones:getAvailabilityZones":
        return { id: REGION, names };
      default:
        throw new Error(`the test graph has no answer for ${args.token}`);
    }
  }
}

/** What a piece of program registered, for assertions. */
export class TestGraph {
  constructor(readonly resources: readonly RecordedResource[]) {}

  /** How many resources of each type there are, without the stack and provider resources. */
  types(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { type } of this.resources) {
      if (type !== "pulumi:pulumi:Stack" && !type.startsWith("pulumi:providers:"))
        counts[type] = (counts[type] ?? 0) + 1;
    }
    return counts;
  }

  /** Every resource of one type, in the order of registration. */
  all(type: string): RecordedResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The one resource with this name, and of this type where more than one has the name. @throws where there is none or several. */
  one(name: string, type?: string): RecordedResource {
    const found = this.resources.filter(
      (resource) => resource.name === name && (type === undefined || resource.type === type),
    );
    const [resource] = found;
    if (resource === undefined || found.length > 1) {
      const seen = this.resources.map((one) => `${one.type} ${one.name}`).join("\n  ");
      throw new Error(
        `${found.length} resources are named "${name}"${type ? ` of type ${type}` : ""}; registered:\n  ${seen}`,
      );
    }
    return resource;
  }

  /** An input that holds a JSON document, parsed. @throws where it is no text or no JSON. */
  json(name: string, property: string, type?: string): unknown {
    const value = this.one(name, type).inputs[property];
    if (typeof value !== "string") throw new Error(`${name}.${property} is ${JSON.stringify(value)}, no JSON text`);
    return JSON.parse(value);
  }

  /** @throws where one of the inputs is unknown or holds an unknown. */
  assertKnown(name: string, properties: string[], type?: string): void {
    for (const property of properties) {
      const text = JSON.stringify(this.one(name, type).inputs[property] ?? null);
      if (text.includes(UNKNOWN)) throw new Error(`${name}.${property} is unknown at preview: ${text}`);
    }
  }
}

/**
 * Runs a piece of program against a recording monitor and returns what it registered, once everything is.
 * @throws what the program throws; an error where a transform was given, which mocks can't run.
 */
export async function graph(program: () => unknown, options: GraphOptions = {}): Promise<TestGraph> {
  const mocks = new Mocks(options);
  await pulumi.runtime.setMocks(mocks, "project", options.stack ?? "test", options.preview ?? false, "organization");
  const recorded: RecordedResource[] = [];
  const failures: Error[] = [];
  const monitor: unknown = pulumi.runtime.getMonitor();
  if (!(monitor instanceof MockMonitor))
    throw new Error("this version of @pulumi/pulumi has other mocks than setMocks made");
  record(monitor, recorded, failures);
  // An error inside `.apply` rejects outputs that nobody awaits: a real run ends on it, so a test has to as well.
  const onRejection = (error: unknown) => failures.push(error instanceof Error ? error : new Error(String(error)));
  process.on("unhandledRejection", onRejection);
  try {
    await pulumi.runtime.runInPulumiStack(async () => {
      await program();
    });
    await pulumi.runtime.disconnect();
  } catch (error) {
    // What a refused program had under way already must not end up in the next graph.
    await pulumi.runtime.disconnect().catch(() => undefined);
    throw error;
  } finally {
    await new Promise((resolve) => setImmediate(resolve));
    process.removeListener("unhandledRejection", onRejection);
  }
  const [failure] = failures;
  if (failure) throw failure;
  return new TestGraph(recorded);
}
