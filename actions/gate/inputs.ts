import {
  isEnvironmentName,
  isExperimentName,
} from "../../core/request/request.ts";

/** What the app says of a dispatch of its own. Anybody who may start a workflow can say the same: it is checked. */
export interface Claim {
  request: string;
  correlation: string;
  digest: string;
  commit: string;
}

/** What the input `app` says where there is none. */
const NO_APP = "none";

export interface GateInputs {
  experiment: string;
  environment: string;
  skipValidation: boolean;
  /** Absent where a person started the run, who sets none of its fields. */
  claim?: Claim;
  /** The slug of the App that may dispatch. */
  app: string;
  /** Whether no App dispatches for this repository: the gate decides by itself. */
  alone: boolean;
  /** The login that the token writes as: where the gate decides, only what it wrote is believed. */
  author: string;
  /** Whether the owner is known to have an organisation's file. */
  organisationRequired: boolean;
  token: string;
  /** Where the app is, and the key of this repository's tokens; absent where one of them is not given. */
  safeguard?: { url: string; key: string };
}

export type InputsResult =
  | { ok: true; inputs: GateInputs }
  /** A sentence. */
  | { ok: false; problem: string };

/** @param input answers an input's text by its name, empty where it was not given */
export function readInputs(input: (name: string) => string): InputsResult {
  const experiment = input("experiment");
  if (!isExperimentName(experiment)) {
    return refuse(
      "experiment",
      experiment,
      "the experiment's file name without folder and ending, as in database-pod-failure",
    );
  }
  const environment = input("environment");
  if (!isEnvironmentName(environment)) {
    return refuse(
      "environment",
      environment,
      "the name of an environment of the policy, as in staging",
    );
  }
  const skip = input("skip-validation");
  if (!["", "true", "false"].includes(skip)) {
    return refuse("skip-validation", skip, "true or false");
  }
  const app = input("app");
  if (!/^[a-z0-9][a-z0-9-]{0,99}$/.test(app)) {
    return refuse("app", app, "the slug of the App, as in chaos-governor");
  }
  const alone = app === NO_APP;
  const author = input("author");
  if (!/^[A-Za-z0-9-]{1,100}\[bot\]$/.test(author)) {
    return refuse("author", author, "a bot's login, as in github-actions[bot]");
  }
  const above = input("organisation-policy");
  if (!["", "optional", "required"].includes(above)) {
    return refuse("organisation-policy", above, "optional or required");
  }
  const token = input("token");
  if (token === "") {
    return refuse("token", token, "a token that may read the repository");
  }
  const url = input("safeguard-url").replace(/\/+$/, "");
  if (url !== "" && !/^https?:\/\/[^\s?#]+$/.test(url)) {
    return refuse("safeguard-url", url, "the app's address, as in https://…");
  }
  const key = input("safeguard-key");
  const claim: Claim = {
    request: input("request"),
    correlation: input("correlation"),
    digest: input("digest"),
    commit: input("commit"),
  };
  const { request: _, ...appsOwn } = claim;
  const foreign = Object.entries(appsOwn).find(([, value]) => value !== "");
  if (alone && foreign) {
    return refuse(
      foreign[0],
      foreign[1],
      "empty: there is no app that sets it",
    );
  }
  const claimed = Object.values(claim).some((value) => value !== "");
  return {
    ok: true,
    inputs: {
      experiment,
      environment,
      skipValidation: skip === "true",
      app,
      alone,
      author,
      organisationRequired: above === "required",
      token,
      ...(url !== "" && key !== "" && { safeguard: { url, key } }),
      ...(claimed && { claim }),
    },
  };
}

function refuse(name: string, value: string, wanted: string): InputsResult {
  const given = value === "" ? "empty" : JSON.stringify(value.slice(0, 100));
  return {
    ok: false,
    problem: `The input ${name} is ${given}; it has to be ${wanted}.`,
  };
}
