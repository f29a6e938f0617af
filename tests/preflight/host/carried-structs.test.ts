import { strict as assert } from "node:assert";
import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { carryProperties } from "../../../preflight/child/carried-structs";

const properties = {
  zeta: { "10": "ten", "9": "nine", constructor: null },
  alpha: [[], {}, [0, -1.5, true, false, null, "äß €"]],
  "": "empty",
};

describe("properties that messages carry", () => {
  const { fromJavaScript } = Struct;
  const whole = fromJavaScript(properties);
  before(() => carryProperties({ structs: { Struct } }));
  after(() => {
    Struct.fromJavaScript = fromJavaScript;
  });

  it("are read as the library reads them, keys in the same order, each time anew", () => {
    const request = new RegisterResourceRequest();
    request.setObject(Struct.fromJavaScript(properties));
    const first = request.getObject()?.toJavaScript();
    const second = request.getObject()?.toJavaScript();
    assert.equal(JSON.stringify(first), JSON.stringify(whole.toJavaScript()));
    assert.deepEqual(second, first);
    assert.notEqual(second, first);
  });

  it("are whole in a message that is written", () => {
    const request = new RegisterResourceRequest();
    request.setObject(Struct.fromJavaScript(properties));
    const read = RegisterResourceRequest.deserializeBinary(request.serializeBinary());
    assert.deepEqual(read.getObject()?.toJavaScript(), whole.toJavaScript());
  });

  it("are refused where a message can't hold them", () => {
    for (const value of [undefined, () => 1, 1n, [undefined]]) {
      const make = (): unknown => Reflect.apply(Struct.fromJavaScript, Struct, [{ nested: { value } }]);
      assert.throws(make, /Unexpected struct type/, String(value));
    }
  });
});
