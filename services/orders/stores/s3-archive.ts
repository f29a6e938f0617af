import { gunzipSync, gzipSync } from "node:zlib";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { ArchivedObject, ArchiveReader, ArchiveWriter } from "../ports/archive";

/** The archive in S3: gzipped lines. */
export class S3Archive implements ArchiveReader, ArchiveWriter {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  async put(key: string, lines: readonly string[]): Promise<void> {
    try {
      await this.client.send(
        new PutObjectCommand({
          Bucket: this.bucket,
          Key: key,
          Body: gzipSync(`${lines.join("\n")}\n`),
          ContentType: "application/x-ndjson",
          ContentEncoding: "gzip",
          // No second version of what is there.
          IfNoneMatch: "*",
        }),
      );
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "PreconditionFailed") throw error;
    }
  }

  async *list(prefix: string, after?: string): AsyncIterable<ArchivedObject> {
    let token: string | undefined;
    do {
      const page = await this.client.send(
        new ListObjectsV2Command({
          Bucket: this.bucket,
          Prefix: prefix,
          StartAfter: token === undefined ? after : undefined,
          ContinuationToken: token,
        }),
      );
      for (const { Key, LastModified } of page.Contents ?? []) {
        if (Key !== undefined) yield { key: Key, putAt: LastModified ?? new Date(0) };
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  async read(key: string): Promise<string[]> {
    const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    return gunzipSync(bytes)
      .toString("utf8")
      .split("\n")
      .filter((line) => line !== "");
  }
}
