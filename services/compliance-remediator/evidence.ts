import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Evidence } from "./ports";

/** Two writers at once: S3 refuses one of them and asks for another try. */
const TRIES = 3;

/** {@link Evidence} in a bucket; "If-None-Match: *" keeps S3 from writing over what is there. */
export class S3Evidence implements Evidence {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async put(key: string, content: unknown): Promise<"written" | "existed"> {
    const command = new PutObjectCommand({
      Bucket: this.#bucket,
      Key: key,
      Body: JSON.stringify(content, null, 2),
      ContentType: "application/json",
      IfNoneMatch: "*",
    });
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#client.send(command);
        return "written";
      } catch (error) {
        const name = error instanceof Error ? error.name : "";
        if (name === "PreconditionFailed") return "existed";
        if (name !== "ConditionalRequestConflict" || attempt >= TRIES) throw error;
      }
    }
  }
}
