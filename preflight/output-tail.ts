/** Keeps the last bytes of what a process printed, however much that is. */
export class OutputTail {
  private chunks: Buffer[] = [];
  private size = 0;
  private dropped = false;

  /** @param limit bytes that are kept */
  constructor(private readonly limit = 1 << 20) {}

  add(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.size += chunk.length;
    if (this.size > this.limit * 2) {
      const all = Buffer.concat(this.chunks);
      this.chunks = [Buffer.from(all.subarray(all.length - this.limit))];
      this.size = this.limit;
      this.dropped = true;
    }
  }

  /** All that is kept; its first line says so where something was dropped. */
  text(): string {
    const text = Buffer.concat(this.chunks).toString("utf8");
    return this.dropped ? `… earlier output was dropped …\n${text.slice(text.indexOf("\n") + 1)}` : text;
  }

  /** The last lines that are not empty. */
  lines(count: number): string[] {
    return this.text()
      .split("\n")
      .filter((line) => line.trim() !== "")
      .slice(-count);
  }
}
