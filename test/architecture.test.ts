import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const ROOMS = [
  "core",
  "providers",
  "facts",
  "app",
  "actions",
  "cli",
  "sandbox",
  "scripts",
  "test",
];

interface Import {
  from: string;
  to: string;
}

/** All imports of all source files: `to` is a file of this repository, or a package's name. */
function allImports(): Import[] {
  return ROOMS.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })
      .map((path) => join(room, path))
      .filter((path) => path.endsWith(".ts") && !path.includes("/dist/"))
      .flatMap((from) => importsOf(from)),
  );
}

function importsOf(from: string): Import[] {
  const source = readFileSync(join(ROOT, from), "utf8");
  const matches = source.matchAll(
    /^(?:import|export)\b[^;"']*\bfrom "(?<specifier>[^"]+)"|^import "(?<effect>[^"]+)"|import\("(?<lazy>[^"]+)"\)/gm,
  );
  return [...matches].map(({ groups }) => {
    const specifier =
      groups?.["specifier"] ?? groups?.["effect"] ?? groups?.["lazy"] ?? "";
    return {
      from,
      to: specifier.startsWith(".")
        ? normalize(join(dirname(from), specifier))
        : specifier,
    };
  });
}

function violations(
  imports: Import[],
  forbids: (entry: Import) => boolean,
): string[] {
  return imports
    .filter((entry) => forbids(entry))
    .map(({ from, to }) => `${from} imports ${to}`);
}

const room = (path: string) =>
  ROOMS.includes(path.split("/")[0] ?? "") ? path.split("/")[0] : undefined;
const folder = (path: string) => path.split("/")[1];
const imports = allImports();

describe("who may import whom", () => {
  it("core imports core, zod, yaml, node:crypto and small pure libraries: it has no clock, environment or network", () => {
    const pure = [
      "zod",
      "yaml",
      "node:crypto",
      "temporal-polyfill",
      "fastest-levenshtein",
      "picomatch",
      "markdown-it",
      // Calendars and their rules: docs/adr/0010.
      "ical.js",
      "rrule-temporal",
    ];
    const forbidden = violations(
      imports,
      ({ from, to }) =>
        room(from) === "core" && room(to) !== "core" && !pure.includes(to),
    );
    expect(forbidden).toEqual([]);
  });

  it("core reads no clock, no environment and no randomness: they come in as parameters", () => {
    const impure =
      /\b(Date\.now\(|new Date\(\)|process\.|Math\.random\(|performance\.|globalThis\.|fetch\()/;
    const files = [...new Set(imports.map(({ from }) => from))].filter(
      (path) => room(path) === "core",
    );
    expect(
      files.filter((path) =>
        impure.test(readFileSync(join(ROOT, path), "utf8")),
      ),
    ).toEqual([]);
  });

  it("within core: text, time, audit ← policy, experiment, journal, workflow ← gate, incident, pull-request ← request ← render", () => {
    const layers = [
      ["text", "time", "audit"],
      ["policy", "experiment", "journal", "workflow"],
      ["gate", "incident", "pull-request"],
      ["request", "protection"],
      ["render"],
    ];
    // Severities and verdicts of a run are words that every room speaks; they import nothing themselves.
    const words = ["core/incident/severity.ts", "core/journal/verdict.ts"];
    const layer = (path: string) =>
      layers.findIndex((rooms) => rooms.includes(folder(path) ?? ""));
    const forbidden = violations(
      imports,
      ({ from, to }) =>
        room(from) === "core" &&
        room(to) === "core" &&
        !words.includes(to) &&
        layer(to) > layer(from),
    );
    expect(forbidden).toEqual([]);
  });

  it("a provider imports core, its own folder and what all providers share, never another provider or a door", () => {
    const forbidden = violations(imports, ({ from, to }) => {
      if (
        room(from) !== "providers" ||
        room(to) === undefined ||
        room(to) === "core"
      )
        return false;
      const shared = /^providers\/(service\/)?[a-z-]+\.ts$/.test(to);
      return (
        room(to) !== "providers" || (folder(to) !== folder(from) && !shared)
      );
    });
    expect(forbidden).toEqual([]);
  });

  it("facts imports core and providers, never a door", () => {
    const forbidden = violations(
      imports,
      ({ from, to }) =>
        room(from) === "facts" &&
        !["core", "providers", "facts", undefined].includes(room(to)),
    );
    expect(forbidden).toEqual([]);
  });

  it("the doors app, actions and cli import core, providers and facts, never each other", () => {
    const doors = ["app", "actions", "cli"];
    const allowed = ["core", "providers", "facts"];
    const forbidden = violations(imports, ({ from, to }) => {
      const target = room(to);
      return (
        doors.includes(room(from) ?? "") &&
        target !== undefined &&
        target !== room(from) &&
        !allowed.includes(target)
      );
    });
    expect(forbidden).toEqual([]);
  });

  it("only providers/github, app/index.ts, cli/github.ts, and what begins an Action or a late part of one know Octokit", () => {
    const knows =
      /^(providers\/github\/.*|app\/index\.ts|cli\/github\.ts|actions\/[a-z-]+\/(alone\/)?(index|start|filing)\.ts|(sandbox|test)\/.*)$/;
    const forbidden = violations(
      imports,
      ({ from, to }) =>
        /^(@octokit\/(rest|core|auth-app)|@actions\/github)$/.test(to) &&
        !knows.test(from),
    );
    expect(forbidden).toEqual([]);
  });

  it("nothing imports sandbox or test but themselves and scripts", () => {
    const forbidden = violations(
      imports,
      ({ from, to }) =>
        ["sandbox", "test"].includes(room(to) ?? "") &&
        !["sandbox", "test", "scripts"].includes(room(from) ?? ""),
    );
    expect(forbidden).toEqual([]);
  });

  it("every import of a file in the repository leads to a file", () => {
    const files = new Set(
      readdirSync(ROOT, { recursive: true, encoding: "utf8" })
        .filter(
          (path) =>
            !path.startsWith("node_modules") && !path.startsWith(".git/"),
        )
        .map((path) => relative(ROOT, join(ROOT, path))),
    );
    expect(
      violations(imports, ({ to }) => room(to) !== undefined && !files.has(to)),
    ).toEqual([]);
  });
});
