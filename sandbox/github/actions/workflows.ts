import { basename } from "node:path";
import type { RepositoryFiles } from "../emulate/repository-files.ts";
import { readWorkflowFile, type WorkflowFile } from "./workflow-file.ts";

const FOLDER = ".github/workflows";

export interface Workflow {
  id: number;
  path: string;
  /** Undefined where the file is broken; GitHub lists it all the same, by its path. */
  file: WorkflowFile | undefined;
}

/** The workflow files on the default branch are the workflows. */
export interface Workflows {
  list(): Promise<Workflow[]>;
  /** @param name its id, or its file's name */
  find(name: string): Promise<Workflow | undefined>;
  /**
   * A workflow's file at a branch, tag or commit.
   *
   * @throws Error where it is none
   */
  at(path: string, ref: string): Promise<WorkflowFile | undefined>;
}

export function createWorkflows(
  files: RepositoryFiles,
  defaultBranch: string,
): Workflows {
  const ids = new Map<string, number>();
  const idOf = (path: string) => {
    const id = ids.get(path) ?? 1_001 + ids.size;
    ids.set(path, id);
    return id;
  };
  const at = async (path: string, ref: string) => {
    const content = await files.read(path, ref);
    return content && readWorkflowFile(path, content.toString());
  };
  const list = async () => {
    const paths = await files.list(FOLDER, defaultBranch);
    return Promise.all(
      paths
        .filter((path) => /\.ya?ml$/.test(path))
        .map(async (path) => ({
          id: idOf(path),
          path,
          file: await at(path, defaultBranch).catch(() => undefined),
        })),
    );
  };
  return {
    at,
    list,
    async find(name) {
      const found = await list();
      return found.find(
        ({ id, path }) => String(id) === name || basename(path) === name,
      );
    },
  };
}
