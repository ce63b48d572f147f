import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The files through which a step talks to the runner, new for every step. */
export interface StepFiles {
  environment: Record<string, string>;
  /** What the step left in them. */
  read(): Promise<{
    outputs: Record<string, string>;
    env: Record<string, string>;
    paths: string[];
    summary: string;
  }>;
}

const FILES = [
  "GITHUB_OUTPUT",
  "GITHUB_ENV",
  "GITHUB_PATH",
  "GITHUB_STEP_SUMMARY",
  "GITHUB_STATE",
] as const;

export async function createStepFiles(folder: string): Promise<StepFiles> {
  await mkdir(folder, { recursive: true });
  const environment = Object.fromEntries(
    FILES.map((name) => [name, join(folder, name)]),
  );
  await Promise.all(
    Object.values(environment).map((file) => writeFile(file, "")),
  );
  const content = (name: (typeof FILES)[number]) =>
    readFile(join(folder, name), "utf8");
  return {
    environment,
    async read() {
      return {
        outputs: parseAssignments(await content("GITHUB_OUTPUT")),
        env: parseAssignments(await content("GITHUB_ENV")),
        paths: (await content("GITHUB_PATH"))
          .split("\n")
          .filter((line) => line !== ""),
        summary: await content("GITHUB_STEP_SUMMARY"),
      };
    },
  };
}

/**
 * Reads `name=value` lines and `name<<DELIMITER` blocks.
 * Source: GitHub's reference of workflow commands, "environment files".
 */
function parseAssignments(content: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = content.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const block = /^(?<name>[^=]+?)<<(?<delimiter>.+)$/.exec(line)?.groups;
    if (block) {
      const end = lines.indexOf(block["delimiter"] ?? "", index + 1);
      if (end === -1)
        throw new Error(
          `a value of ${block["name"]} is not closed by ${block["delimiter"]}`,
        );
      values[block["name"] ?? ""] = lines.slice(index + 1, end).join("\n");
      index = end;
    } else if (line.includes("=")) {
      values[line.slice(0, line.indexOf("="))] = line.slice(
        line.indexOf("=") + 1,
      );
    }
  }
  return values;
}
