import { describe, expect, it } from "vitest";
import { preview, previewRaised } from "../../../core/journal/preview.ts";
import { redactor } from "../../../core/journal/redaction.ts";

const none = redactor(undefined);
/** Put together here, so that nothing in this repository looks like a secret that leaked. */
const fill = "0123456789abcdefABCD";

describe("what an experiment declares as secret", () => {
  const redact = redactor({
    shop: {
      key: 'correct "horse"\nbattery',
      pin: 4711,
      // Where a value comes from is no secret.
      elsewhere: { type: "env", key: "SHOP_TOKEN", default: "fallback-value" },
      vault: { type: "vault", path: "secret/shop" },
    },
    flat: "flat-secret",
    short: "abc",
    longer: "flat-secret-and-more",
    lines: "here begins a\n  certificate-of-two-lines\n",
  });

  it.each([
    ["as it is", 'x correct "horse"\nbattery y', "x [redacted] y"],
    ["within JSON", String.raw`correct \"horse\"\nbattery`, "[redacted]"],
    ["within a URL", "?q=correct%20%22horse%22%0Abattery", "?q=[redacted]"],
    ["as a number", "code 4711", "code [redacted]"],
    [
      "as Kubernetes keeps it",
      "hunter: ZmxhdC1zZWNyZXQ=",
      "hunter: [redacted]=",
    ],
    ["by a line of several", "is certificate-of-two-lines", "is [redacted]"],
    ["as a default", "is fallback-value", "is [redacted]"],
    ["without a scope", "is flat-secret!", "is [redacted]!"],
    ["as a part of another", "is flat-secret-and-more!", "is [redacted]!"],
  ])("is taken out %s", (_, text, rest) => {
    expect(redact(text)).toBe(rest);
  });

  it("leaves the names of its sources, and what is too short to be one", () => {
    expect(redact("SHOP_TOKEN in secret/shop, abc")).toBe(
      "SHOP_TOKEN in secret/shop, abc",
    );
  });

  it.each([
    ["many", Array.from({ length: 501 }, (_, index) => `secret-${index}`)],
    ["long", "s".repeat(100_001)],
  ])("hides everything where it is too %s to be looked for", (_, all) => {
    expect(redactor({ all })("harmless")).toBe("[redacted]");
  });

  it.each([
    ["many", Array.from({ length: 500 }, (_, index) => `aaaaa${index}`)],
    ["long", "a".repeat(100_000)],
  ])("is looked for without a hang where it is %s", (_, all) => {
    const began = performance.now();
    redactor({ all })("a".repeat(90_000));
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe("what looks like a secret", () => {
  it.each([
    ["a GitHub token", `ghp_${fill}`],
    ["an installation's token", `ghs_${fill}`],
    ["a fine-grained token", `github_pat_${fill}`],
    ["an AWS key", `AKIA${"ABCD0123".repeat(2)}`],
    ["a Slack token", `xoxb-${fill}`],
    ["a Slack webhook", `hooks.slack.com/services/T0/B0/${fill}`],
    ["a Vault token", `hvs.${fill}`],
    ["a Grafana token", `glsa_${fill}`],
    ["a key of a model's API", `sk-proj-${fill}`],
    ["a mail service's key", `SG.${fill}.${fill}`],
    ["a JSON web token", `eyJ${fill}.eyJ${fill}.${fill}`],
    [
      "a private key",
      `-----BEGIN RSA PRIVATE KEY-----\n${fill}\n-----END RSA PRIVATE KEY-----`,
    ],
    ["a private key that was cut off", `-----BEGIN PRIVATE KEY-----\n${fill}`],
  ])("%s is taken out", (_, secret) => {
    expect(none(`before ${secret}`)).toBe("before [redacted]");
  });

  it.each([
    [`Authorization: Basic ${fill}`, "Authorization: [redacted]"],
    [
      `curl -H "authorization: token ${fill}"`,
      'curl -H "authorization: [redacted]',
    ],
    [`sent Bearer ${fill} there`, "sent Bearer [redacted] there"],
    ["password=hunter2&user=x", "password=[redacted]&user=x"],
    [
      '{"db_password": "two words", "a": 1}',
      '{"db_password": [redacted], "a": 1}',
    ],
    [
      String.raw`{\"apiKey\": \"k\", \"a\"`,
      String.raw`{\"apiKey\": [redacted], \"a\"`,
    ],
    ["https://me:hunter2@host/path", "https://[redacted]@host/path"],
    ["mysql --db-password hunter2 -e x", "mysql --db-password [redacted] -e x"],
    ["DB_PASSWORD='two words' next", "DB_PASSWORD=[redacted] next"],
  ])("the value in %j is taken out", (text, rest) => {
    expect(none(text)).toBe(rest);
  });

  it("leaves what only speaks of secrets", () => {
    const text = "the password is wrong, 3 tokens left, see https://host/a@b";
    expect(none(text)).toBe(text);
  });

  it.each([
    ["one long word", "a".repeat(90_000)],
    ["many words", "a-".repeat(45_000)],
    ["many names", "password".repeat(11_000)],
    ["many options", "--token ".repeat(11_000)],
    ["many words after an option", `--${"a-".repeat(45_000)}`],
    ["many names with values", "token='".repeat(12_000)],
    ["many addresses", "://a".repeat(22_000)],
    ["many beginnings", "-----BEGIN PRIVATE KEY-----".repeat(3_000)],
    ["many halves of web tokens", `eyJ${"a".repeat(20)}.`.repeat(3_000)],
  ])("is looked for in %s without a hang", (_, text) => {
    const began = performance.now();
    none(text);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe("the preview of what was raised", () => {
  it("is its last line, after secrets of several lines were taken out", () => {
    const key = `-----BEGIN RSA PRIVATE KEY-----\n${fill}\n`;
    const raised = `chaoslib.exceptions.ActivityFailed: refused\nwith ${key}`;
    expect(previewRaised(raised, 100, none)).toBe("with [redacted]");
    expect(previewRaised("chaoslib.exceptions.X: no\n", 100, none)).toBe("no");
  });
});

describe("the preview of a value", () => {
  it("shows what it can and no more", () => {
    const value = { b: [1, true, null, "x y"], "c d": {}, e: [] };
    expect(preview(value, 100, none)).toBe(
      '{b: [1, true, null, "x y"], c d: {}, e: []}',
    );
    expect(preview(value, 12, none)).toBe("{b: [1, tru…");
  });

  it("hides the value of a key that names a secret, whatever it is", () => {
    const headers = { "Set-Cookie": ["a=b"], "X-Api-Key": 5, date: "today" };
    expect(preview(headers, 100, none)).toBe(
      '{Set-Cookie: [redacted], X-Api-Key: [redacted], date: "today"}',
    );
  });

  it("hides the value of a variable whose name names a secret", () => {
    const env = [
      { name: "DB_PASSWORD", value: "hunter2" },
      { name: "PORT", value: 80 },
    ];
    expect(preview(env, 100, none)).toBe(
      '[{name: "DB_PASSWORD", value: [redacted]}, {name: "PORT", value: 80}]',
    );
  });

  it("takes secrets out before it shortens, so that no half of one stays", () => {
    const redact = redactor({ a: { b: "correct-horse-battery" } });
    expect(preview("xx correct-horse-battery", 10, redact)).toBe("xx [redac…");
    expect(preview(["xx", "correct-horse-battery"], 14, redact)).toBe(
      '["xx", "[reda…',
    );
  });

  it("is one line, and steers neither a terminal nor the direction of writing", () => {
    expect(preview("a\r\n\tb\u001B[2Jc\u202Ed", 100, none)).toBe("a b [2Jc d");
  });

  it("halves no character", () => {
    expect(preview("ab😀cd", 4, none)).toBe("ab…");
  });

  it("looks at no more of a huge value than is shown", () => {
    const value = [
      { a: "b" },
      { a: "b" },
      {
        get a(): string {
          throw new Error("looked at");
        },
      },
    ];
    expect(preview(value, 20, none)).toBe('[{a: "b"}, {a: "b"}…');
  });
});
