/** What has to be found for the step to fail. */
export type FailOn = (typeof FAIL_ON)[number];

export interface ValidateInputs {
  files: "changed" | "all";
  failOn: FailOn;
  /** Where the SARIF file goes, from the workspace; absent: none is written. */
  sarif?: string;
  /** Absent: GitHub is not asked. */
  token?: string;
}

export type InputsResult =
  | { ok: true; inputs: ValidateInputs }
  /** A sentence. */
  | { ok: false; problem: string };

const FILES = ["changed", "all"] as const;
const FAIL_ON = ["error", "warning", "never"] as const;

/** @param input answers an input's text by its name, empty where it was not given */
export function readInputs(input: (name: string) => string): InputsResult {
  const files = FILES.find((choice) => choice === input("files"));
  if (!files) return refuse("files", input("files"), FILES);
  const failOn = FAIL_ON.find((choice) => choice === input("fail-on"));
  if (!failOn) return refuse("fail-on", input("fail-on"), FAIL_ON);
  const [sarif, token] = [input("sarif"), input("token")];
  if (files === "changed" && token === "")
    return {
      ok: false,
      problem:
        "The input token is empty, and GitHub has to be asked which files changed: give a token, or set the input files to all.",
    };
  return {
    ok: true,
    inputs: {
      files,
      failOn,
      ...(sarif !== "" && { sarif }),
      ...(token !== "" && { token }),
    },
  };
}

function refuse(
  name: string,
  value: string,
  choices: readonly string[],
): InputsResult {
  const given = value === "" ? "empty" : JSON.stringify(value.slice(0, 100));
  return {
    ok: false,
    problem: `The input ${name} is ${given}; it has to be ${choices.join(" or ")}.`,
  };
}
