import type { Method } from "./frames";
import { FieldReader } from "./protobuf";
import { readStruct } from "./struct-reader";

/** Fields of a resource's properties and of its provider, in `AnalyzeRequest` as in `AnalyzerResource`. */
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
   * Reads a request as the SDK's own reader does, but for resources' properties: those are read when a policy asks for them, and
   * straight into what policies get, where the SDK makes messages of them first.
   *
   * @param deserialize the SDK's reader
   */
  read(method: Method, body: Buffer, deserialize: Deserialize): unknown {
    switch (method) {
      case "analyze":
      case "remediate": {
        const taken = partsOf(new FieldReader(body), body);
        return this.complete(deserialize(taken.rest), taken);
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
      const parts = partsOf(field.nested(), body, field.start);
      resources.push(parts);
      pieces.push(prefix(resourcesField, parts.rest.length), parts.rest);
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
      const request: unknown = this.analyzeRequest(bytes);
      this.providers.set(key, Reflect.apply(Reflect.get(Object(request), "getProvider"), request, []));
    }
    return this.providers.get(key);
  }
}

/** A message about a resource, in parts. */
interface Parts {
  /** All but the others. */
  rest: Buffer;
  properties?: FieldReader;
  /** With its field's prefix. */
  provider?: Buffer;
}

/** @param at where the message begins */
function partsOf(message: FieldReader, body: Buffer, at = 0): Parts {
  const pieces: Buffer[] = [];
  const parts: Omit<Parts, "rest"> = {};
  for (let start = at; message.next(); start = message.end) {
    const bytes = body.subarray(start, message.end);
    if (message.number === propertiesField) parts.properties = message.nested();
    else if (message.number === providerField) parts.provider = bytes;
    else pieces.push(bytes);
  }
  return { ...parts, rest: Buffer.concat(pieces) };
}

/** What stands before a field of so many bytes. */
function prefix(field: number, length: number): Buffer {
  const bytes = [(field << 3) | 2];
  let rest = length;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  bytes.push(rest);
  return Buffer.from(bytes);
}
