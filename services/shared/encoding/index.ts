import { avroEncoding } from "./avro";
import { type Encoding, EncodingError, EncodingName } from "./encoding";
import { jsonEncoding } from "./json";

export {
  type AvroField,
  type AvroRecord,
  type Encoding,
  EncodingError,
  EncodingName,
  type Schemas,
  type Upcaster,
} from "./encoding";

/** @throws EncodingError where there is no such encoding */
export function encodingOf(name: string): Encoding {
  if (name === EncodingName.Json) return jsonEncoding;
  if (name === EncodingName.Avro) return avroEncoding;
  throw new EncodingError(`there is no encoding "${name}": use json or avro`);
}
