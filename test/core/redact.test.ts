import assert from "node:assert/strict";
import fc from "fast-check";
import { redact, stringsIn } from "../../provider/core/redact";

const secret = "Hunter2-of_Köln";

/** What is shown of AWS's text when the value was sent. */
const shown = (text: string, ...values: unknown[]) => redact(text, [...stringsIn(values)]);

describe("redact", () => {
  for (const [what, text, values, expected] of [
    ["whole", `Source ${secret} is refused.`, [secret], "Source … is refused."],
    ["whole and in quotes", `Value '${secret}' is refused.`, [secret], "Value '…' is refused."],
    ["in double quotes", `value: "${secret}" is refused.`, [secret], 'value: "…" is refused.'],
    ["cut off at its end", "Source Hunter2-of… is refused.", [secret], "Source … is refused."],
    ["cut off at its beginning", "Source …nter2-of_Köln is refused.", [secret], "Source … is refused."],
    ["in lower case", "Source hunter2-of_köln is refused.", [secret], "Source … is refused."],
    ["in capitals", "Source HUNTER2-OF_KÖLN is refused.", [secret], "Source … is refused."],
    ["in capitals, of words that are short", "Text DO AS I is refused.", ["do as i"], "Text … is refused."],
    ["as part of a word", `The key x${secret}y is refused.`, [secret], "The key x…y is refused."],
    ["in JSON", 'Data {\\"a\\":\\"b c\\"} is refused.', ['{"a":"b c"}'], "Data … is refused."],
    [
      "over several lines",
      "Text first line\nsecond line. is refused.",
      ["first line\nsecond line."],
      "Text … is refused.",
    ],
    [
      "over several lines, one of them",
      "Text second line is refused.",
      ["first line\nsecond line"],
      "Text … is refused.",
    ],
    [
      "full of signs of regular expressions",
      "Text a.*(b)[c]{2}|^$+?\\/- is refused.",
      ["a.*(b)[c]{2}|^$+?\\/-"],
      "Text … is refused.",
    ],
    ["of any length", `Details ${"x".repeat(32_768)} are refused.`, ["x".repeat(32_768)], "Details … are refused."],
    ["a number", "Priority 1234567 is refused.", [1234567], "Priority … is refused."],
    ["deep inside", "Topic arn:x:1 is refused.", [{ Notifications: [{ Arn: "arn:x:1" }] }], "Topic … is refused."],
    ["several times", `${secret}, ${secret} and ${secret}`, [secret], "…, … and …"],
    ["one inside the other", "Text my-secret-word is refused.", ["secret", "my-secret-word"], "Text … is refused."],
  ] as [string, string, unknown[], string][]) {
    it(`takes out a value that AWS quotes ${what}`, () => assert.equal(shown(text, ...values), expected));
  }

  it("leaves alone what was not sent, and what is too short to be a secret", () => {
    const text = "Priority 2 must be from 1 to 5, as the API says.";
    assert.equal(shown(text, 2, "a", "to", secret), text);
  });

  it("shows names: keys of what was sent", () => {
    assert.equal(
      shown("The key operator-name is refused.", { OperationalData: { "operator-name": { Value: "x" } } }),
      "The key operator-name is refused.",
    );
  });

  describe("of the validator's sentences", () => {
    it("keeps path and constraint, and not the value between them", () => {
      assert.equal(
        shown(
          `1 validation error detected: Value '${secret}' at 'title' failed to satisfy constraint: Member must have length less than or equal to 1024`,
          secret,
        ),
        "title: Member must have length less than or equal to 1024",
      );
    });

    it("keeps all of several", () => {
      assert.equal(
        shown(
          `2 validation errors detected: Value '${secret}' at 'title' failed to satisfy constraint: Member must not be null; Value '[${secret}]' at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: ^([\\p{L}\\p{Z}]*)$`,
          secret,
        ),
        "title: Member must not be null; tags.1.member.key: Member must satisfy regular expression pattern: ^([\\p{L}\\p{Z}]*)$",
      );
    });

    it("keeps its words even where a value has them too", () => {
      const text = `1 validation error detected: Value 'Member of parliament' at 'category' failed to satisfy constraint: Member must not be null`;
      assert.equal(shown(text, "Member of parliament"), "category: Member must not be null");
    });

    it("takes out a value that stands in a path", () => {
      const text = `1 validation error detected: Value '1' at 'data.${secret}.value' failed to satisfy constraint: Member must not be null`;
      assert.ok(!shown(text, secret).includes(secret));
    });

    for (const value of ["it's", "a' at 'x' failed to satisfy constraint: b", "; Value 'x"]) {
      it(`takes out ${JSON.stringify(value)}, which looks like a part of the sentence`, () => {
        const text = `1 validation error detected: Value '${value}' at 'title' failed to satisfy constraint: Member must not be null`;
        assert.ok(!shown(text, value).includes(value), shown(text, value));
      });
    }
  });

  it("lets no value of three characters and more through, wherever it stands", () => {
    const values = fc.array(
      fc.string({ minLength: 3, maxLength: 20 }).filter((value) => !value.includes("…")),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    const parts = fc.array(fc.oneof(fc.string(), fc.integer({ min: 0, max: 3 })), { maxLength: 6 });
    fc.assert(
      fc.property(values, parts, (sent, around) => {
        const text = around.map((part) => (typeof part === "number" ? sent[part % sent.length] : part)).join(" ");
        const left = shown(text, ...sent);
        for (const value of sent) assert.ok(!left.includes(value), left);
      }),
      { numRuns: 500 },
    );
  });

  it("lets no word of a value through, however it is cut", () => {
    const words = fc.array(fc.stringMatching(/^[a-z0-9]{3,10}$/), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(words, fc.nat(), fc.nat(), (sent, from, to) => {
        const value = sent.join(" ");
        const cut = value.slice(from % value.length).slice(0, 3 + (to % value.length));
        const left = shown(`Failed: <${cut}>`, value).slice("Failed: <".length);
        for (const word of cut.split(" ")) if (word.length >= 3) assert.ok(!left.includes(word), `${cut} → ${left}`);
      }),
    );
  });
});

describe("stringsIn", () => {
  it("gives every text and number at any depth, texts also as they look inside JSON, and no keys", () => {
    assert.deepEqual(
      [...stringsIn({ a: "x", b: [1, { c: 'q"' }], d: new Date(0), e: null, f: true })],
      [..."x x 1".split(" "), 'q"', 'q\\"'],
    );
  });

  it("passes over what we note on objects ourselves: the words of a resource's name are no secrets", () => {
    const Tags = [
      {
        Key: "pulumi-aws-ops:0123456789abcdef0123",
        Value: "f00 ba4 urn:pulumi:dev::shop::ChangeRequest::missing-parameter",
      },
      { Key: "team", Value: "orders" },
    ];
    const OperationalData = { "pulumi-aws-ops/owner": { Value: "urn:pulumi:…::title" }, disk: { Value: "sda" } };
    assert.deepEqual([...new Set(stringsIn({ Tags, OperationalData }))], ["team", "orders", "sda"]);
  });
});
