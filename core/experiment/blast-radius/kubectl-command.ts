/** What a command line of kubectl says, still with its variables. */
export interface KubectlCommand {
  /** `delete`, `rollout restart`, …; empty where none is named. */
  verb: string;
  /** What stands after the verb: `pod`, `postgres-0`. */
  operands: string[];
  /** By their long names. */
  flags: Map<string, string>;
  /** What is run inside of a pod: what follows `--`. */
  inner: string[];
}

const LONG_NAMES: Record<string, string> = {
  n: "namespace",
  l: "selector",
  f: "filename",
  k: "kustomize",
  c: "container",
  o: "output",
  p: "patch",
  s: "server",
  A: "all-namespaces",
};

/** Flags that stand alone; what follows any other flag belongs to it. */
const SWITCHES = new Set([
  "all",
  "all-namespaces",
  "delete-emptydir-data",
  "disable-eviction",
  "dry-run",
  "force",
  "ignore-daemonsets",
  "ignore-not-found",
  "i",
  "it",
  "local",
  "now",
  "overwrite",
  "quiet",
  "q",
  "recursive",
  "R",
  "rm",
  "show-labels",
  "stdin",
  "t",
  "ti",
  "tty",
  "w",
  "wait",
  "watch",
]);

/** Verbs that say what they do in a second word. */
const TWO_WORDS = new Set(["rollout", "set", "auth", "config", "create"]);

/** Reads the arguments of kubectl, in whatever order flags and words stand. */
export function readKubectl(words: readonly string[]): KubectlCommand {
  const end = words.indexOf("--");
  const own = end === -1 ? words : words.slice(0, end);
  const operands: string[] = [];
  const flags = new Map<string, string>();
  for (let index = 0; index < own.length; index += 1) {
    const word = own[index] ?? "";
    const flag = FLAG.exec(word)?.groups;
    if (flag === undefined) {
      operands.push(word);
      continue;
    }
    const short = flag["name"] ?? "";
    const name =
      (Object.hasOwn(LONG_NAMES, short) ? LONG_NAMES[short] : undefined) ??
      short;
    if (flag["value"] !== undefined) flags.set(name, flag["value"]);
    else if (SWITCHES.has(name)) flags.set(name, "true");
    else {
      index += 1;
      flags.set(name, own[index] ?? "");
    }
  }
  const length = TWO_WORDS.has(operands[0] ?? "") ? 2 : 1;
  return {
    verb: operands.slice(0, length).join(" "),
    operands: operands.slice(length),
    flags,
    inner: end === -1 ? [] : words.slice(end + 1),
  };
}

const FLAG = /^--?(?<name>[A-Za-z][\w-]*)(?:=(?<value>[\s\S]*))?$/;
