/** By which token failures are told of, and whom else's issues to look out for. */
export interface FilingInputs {
  token: string;
  /** The login that the token writes as: only what that login wrote is trusted. */
  author: string;
  /** The slug of the App that may govern the repository. */
  app: string;
}

export type FilingInputsResult =
  | { wanted: false }
  | { wanted: true; inputs: FilingInputs }
  /** A sentence. */
  | { wanted: true; problem: string };

/** @param input answers an input's text by its name, empty where it was not given */
export function readFilingInputs(
  input: (name: string) => string,
): FilingInputsResult {
  const wanted = input("failure-issue");
  if (wanted === "" || wanted === "false") return { wanted: false };
  if (wanted !== "true") {
    const given = JSON.stringify(wanted.slice(0, 100));
    return misused(`failure-issue is ${given}; it has to be true or false`);
  }
  const inputs = {
    token: input("token"),
    author: input("author"),
    app: input("app"),
  };
  const empty = Object.entries(inputs).find(([, value]) => value === "");
  return empty ? misused(`${empty[0]} is empty`) : { wanted: true, inputs };
}

function misused(what: string): FilingInputsResult {
  const problem = `No failure issue was looked after: the input ${what}.`;
  return { wanted: true, problem };
}
