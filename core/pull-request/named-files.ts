import type { Policy } from "../policy/schema.ts";
import type { BasePolicy, FileKind } from "./facts.ts";

/** A file that a policy names, and where it does. */
export interface NamedFile {
  file: string;
  kind: Extract<FileKind, "workflow" | "calendar">;
  path: (string | number)[];
}

/** By their paths. */
export type NamedFiles = ReadonlyMap<string, NamedFile["kind"]>;

/** The workflows that run experiments, and the calendars of freezes and of rotas. */
export function namedFiles(base: BasePolicy): NamedFiles {
  const named = base.state === "valid" ? namedBy(base.policy) : [];
  return new Map(named.map(({ file, kind }) => [file, kind]));
}

/** The same, as often as they are named. */
export function namedBy({ roles, environments }: Policy): NamedFile[] {
  const rotas = Object.entries(roles).flatMap(([role, { on_call: rota }]) =>
    rota && "calendar" in rota
      ? [calendar(rota.calendar, ["roles", role, "on_call", "calendar"])]
      : [],
  );
  const places = Object.entries(environments).flatMap(([name, rule]) => {
    const path = ["environments", name];
    const freezes = rule.gates.windows?.freezes ?? [];
    return [
      {
        file: `.github/workflows/${rule.workflow}`,
        kind: "workflow" as const,
        path: [...path, "workflow"],
      },
      ...freezes.flatMap((freeze, index) => {
        const at = [...path, "gates", "windows", "freezes", index, "calendar"];
        return "calendar" in freeze ? [calendar(freeze.calendar, at)] : [];
      }),
    ];
  });
  return [...rotas, ...places];
}

function calendar(file: string, path: NamedFile["path"]): NamedFile {
  return { file, kind: "calendar", path };
}
