import type { Method } from "./frames";
import { BackwardWriter, FieldReader } from "./protobuf";
import { readStruct } from "./struct-reader";

/** Fields of the properties, in messages about resources as in those about providers, and of a resource's provider. */
const propertiesField = 2;
const providerField = 6;
/** Field of the resources in `AnalyzeStackRequest`. */
const resourcesField = 1;

type Deserialize = (bytes: Buffer) => unknown;

/** Reads requests to a pack. */
export class RequestReader {
  /** Most resources of a program have the same provider, which is read once. */
  private readonly providers = new Map<string, unknown>();

  /** @param analyzeRequest the SDK's reader of `AnalyzeRequest` */
  constructor(private readonly analyzeRequest: Deserialize) {}

  /**
   * Reads a request as the SDK's own reader does, but for properties: those are read when a policy first asks for them, and
   * straight into what policies get a copy of, where the SDK makes messages of them first, and reads these for each policy.
   *
   * @param deserialize the SDK's reader
   */
  read(method: Method, body: Buffer, deserialize: Deserialize): unknown {
    switch (method) {
      case "analyze":
      case "remediate": {
        const parts = partsOf(body);
        return this.complete(deserialize(parts.rest), parts);
      }
      case "analyzeStack":
        return this.readStack(body, deserialize);
      default:
        return deserialize(body);
    }
  }

  private readStack(body: Buffer, deserialize: Deserialize): unknown {
    const pieces: Buffer[] = [];
    const resources: Parts[] = [];
    const field = new FieldReader(body);
    for (let start = 0; field.next(); start = field.end) {
      if (field.number !== resourcesField) {
        pieces.push(body.subarray(start, field.end));
        continue;
      }
      const parts = partsOf(body.subarray(field.start, field.end));
      resources.push(parts);
      pieces.push(prefix(resourcesField, parts.rest), parts.rest);
    }
    const request = deserialize(Buffer.concat(pieces));
    const list: unknown = Reflect.apply(Reflect.get(Object(request), "getResourcesList"), request, []);
    if (!Array.isArray(list)) throw new TypeError("the SDK reads no resources of a stack");
    for (const [place, parts] of resources.entries()) this.complete(list[place], parts);
    return request;
  }

  /** Gives a message what was taken out of it; one that came with none has none. */
  private complete(message: unknown, { properties, provider }: Parts): unknown {
    if (properties) {
      let read: Record<string, unknown> | undefined;
      const toJavaScript = (): Record<string, unknown> => {
        read ??= readStruct(properties);
        return read;
      };
      const given = { toJavaScript };
      Reflect.set(Object(message), "getProperties", () => given);
    }
    if (provider) {
      const known = this.provider(provider);
      Reflect.set(Object(message), "getProvider", () => known);
    }
    return message;
  }

  private provider(bytes: Buffer): unknown {
    const key = bytes.toString("latin1");
    if (!this.providers.has(key)) {
      const parts = partsOf(bytes);
      const request: unknown = this.analyzeRequest(Buffer.concat([prefix(providerField, parts.rest), parts.rest]));
      const provider: unknown = Reflect.apply(Reflect.get(Object(request), "getProvider"), request, []);
      this.providers.set(key, this.complete(provider, parts));
    }
    return this.providers.get(key);
  }
}

/** A message about a resource, or about a provider, in parts. */
interface Parts {
  /** All but the others. */
  rest: Buffer;
  properties?: FieldReader;
  provider?: Buffer;
}

function partsOf(message: Buffer): Parts {
  const pieces: Buffer[] = [];
  const parts: Omit<Parts, "rest"> = {};
  const field = new FieldReader(message);
  for (let start = 0; field.next(); start = field.end) {
    if (field.number === propertiesField) parts.properties = field.nested();
    else if (field.number === providerField) parts.provider = message.subarray(field.start, field.end);
    else pieces.push(message.subarray(start, field.end));
  }
  return { ...parts, rest: Buffer.concat(pieces) };
}

const prefixes = new BackwardWriter(16);

/** What stands before the content of a field. */
function prefix(field: number, { length }: Buffer): Buffer {
  prefixes.lengthPrefix(field, length);
  return prefixes.finish();
}
