import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { covers, internetAddresses, parseBlock } from "../../../../policies/graph/network/cidr";

describe("addresses", () => {
  it("are read as AWS writes them, of either kind", () => {
    assert.deepEqual(parseBlock("10.0.0.0/8"), { family: 4, address: 10n << 24n, bits: 8 });
    assert.deepEqual(parseBlock("::/0"), { family: 6, address: 0n, bits: 0 });
    assert.deepEqual(parseBlock("2001:DB8::1/128"), { family: 6, address: (0x20010db8n << 96n) + 1n, bits: 128 });
    assert.deepEqual(parseBlock("1:2:3:4:5:6:7:8/64")?.address, 0x00010002000300040005000600070008n);
  });

  it("are none where something else is written", () => {
    const others = ["", "/", "10.0.0.0", "10.0.0.0/33", "256.0.0.0/8", "::/129", "1::2::3/64", "1:2:3/64", "g::/8"];
    for (const text of [...others, "1:2:3:4:5:6:7:8:9/64", "12345::/16", "1:2:3:4:5:6:7::8/64/1"]) {
      assert.equal(parseBlock(text), undefined, text);
    }
  });

  it("of one kind are never in those of the other", () => {
    assert.equal(covers("0.0.0.0/0", "::/0"), false);
    assert.equal(covers("::/0", "10.0.0.0/8"), false);
    assert.equal(covers("2000::/3", "2a00:1::/32"), true);
    assert.equal(covers("2a00:1::/32", "2000::/3"), false);
  });

  it("are read whatever is written there, with or without what is left out", () => {
    fc.assert(fc.property(fc.string({ maxLength: 50 }), (text) => void parseBlock(text)));
    fc.assert(
      fc.property(fc.ipV6(), fc.integer({ min: 0, max: 128 }), (address, bits) => {
        const block = parseBlock(`${address}/${bits}`);
        assert.ok(block || address.includes("."), `${address}/${bits}`);
        assert.equal(block && covers(`${address}/${bits}`, `${address}/128`), block && true);
      }),
    );
  });

  it("stand for the internet all over it, and in no network of one's own", () => {
    assert.equal(internetAddresses.length, 9);
    const kept = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"].map(parseBlock);
    for (const { family, address, bits } of internetAddresses) {
      assert.equal(bits, family === 4 ? 32 : 128);
      for (const block of kept) {
        const rest = BigInt((family === 4 ? 32 : 128) - (block?.bits ?? 0));
        assert.ok(!block || block.family !== family || address >> rest !== block.address >> rest);
      }
    }
  });
});
