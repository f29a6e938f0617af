import type { _Record as StreamRecord } from "@aws-sdk/client-dynamodb-streams";
import { isProps, type Plain, type Props } from "../provider/values";

/** A record of a DynamoDB stream as pipes and event source mappings hand it on: JSON, binary values as base64. */
export function recordOf(record: StreamRecord, streamArn: string, region: string): Props {
  const { dynamodb = {} } = record;
  const plain: unknown = JSON.parse(
    JSON.stringify({
      eventID: record.eventID,
      eventName: record.eventName,
      eventVersion: record.eventVersion ?? "1.1",
      eventSource: "aws:dynamodb",
      awsRegion: region,
      dynamodb: {
        ...dynamodb,
        ApproximateCreationDateTime: (dynamodb.ApproximateCreationDateTime?.getTime() ?? 0) / 1000,
        Keys: attributes(dynamodb.Keys),
        NewImage: attributes(dynamodb.NewImage),
        OldImage: attributes(dynamodb.OldImage),
      },
      eventSourceARN: streamArn,
    }),
  );
  return isProps(plain) ? plain : {};
}

/** DynamoDB's JSON of attribute values, with bytes as base64. */
function attributes(value: unknown): Plain | undefined {
  if (value === undefined) return undefined;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map((item) => attributes(item) ?? null);
  if (typeof value === "object" && value !== null) {
    const result: Props = {};
    for (const [key, item] of Object.entries(value)) {
      const plain = attributes(item);
      if (plain !== undefined) result[key] = plain;
    }
    return result;
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
