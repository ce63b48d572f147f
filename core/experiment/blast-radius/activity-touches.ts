import { isMapping, writtenPlacesOf } from "../outline.ts";
import type { ActivityOutline, Place } from "../outline.ts";
import { remembered } from "../remembered.ts";
import { argumentsOf } from "../provider-place.ts";
import { isKubernetesModule, touchKubernetes } from "./kubernetes-module.ts";
import { touchKubectl } from "./kubectl.ts";
import { TouchCollector } from "./touch-collector.ts";
import type { Touch } from "./touch.ts";

const EVERYTHING = ["namespaces", "workloads", "hosts", "faults"] as const;

/** What each activity of an experiment touches, as far as that can be told without running anything. */
export const touchesOf = remembered(
  (experiment): readonly (Touch & Pick<Place, "section">)[] =>
    writtenPlacesOf(experiment).flatMap(({ activity, section, path }) => {
      const collector = new TouchCollector(experiment, path);
      touchByProvider(activity, collector);
      return collector.touches.map((touch) => ({ ...touch, section }));
    }),
);

type Provider = NonNullable<ActivityOutline["provider"]>;

function touchByProvider(
  { type, provider }: ActivityOutline,
  collector: TouchCollector,
): void {
  const acts = type !== "probe";
  if (provider?.type === "http") touchHttp(provider, acts, collector);
  if (provider?.type === "process") touchProcess(provider, acts, collector);
  if (provider?.type === "python") touchPython(provider, acts, collector);
}

function touchHttp(
  { url }: Provider,
  acts: boolean,
  collector: TouchCollector,
): void {
  if (url !== undefined) collector.add("hosts", url, hostOf);
  if (acts) collector.fault("http-request");
}

function touchPython(
  provider: Provider,
  acts: boolean,
  collector: TouchCollector,
): void {
  const { module = "", func = "" } = provider;
  if (isKubernetesModule(module))
    touchKubernetes(module, func, argumentsOf(provider), collector);
  else if (acts) collector.obscure("python", `${module}.${func}`, EVERYTHING);
}

function touchProcess(
  { path = "", arguments: given }: Provider,
  acts: boolean,
  collector: TouchCollector,
): void {
  const program = path.slice(path.lastIndexOf("/") + 1);
  if (typeof given === "string" && /[|&;<>()`\n]|\$\(/.test(given)) {
    if (acts) collector.obscure("shell", program, EVERYTHING);
    return;
  }
  const words = wordsOf(given);
  if (program === "kubectl" || program === "oc") {
    touchExec(words, acts, collector);
    return;
  }
  for (const url of words.filter((word) => /^https?:\/\//.test(word)))
    collector.add("hosts", url, hostOf);
  if (acts) collector.obscure("program", program, EVERYTHING);
}

/** A probe may look into a pod by way of a command. */
function touchExec(
  words: readonly string[],
  acts: boolean,
  collector: TouchCollector,
): void {
  if (acts || !words.includes("exec")) touchKubectl(words, collector);
}

/** As chaoslib hands them to the program; text is split where no shell would do more. */
export function wordsOf(given: unknown): string[] {
  if (typeof given === "string")
    return given
      .split(/\s+/)
      .map((word) => word.replaceAll(/^["']|["']$/g, ""));
  const all = isMapping(given) ? Object.entries(given).flat() : given;
  return Array.isArray(all) ? all.map(String) : [];
}

/** The host of a url, with its port where one is named. */
function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host || undefined : undefined;
}
