import { isMapping, writtenPlacesOf } from "./outline.ts";
import type { ActivityOutline, Outline, Path } from "./outline.ts";

type ProviderOutline = NonNullable<ActivityOutline["provider"]>;

/** Something that is carried out, and where it stands. */
export interface ProviderPlace {
  provider: ProviderOutline;
  path: Path;
}

/** The provider of each activity that is written out. */
export function providersOf(experiment: Outline): ProviderPlace[] {
  return writtenPlacesOf(experiment).flatMap(({ activity, path }) =>
    activity.provider
      ? { provider: activity.provider, path: [...path, "provider"] }
      : [],
  );
}

/** An activity's or a provider's arguments by their names; empty where they are none. */
export function argumentsOf(
  provider: ProviderOutline,
): Record<string, unknown> {
  const given = provider["arguments"];
  return isMapping(given) ? given : {};
}
