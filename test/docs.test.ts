import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { environmentSchema } from "../app/environment.ts";
import { override } from "../core/policy/gates/override.ts";
import { windows } from "../core/policy/gates/windows.ts";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const cellsIn = (markdown: string) =>
  markdown
    .split("\n")
    .filter((line) => /^ *\| [^-]/.test(line))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
const textOf = (value: unknown) =>
  typeof value === "string" ? value : JSON.stringify(value);
const isThere = (path: string) => existsSync(join(ROOT, path));

/** All Markdown files of the project, but those of packages, of builds and of fixtures. */
const pages = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter(
  (path) =>
    path.endsWith(".md") && !/(^|\/)(node_modules|dist|fixtures)\//.test(path),
);

describe.each(pages)("%s", (page) => {
  it("has no relative link that leads nowhere", () => {
    const links = [...read(page).matchAll(/\]\((?<target>[^()\s]+)\)/g)]
      .map(({ groups }) => groups?.["target"]?.split("#")[0] ?? "")
      .filter((target) => target !== "" && !/^[a-z]+:/.test(target));
    expect(
      links.filter((target) => !isThere(join(dirname(page), target))),
    ).toEqual([]);
  });
});

describe("docs/architecture.md", () => {
  it("names only files and folders that are there", () => {
    const named = [
      ...read("docs/architecture.md").matchAll(/`(?<path>[\w.-]*\/[\w./-]+)`/g),
    ].map(({ groups }) => groups?.["path"] ?? "");
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((path) => !isThere(path))).toEqual([]);
  });

  it("names every room", () => {
    const text = read("docs/architecture.md");
    const rooms = ["core", "providers"].flatMap((room) =>
      readdirSync(join(ROOT, room), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `\`${room}/${name}/\``),
    );
    expect(rooms.filter((room) => !text.includes(room))).toEqual([]);
  });
});

describe("docs/guarantees.md", () => {
  it("names only files and folders that are there", () => {
    const named = [
      ...read("docs/guarantees.md").matchAll(/`(?<path>[\w.-]*\/[\w./-]+)`/g),
    ].map(({ groups }) => groups?.["path"] ?? "");
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((path) => !isThere(path))).toEqual([]);
  });
});

describe("docs/operations.md", () => {
  it("describes every environment variable of the settings, with its default", () => {
    const variables = Object.entries(environmentSchema.shape).map(
      ([name, schema]) => {
        const whenAbsent = schema.safeParse(undefined);
        const value = whenAbsent.success
          ? whenAbsent.data && `\`${textOf(whenAbsent.data)}\``
          : "required";
        return [`\`${name}\``, value ?? "", schema.description];
      },
    );
    const rows = cellsIn(read("docs/operations.md")).filter(([name]) =>
      /^`[A-Z_]+`$/.test(name ?? ""),
    );
    expect(rows).toEqual(variables);
  });

  it("describes every table of the database", () => {
    const tables = /export interface Tables \{(?<body>[^}]*)\}/.exec(
      read("app/store/tables.ts"),
    )?.groups?.["body"];
    const names = [...(tables ?? "").matchAll(/^ {2}(?<name>\w+):/gm)].map(
      ({ groups }) => `\`${groups?.["name"] ?? ""}\``,
    );
    const described = cellsIn(read("docs/operations.md")).map(([name]) => name);
    expect(names.length).toBeGreaterThan(5);
    expect(described).toEqual(expect.arrayContaining(names));
  });
});

describe("the README", () => {
  it("asks for the permissions and events of the App's manifest, no more and no less", () => {
    const manifest = z
      .object({
        default_permissions: z.record(z.string(), z.string()),
        default_events: z.array(z.string()),
      })
      .parse(JSON.parse(read("docs/app-manifest.json")));
    const readme = read("README.md");
    const levels = { read: "read", "read and write": "write" };
    const permissions = cellsIn(readme).flatMap(([name, access]) => {
      const level = Object.entries(levels).find(([word]) => word === access);
      return name !== undefined && level
        ? [[name.toLowerCase().replaceAll(" ", "_"), level[1]]]
        : [];
    });
    expect(Object.fromEntries(permissions)).toEqual(
      manifest.default_permissions,
    );
    const events = [
      ...(
        /Events: (?<list>[^.]*)\./.exec(readme)?.groups?.["list"] ?? ""
      ).matchAll(/\*\*(?<event>[^*]+)\*\*/g),
    ].map(({ groups }) =>
      groups?.["event"]?.toLowerCase().replaceAll(" ", "_"),
    );
    expect(new Set(events)).toEqual(new Set(manifest.default_events));
  });
});

describe("docs/policy.md", () => {
  it("shows an override that a policy may have", () => {
    const [, block = ""] =
      /```yaml\n(?<block>override:\n[^`]*)```/.exec(read("docs/policy.md")) ??
      [];
    const example = z.object({ override }).parse(parse(block));
    expect(example.override.people).toHaveLength(3);
  });

  it("shows windows that a policy may have", () => {
    const [, block = ""] =
      /```yaml\n(?<block>windows:\n[^`]*)```/.exec(read("docs/policy.md")) ??
      [];
    const example = z.object({ windows }).parse(parse(block));
    expect(example.windows.blackout).toHaveLength(4);
    expect(example.windows.freezes).toHaveLength(3);
    expect(example.windows.exempt).toHaveLength(1);
  });
});
