import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { audit } from "../../../cli/audit/audit.ts";
import { BEGINNING, chained } from "../../../core/audit/chain.ts";
import type { AuditEntry } from "../../../core/audit/entry.ts";
import { auditHandler } from "../../../app/audit-trail.ts";
import { answerOf } from "../../app/answer-of.ts";
import { run } from "../world.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "audit-test-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** More than there are on one page. */
const CHAIN = Array.from({ length: 230 }, (_, index) => index).reduce<
  AuditEntry[]
>((chain, number) => {
  const event = {
    at: "2026-03-02T10:00:00.000Z",
    owner: "acme",
    repo: "shop",
    subject: `issue:${String(number)}`,
    kind: "answer",
    data: { number },
  };
  chain.push(chained(event, chain.at(-1) ?? BEGINNING));
  return chain;
}, []);
const HEAD = CHAIN.at(-1) ?? BEGINNING;

const inLines = (chain: readonly AuditEntry[]) =>
  chain.map((entry) => `${JSON.stringify(entry)}\n`).join("");

function kept(chain: readonly AuditEntry[], ...args: string[]) {
  writeFileSync(join(folder, "trail.jsonl"), inLines(chain));
  return run(audit, [...args, "trail.jsonl"], folder);
}

const TOKEN = "0123456789abcdef01234567";

/** Asks the app's own page for it. */
function asked(chain: readonly AuditEntry[], ...args: string[]) {
  const handler = auditHandler(TOKEN, {
    auditHead: () =>
      Promise.resolve({ position: HEAD.position, hash: HEAD.hash }),
    auditEntries: (_repository, after, most) =>
      Promise.resolve(
        chain.filter(({ position }) => position > after).slice(0, most),
      ),
  });
  return run(
    audit,
    [...args, "acme/shop", "--server", "https://chaos.example.com"],
    folder,
    {
      env: { CHAOS_GOVERNOR_TOKEN: TOKEN },
      fetch: async (input, init) => {
        const { pathname, search } = new URL(
          input instanceof Request ? input.url : input,
        );
        const { code, body } = await answerOf(
          handler,
          `${pathname}${search}`,
          init ?? {},
        );
        return Response.json(body, { status: code });
      },
    },
  );
}

describe("chaos-governor audit verify", () => {
  it("says that a trail is whole, and its last hash, whether it is asked for or was kept", async () => {
    const words = `230 entries follow from one another. The last is entry 230, with the hash ${HEAD.hash}.`;
    for (const answer of [
      await asked(CHAIN, "verify"),
      await kept(CHAIN, "verify"),
    ]) {
      expect(answer).toMatchObject({ exit: 0, stderr: "" });
      expect(answer.stdout).toContain(words);
    }
  });

  it("names the first entry that was changed, is missing, or is out of its place", async () => {
    const changed = CHAIN.map((entry) =>
      entry.position === 150 ? { ...entry, data: { number: 0 } } : entry,
    );
    expect(await asked(changed, "verify")).toMatchObject({
      exit: 1,
      stdout:
        "acme/shop: Entry 150 (answer of issue:149, 2026-03-02T10:00:00.000Z) was changed after it was written: its hash is not the one it bears.\n",
    });
    const without = await kept(CHAIN.toSpliced(7, 1), "verify");
    expect(without.exit).toBe(1);
    expect(without.stdout).toContain("Entry 8 is missing or out of its place");
  });

  it("notices an end that was cut off by what the app remembers, and in a file by a hash that was kept", async () => {
    const cut = CHAIN.slice(0, 200);
    const answer = await asked(cut, "verify");
    expect(answer.exit).toBe(1);
    expect(answer.stdout).toContain(
      "The end is missing: the last entry is 200",
    );
    expect(await kept(cut, "verify")).toMatchObject({ exit: 0 });
    const expected = await kept(cut, "verify", "--expect", HEAD.hash);
    expect(expected.exit).toBe(1);
    expect(expected.stdout).toContain("the end was cut off");
    expect(
      await kept(CHAIN, "verify", "--expect", CHAIN[9]?.hash ?? ""),
    ).toMatchObject({ exit: 0 });
  });

  it("says why it can't tell", async () => {
    writeFileSync(join(folder, "trail.jsonl"), '{"position":1}\n');
    for (const [args, problem] of [
      [["verify", "trail.jsonl"], "line 1 is no entry of an audit trail"],
      [["verify", "gone.jsonl"], "it can't be read"],
      [["verify", "a/b"], "say where the app is"],
      [["verify"], "name one repository or file"],
      [["check", "a/b"], "say verify or export"],
      [["verify", "a/b", "--expect", "x"], "--expect is a hash"],
      [["export", "a/b", "--format", "xml"], "--format is jsonl or csv"],
      [["export", "a/b", "--odd"], "--odd"],
    ] as const) {
      const answer = await run(audit, [...args], folder);
      expect(answer.exit).toBe(2);
      expect(answer.stderr).toContain(problem);
    }
  });
});

describe("chaos-governor audit export", () => {
  it("writes an entry a line, which can be verified again", async () => {
    const answer = await asked(CHAIN, "export");
    expect(answer).toMatchObject({ exit: 0, stdout: inLines(CHAIN) });
    expect(answer.stderr).toContain(HEAD.hash);
  });

  it("writes a table in which nothing is a formula", async () => {
    const event = {
      at: "2026-03-02T10:00:00.000Z",
      owner: "acme",
      repo: "-shop",
      subject: '=HYPERLINK("x")',
      kind: " @kind",
      data: { said: 'a "word",\nanother' },
    };
    const answer = await kept(
      [chained(event, BEGINNING)],
      "export",
      "--format",
      "csv",
    );
    const lines = answer.stdout.split("\r\n");
    expect(lines[0]).toBe(
      '"position","at","owner","repo","subject","kind","data","previous","hash"',
    );
    expect(lines[1]).toContain(
      String.raw`"1","2026-03-02T10:00:00.000Z","acme","'-shop","'=HYPERLINK(""x"")","' @kind","{""said"":""a \""word\"",\nanother""}"`,
    );
  });

  it("writes all of it where something is wrong, and says so", async () => {
    const answer = await kept(CHAIN.toSpliced(7, 1), "export");
    expect(answer.exit).toBe(1);
    expect(answer.stdout.split("\n")).toHaveLength(230);
    expect(answer.stderr).toContain("Entry 8 is missing");
  });
});
