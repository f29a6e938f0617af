import { setTimeout } from "node:timers/promises";
import { S3Client } from "@aws-sdk/client-s3";
import { MAX_ATTEMPTS } from "../../shared/attempts";
import { documents } from "../../shared/clients";
import { DynamoGenerations } from "../../shared/dynamo-generations";
import { DynamoProgress } from "../stores/dynamo-progress";
import { DynamoOrderViews } from "../stores/dynamo-views";
import { S3Archive } from "../stores/s3-archive";
import type { RebuildPorts } from "./rebuild";

/** Seconds between two looks at the archive for what it lacks. */
const PAUSE_SECONDS = 2;

export function s3Archive(bucket: string): S3Archive {
  return new S3Archive(new S3Client({ maxAttempts: MAX_ATTEMPTS }), bucket);
}

/** The archive and the read model of AWS. */
export function rebuildPorts(bucket: string, table: string): RebuildPorts {
  const client = documents();
  return {
    archive: s3Archive(bucket),
    views: new DynamoOrderViews(client, table),
    generations: new DynamoGenerations(client, table),
    progress: new DynamoProgress(client, table),
    pause: () => setTimeout(PAUSE_SECONDS * 1000),
  };
}

/** A moment as events have it: ISO 8601 in UTC with milliseconds. @throws Error where the text is no moment */
export function momentOf(text: string): string {
  const date = new Date(text);
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  throw new Error(`"${text}" is no moment: use ISO 8601, such as 2026-05-31T12:00:00Z`);
}
