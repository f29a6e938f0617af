import { strict as assert } from "node:assert";
import { AnalyzeRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { decodeOnce } from "../../../../policies/adapter/decode-once";

describe("decodeOnce", () => {
  /** A request whose property `a` is true. */
  const properties = () => {
    const struct = AnalyzeRequest.deserializeBinary(
      new Uint8Array([0x12, 0x09, 0x0a, 0x07, 0x0a, 0x01, 0x61, 0x12, 0x02, 0x20, 0x01]),
    ).getProperties();
    assert.ok(struct);
    return struct;
  };

  it("decodes each message once, every message for itself, and can be undone", () => {
    const undo = decodeOnce();
    try {
      const struct = properties();
      assert.deepEqual(struct.toJavaScript(), { a: true });
      assert.equal(struct.toJavaScript(), struct.toJavaScript());
      assert.notEqual(struct.toJavaScript(), properties().toJavaScript());
    } finally {
      undo();
    }
    const struct = properties();
    assert.notEqual(struct.toJavaScript(), struct.toJavaScript());
  });
});
