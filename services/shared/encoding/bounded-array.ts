import type { ForSchemaOptions, Schema } from "avsc";
import type { ArrayType, Tap } from "avsc/lib/types.js";

/**
 * Makes Avro's arrays so that corrupt bytes are refused at once: avsc reads as many items as a block says that it has, ten
 * million from four bytes, and only then finds that the buffer ended long before.
 * An item takes a byte at least; a schema with items that take none (`null`) is not for this.
 *
 * @returns a hook for avsc's `typeHook`
 */
export function boundedArrays(base: typeof ArrayType): ForSchemaOptions["typeHook"] {
  class BoundedArray extends base {
    override _read(tap: Tap): unknown[] {
      const items: unknown[] = [];
      for (let count = tap.readLong(); count !== 0; count = tap.readLong()) {
        if (count < 0) {
          count = -count;
          // The block's size in bytes.
          tap.skipLong();
        }
        if (count > tap.buf.length - tap.pos) throw new Error(`${count} items can't be in ${tap.buf.length} bytes`);
        for (; count > 0; count--) items.push(this.itemsType._read(tap));
      }
      return items;
    }
  }
  return (schema: Schema, options) =>
    typeof schema === "object" && "type" in schema && schema.type === "array"
      ? new BoundedArray(schema, options)
      : undefined;
}
