import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { EncodingError } from "./encoding";
import type { JournalItem } from "./journal-item";
import { isRecord, member } from "./values";

/** An item of the journal as DynamoDB writes it in JSON: each value under its type, bytes as base64. */
export type JournalImage = Record<string, unknown>;

/**
 * The item out of a Kinesis record, whose data is a record of the journal's DynamoDB stream as JSON.
 * @param data base64, as Lambda gets it
 * @throws EncodingError where it is none
 */
export function imageOf(data: string): JournalImage {
  const text = Buffer.from(data, "base64").toString("utf8");
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    throw new EncodingError(`a record of the stream is not JSON: ${JSON.stringify(text.slice(0, 80))}`);
  }
  const image = member(member(record, "dynamodb"), "NewImage");
  if (isRecord(image)) return image;
  throw new EncodingError(`a record of the stream has no dynamodb.NewImage: ${text.slice(0, 80)}`);
}

/** The item of an image, with plain values. @throws EncodingError where a value is not as DynamoDB writes it */
export function itemOfImage(image: JournalImage): JournalItem {
  return unmarshall(Object.fromEntries(Object.entries(image).map(([name, value]) => [name, attribute(name, value)])));
}

/** An event's values are texts, numbers and bytes. */
function attribute(name: string, value: unknown): AttributeValue {
  const { S, N, B } = isRecord(value) ? value : {};
  if (typeof S === "string") return { S };
  if (typeof N === "string") return { N };
  if (typeof B === "string") return { B: Buffer.from(B, "base64") };
  throw new EncodingError(
    `${name} of a journal item is ${JSON.stringify(value)}: it has to be a text, a number or bytes`,
  );
}
