import type { Method } from "./frames";
import { FieldReader } from "./protobuf";
import { readStruct } from "./struct-reader";

/** Field of a resource's properties, in `AnalyzeRequest` as in `AnalyzerResource`. */
const propertiesField = 2;
/** Field of the resources in `AnalyzeStackRequest`. */
const resourcesField = 1;

/**
 * Reads a request as the SDK's own reader does, but for resources' properties: those are read when a policy asks for them, and
 * straight into what policies get, where the SDK makes messages of them first.
 *
 * @param deserialize the SDK's reader
 */
export function readRequest(method: Method, body: Buffer, deserialize: (bytes: Buffer) => unknown): unknown {
  switch (method) {
    case "analyze":
    case "remediate": {
      const { rest, properties } = withoutProperties(new FieldReader(body), body);
      return withReader(deserialize(rest), properties);
    }
    case "analyzeStack":
      return readStack(body, deserialize);
    default:
      return deserialize(body);
  }
}

function readStack(body: Buffer, deserialize: (bytes: Buffer) => unknown): unknown {
  const pieces: Buffer[] = [];
  const properties: (FieldReader | undefined)[] = [];
  const field = new FieldReader(body);
  for (let start = 0; field.next(); start = field.end) {
    if (field.number !== resourcesField) {
      pieces.push(body.subarray(start, field.end));
      continue;
    }
    const resource = withoutProperties(field.nested(), body, field.start);
    properties.push(resource.properties);
    pieces.push(prefix(resourcesField, resource.rest.length), resource.rest);
  }
  const request = deserialize(Buffer.concat(pieces));
  const list: unknown = Reflect.apply(Reflect.get(Object(request), "getResourcesList"), request, []);
  if (!Array.isArray(list)) throw new TypeError("the SDK reads no resources of a stack");
  for (let place = 0; place < list.length; place++) withReader(list[place], properties[place]);
  return request;
}

/** @param at where the message begins */
function withoutProperties(message: FieldReader, body: Buffer, at = 0): { rest: Buffer; properties?: FieldReader } {
  const pieces: Buffer[] = [];
  let properties: FieldReader | undefined;
  for (let start = at; message.next(); start = message.end) {
    if (message.number === propertiesField) properties = message.nested();
    else pieces.push(body.subarray(start, message.end));
  }
  return { rest: Buffer.concat(pieces), properties };
}

/** Gives a message its properties; one that came with none has none. */
function withReader(message: unknown, properties: FieldReader | undefined): unknown {
  if (properties) {
    let read: Record<string, unknown> | undefined;
    const toJavaScript = (): Record<string, unknown> => {
      read ??= readStruct(properties);
      return read;
    };
    const given = { toJavaScript };
    Reflect.set(Object(message), "getProperties", () => given);
  }
  return message;
}

/** What stands before a field of so many bytes. */
function prefix(field: number, length: number): Buffer {
  const bytes = [(field << 3) | 2];
  let rest = length;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  bytes.push(rest);
  return Buffer.from(bytes);
}
