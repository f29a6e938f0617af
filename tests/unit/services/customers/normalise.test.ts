import { strict as assert } from "node:assert";
import fc from "fast-check";
import { CALLING_CODES } from "../../../../services/customers/calling-codes";
import { keysOf, lookupKeys } from "../../../../services/customers/customer";
import { emailKey, nameKey, phoneKey, postcodeKey } from "../../../../services/customers/normalise";
import { customer } from "./world";

/** Any text, and text of the letters that are most likely to be taken for something else. */
const text = (...alphabet: string[]) =>
  fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    fc.array(fc.constantFrom(...alphabet)).map((parts) => parts.join("")),
  );

describe("customers: key of an e-mail address", () => {
  const alike: [string, ...string[]][] = [
    ["anna@shop.example", " Anna@Shop.Example ", "ａｎｎａ＠shop.example", "anna@shop.example.", "anna@shop.example.."],
    ["annamuller@gmail.com", "Anna.Muller@googlemail.com", "a.n.n.a.muller+news@gmail.com"],
    ["info@xn--mnchen-3ya.example", "info@münchen.example", "INFO@MÜNCHEN.example", "info@münchen。example"],
    // Only Gmail is known to deliver these to one mailbox.
    ["anna.muller+news@shop.example"],
    ["annamuller@shop.example"],
  ];
  for (const [key, ...others] of alike) {
    it(`is ${key}`, () => {
      for (const address of [key, ...others]) assert.equal(emailKey(address), key, address);
    });
  }

  it("is none where there is no address, so that no two of those are alike", () => {
    const none = ["", " ", "none", "@", "a@", "@b.example", "a@b", "a b@c.example", "a@b@c.example", "+x@gmail.com"];
    // Something of the web after a domain: who knows what it means.
    const odd = [
      "a@b.example/c",
      "a@b.example:25",
      "a@b.example?x=y",
      "a@b%2Eexample",
      "a@[::1]",
      "a@.",
      "a@b..example",
      "a@。",
    ];
    for (const address of [undefined, null, ...none, ...odd])
      assert.equal(emailKey(address), undefined, String(address));
  });

  it("is its own key", () => {
    const address = text("a", "B", ".", "+", "@", "gmail.com", "münchen", "İ", "ß", "。", "ﬁ", " ", "xn--");
    fc.assert(
      fc.property(
        fc.oneof(
          address,
          fc.emailAddress(),
          fc.tuple(address, address).map((two) => two.join("@")),
        ),
        (any) => {
          const key = emailKey(any);
          if (key !== undefined) assert.equal(emailKey(key), key);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("never depends on case, nor on dots and what follows a plus at Gmail", () => {
    const local = fc.stringMatching(/^[a-z0-9]{1,12}$/);
    fc.assert(
      fc.property(local, local, fc.boolean(), (one, two, upper) => {
        const dotted = `${one}.${two}+${one}@GoogleMail.com`;
        assert.equal(emailKey(upper ? dotted.toUpperCase() : dotted), `${one}${two}@gmail.com`);
      }),
    );
  });
});

describe("customers: key of a telephone number", () => {
  const alike: [string, ...[string, string?][]][] = [
    ["+49301234567", ["+49 30 1234567"], ["0049 (30) 123-4567"], ["030 / 123 45 67", "DE"], ["+49 (0)30 1234567"]],
    [
      "+49301234567",
      ["30 1234567", "de"],
      [" 030.1234567 ", " DE "],
      ["‪+49 30 1234567‬"],
      ["０３０ １２３４５６７", "DE"],
    ],
    ["+49301234567", ["٠٣٠١٢٣٤٥٦٧", "DE"], ["+49 30–123–4567", "US"]],
    // Italy dials its 0 from abroad too, Spain has none.
    ["+390612345678", ["06 1234 5678", "IT"]],
    ["+34912345678", ["912 345 678", "ES"]],
    ["+12125550123", ["(212) 555-0123", "US"], ["1-212-555-0123", "US"], ["+1 212 555 0123", "DE"]],
    ["+442079460018", ["020 7946 0018", "GB"]],
    ["+49301234567;ext=12", ["+49 30 1234567 ext. 12"], ["030 1234567 x12", "DE"], ["+49301234567;ext=12"]],
  ];
  for (const [key, ...numbers] of alike) {
    it(`is ${key} for ${numbers.map(([number]) => number).join(", ")}`, () => {
      for (const [number, country] of numbers) assert.equal(phoneKey(number, country), key, number);
    });
  }

  it("is none where there is no number, or none that says of which country it is", () => {
    const none: [string | null | undefined, string?][] = [
      [undefined, "DE"],
      [null, "DE"],
      ["", "DE"],
      ["n/a", "DE"],
      ["030 1234567"],
      ["030 1234567", "ZZ"],
      ["030 1234567", "constructor"],
      ["112", "DE"],
      ["+0 30 1234567"],
      ["+49 30 12345678901234"],
      ["+49 30 CALL-NOW"],
    ];
    for (const [number, country] of none) assert.equal(phoneKey(number, country), undefined, `${number} ${country}`);
  });

  it("is its own key, in whatever country", () => {
    const number = text("0", "1", "49", "+", "00", "(0)", " ", "-", "x", "ext", ";ext=", "#", "٣", "\u{116DD}", "‎");
    fc.assert(
      fc.property(number, fc.constantFrom(undefined, ...Object.keys(CALLING_CODES)), (any, country) => {
        const key = phoneKey(any, country);
        if (key === undefined) return;
        assert.match(key, /^\+[1-9]\d{7,14}(;ext=\d+)?$/);
        for (const other of [undefined, "DE", "US", "IT"]) assert.equal(phoneKey(key, other), key);
      }),
      { numRuns: 2000 },
    );
  });

  it("is the same for a number as it is dialled at home and from abroad, in each country", () => {
    for (const [country, { code, trunk }] of Object.entries(CALLING_CODES)) {
      fc.assert(
        fc.property(fc.stringMatching(/^[2-9]\d{7}$/), (national) => {
          const key = `+${code}${national}`;
          for (const written of [`${trunk}${national}`, `+${code} ${national}`, `00${code}${national}`, national]) {
            assert.equal(phoneKey(written, country), key, `${written} in ${country}`);
          }
        }),
        { numRuns: 20 },
      );
    }
  });
});

describe("customers: key of a name", () => {
  const alike: [string, ...string[]][] = [
    ["anna muller", "Anna Müller", "MÜLLER, ANNA", "  anna\tmu\u0308ller", "Müller-Anna", "Ａｎｎａ Müller"],
    ["jurgen strasse", "Jürgen Straße", "JÜRGEN STRASSE", "JÜRGEN STRAẞE"],
    ["αννα σοφοσ", "Άννα Σοφός", "ΣΟΦΟΣ ΑΝΝΑ"],
    ["soren", "Søren", "SOREN"],
    ["lodz", "Łódź"],
  ];
  for (const [key, ...names] of alike) {
    it(`is ${key} for ${names.join(", ")}`, () => {
      for (const name of names) assert.equal(nameKey(name), key, name);
    });
  }

  it("keeps apart what other letters make another name", () => {
    const apart = [
      ["か", "が"],
      ["Mueller", "Müller"],
      ["Анна", "Anna"],
      ["Anna", "Anne"],
      ["मोहन", "मोहिन"],
    ];
    for (const [one, other] of apart) assert.notEqual(nameKey(one), nameKey(other));
  });

  it("is none where nothing is left", () => {
    for (const name of [undefined, null, "", " ", "-", "...", "🙂"])
      assert.equal(nameKey(name), undefined, String(name));
  });

  it("is its own key, and the order of words does not matter", () => {
    const letters = text(
      "a",
      "B",
      "ß",
      "Σ",
      "ς",
      "İ",
      "ı",
      "Ø",
      "Ł",
      "é",
      "\u0301",
      "が",
      "ŉ",
      "ﬁ",
      " ",
      "-",
      "\u0345",
      "ǰ",
    );
    fc.assert(
      fc.property(letters, (any) => {
        const key = nameKey(any);
        if (key !== undefined) assert.equal(nameKey(key), key);
      }),
      { numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.array(letters), (words) => {
        assert.equal(nameKey(words.join(" , ")), nameKey([...words].reverse().join(" ")));
      }),
    );
  });
});

describe("customers: key of a post code", () => {
  it("is without spaces, hyphens and case", () => {
    for (const code of ["1010 ab", "1010AB", " 1010-Ab", "１０１０ＡＢ"])
      assert.equal(postcodeKey(code), "1010AB", code);
    for (const code of [undefined, null, "", " - "]) assert.equal(postcodeKey(code), undefined);
  });

  it("is its own key", () => {
    fc.assert(
      fc.property(text("1", "a", "ß", "-", " ", "٣", "ŉ", "\u0345"), (any) => {
        const key = postcodeKey(any);
        if (key !== undefined) assert.equal(postcodeKey(key), key);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("customers: keys that bring customers together", () => {
  it("are never the name alone, nor name and post code of two countries", () => {
    assert.deepEqual(lookupKeys(keysOf(customer("a", { name: "Anna" }))), []);
    const place = (country: string) => lookupKeys(keysOf(customer("a", { name: "Anna", postcode: "1010", country })));
    assert.deepEqual(place(" at "), ["address:anna|AT|1010"]);
    assert.notDeepEqual(place("AT"), place("BE"));
  });

  it("tell an address from a number of the same letters", () => {
    const keys = lookupKeys(keysOf(customer("a", { email: "a@b.example", phone: "+49301234567" })));
    assert.deepEqual(keys, ["email:a@b.example", "phone:+49301234567"]);
  });
});
