/**
 * The little of the protobuf wire format that the Analyzer service's frequent messages need. Written by hand because
 * `google-protobuf` builds an object per property first: for ten thousand resources that is seconds, this is not.
 */

enum WireType {
  Varint = 0,
  Fixed64 = 1,
  LengthDelimited = 2,
  Fixed32 = 5,
}

/**
 * Writes a message from its end to its start, so that the length of every nested message is known when its prefix is
 * due. Repeated fields and map entries must therefore be written last first.
 */
export class BackwardWriter {
  private buffer: Buffer;
  private start: number;

  constructor(capacity = 4096) {
    this.buffer = Buffer.allocUnsafeSlow(capacity);
    this.start = capacity;
  }

  /** Bytes written so far; the difference of two marks is the length of what was written between them. */
  get mark(): number {
    return this.buffer.length - this.start;
  }

  /** A copy of what was written; the writer is empty afterwards and can be used again. */
  finish(): Buffer {
    // With a buffer of its own: one that is shared would be copied whole when it goes to another thread.
    const bytes = Buffer.allocUnsafeSlow(this.mark);
    this.buffer.copy(bytes, 0, this.start);
    this.start = this.buffer.length;
    return bytes;
  }

  string(field: number, value: string): void {
    const length = Buffer.byteLength(value);
    this.reserve(length);
    this.start -= length;
    this.buffer.write(value, this.start, length, "utf8");
    this.lengthPrefix(field, length);
  }

  /** Closes a nested message whose content was written since `mark`. */
  message(field: number, mark: number): void {
    this.lengthPrefix(field, this.mark - mark);
  }

  bool(field: number, value: boolean): void {
    this.varint(value ? 1 : 0);
    this.tag(field, WireType.Varint);
  }

  enum(field: number, value: number): void {
    this.varint(value);
    this.tag(field, WireType.Varint);
  }

  double(field: number, value: number): void {
    this.reserve(8);
    this.start -= 8;
    this.buffer.writeDoubleLE(value, this.start);
    this.tag(field, WireType.Fixed64);
  }

  /** What stands before content of so many bytes. */
  lengthPrefix(field: number, length: number): void {
    this.varint(length);
    this.tag(field, WireType.LengthDelimited);
  }

  private tag(field: number, type: WireType): void {
    this.varint((field << 3) | type);
  }

  private varint(value: number): void {
    let size = 1;
    for (let rest = value >>> 7; rest > 0; rest >>>= 7) {
      size++;
    }
    this.reserve(size);
    this.start -= size;
    let at = this.start;
    let rest = value;
    while (rest > 127) {
      this.buffer[at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.buffer[at] = rest;
  }

  private reserve(size: number): void {
    if (this.start >= size) {
      return;
    }
    const used = this.mark;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, used + size));
    this.buffer.copy(grown, grown.length - used, this.start);
    this.buffer = grown;
    this.start = grown.length - used;
  }
}

/**
 * Goes through the fields of a message in their order, and makes nothing of them that isn't asked for: answers of packs
 * have hundreds of thousands, of which few matter.
 */
export class FieldReader {
  /** Number of the field that {@link next} came to. */
  number = 0;
  /** Value of a varint field; 0 for the others. */
  value = 0;
  /** Where the content of a length-delimited field begins and ends; the same place for the others. */
  start = 0;
  end = 0;

  constructor(
    readonly message: Buffer,
    private at = 0,
    private readonly limit = message.length,
  ) {}

  /**
   * Moves on to the next field.
   * @returns false where there is none
   * @throws RangeError where the bytes are no protobuf message
   */
  next(): boolean {
    if (this.at >= this.limit) {
      return false;
    }
    const key = this.varint();
    this.number = Math.floor(key / 8);
    this.value = 0;
    let length = 0;
    switch (key % 8) {
      case WireType.Varint:
        this.value = this.varint();
        break;
      case WireType.Fixed64:
        this.at += 8;
        break;
      case WireType.LengthDelimited:
        length = this.varint();
        break;
      case WireType.Fixed32:
        this.at += 4;
        break;
      default:
        throw new RangeError(`field ${this.number} has wire type ${key % 8}, which is not known`);
    }
    this.start = this.at;
    this.end = this.at + length;
    if (this.end > this.limit) {
      throw new RangeError(`field ${this.number} says ${length} bytes, ${this.limit - this.start} are left`);
    }
    this.at = this.end;
    return true;
  }

  /** The field's content as text. */
  text(): string {
    return this.message.toString("utf8", this.start, this.end);
  }

  /** The field's content as a double; for a fixed64 field. */
  double(): number {
    return this.message.readDoubleLE(this.start - 8);
  }

  /** True where the field's content is these bytes. */
  reads(bytes: Buffer): boolean {
    const { message, start } = this;
    if (bytes.length !== this.end - start) {
      return false;
    }
    // From the end: names that are alike mostly begin alike. For so few bytes a loop is faster than a call.
    for (let i = bytes.length - 1; i >= 0; i--) {
      if (bytes[i] !== message[start + i]) {
        return false;
      }
    }
    return true;
  }

  /** The field's content as a message. */
  nested(): FieldReader {
    return new FieldReader(this.message, this.start, this.end);
  }

  private varint(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.at < this.limit ? this.message[this.at++] : undefined;
      if (byte === undefined) {
        throw new RangeError("the message ends within a number");
      }
      value += (byte & 127) * factor;
      if (byte < 128) {
        return value;
      }
      factor *= 128;
    }
  }
}
