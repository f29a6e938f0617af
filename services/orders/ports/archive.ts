/** Objects of the archive, in the order of their keys. */
export interface ArchiveReader {
  /** @param after key that the answer begins behind */
  list(prefix: string, after?: string): AsyncIterable<ArchivedObject>;
  /** The lines of an object. */
  read(key: string): Promise<string[]>;
}

export interface ArchivedObject {
  readonly key: string;
  /** When it was put. S3 tells whole seconds. */
  readonly putAt: Date;
}

export interface ArchiveWriter {
  /** Puts an object once: where there is one of this name, it is of the same records. */
  put(key: string, lines: readonly string[]): Promise<void>;
}
