/** The part of avsc without files, protocols and code for browsers: half of its size. It has no declarations of its own. */
declare module "avsc/lib/types.js" {
  import type { ForSchemaOptions, Schema, Type } from "avsc";

  /** Where in a buffer a value is read. It goes on behind the buffer's end; that is found out after the last value. */
  export interface Tap {
    readonly buf: Uint8Array;
    readonly pos: number;
    readLong(): number;
    skipLong(): void;
  }

  export class ArrayType extends Type {
    constructor(schema: Schema, options: ForSchemaOptions);
    readonly itemsType: Type & { _read(tap: Tap): unknown };
    _read(tap: Tap): unknown[];
  }

  /** The names that a CommonJS module's namespace lacks are under its default. */
  const avsc: {
    readonly Type: { forSchema(schema: Schema, options: Partial<ForSchemaOptions>): Type };
    readonly builtins: { readonly ArrayType: typeof ArrayType };
  };
  export default avsc;
}
