import { strict as assert } from "node:assert";

import deserializer = require("@pulumi/policy/deserialize");
import proxies = require("@pulumi/policy/proxy");

import { copyOnce } from "../../../../policies/adapter/copy-once";

describe("copyOnce", () => {
  /** As the policy server asks for what it gives to a policy. */
  const given = (message: { toJavaScript(): object }, forRemediation = false): unknown => {
    const copy: unknown = Reflect.get(deserializer, "deserializeProperties");
    const proxied: unknown = Reflect.get(proxies, "unknownCheckingProxy");
    assert.ok(typeof copy === "function" && typeof proxied === "function");
    return proxied(copy(message, forRemediation));
  };
  const messageOf = (properties: object) => ({ toJavaScript: () => properties });

  it("gives the policies of a request one copy, remediations each their own, and can be undone", () => {
    const undo = copyOnce();
    try {
      const message = messageOf({ tags: { team: "shop" }, size: 3 });
      assert.deepEqual(given(message), { tags: { team: "shop" }, size: 3 });
      assert.equal(given(message), given(message));
      assert.notEqual(given(message, true), given(message, true));
      assert.notEqual(given(message, true), given(message));
      assert.notEqual(given(message), given(messageOf({ tags: { team: "shop" }, size: 3 })));
    } finally {
      undo();
    }
    const message = messageOf({ size: 3 });
    assert.notEqual(given(message), given(message));
  });
});
