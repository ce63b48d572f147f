import type { OverrideSettings } from "../gates/override.ts";
import type { EnvironmentRule } from "../schema.ts";
import type { RequiredPart } from "./organisation.ts";

/**
 * Who may break the glass: where the organisation says who, nobody else; where it does not, the repository's people, and
 * none of the gates that the organisation requires.
 */
export function strongerOverride(
  { override: mine }: EnvironmentRule,
  required: RequiredPart["environments"][string],
): OverrideSettings | undefined {
  if (required.override || !mine) return required.override;
  const gates = mine.gates.filter((gate) => required.gates[gate] === undefined);
  return gates.length > 0 ? { ...mine, gates } : undefined;
}
