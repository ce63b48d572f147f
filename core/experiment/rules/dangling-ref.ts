import { quote } from "../../text/quote.ts";
import { suggestionHint } from "../../text/suggest.ts";
import { placesOf } from "../outline.ts";
import type { ControlOutline, Outline, Path } from "../outline.ts";
import type { Rule, RuleFinding } from "../rule.ts";

export const danglingRef: Rule = {
  code: "dangling-ref",
  severity: "error",
  explanation:
    "A `ref` of an activity has to name one of the hypothesis or the method, a `ref` of a control one of the experiment's own controls: Chaos Toolkit looks up no others. It refuses one in the method that leads nowhere, and one that names no control at all; any other it accepts, and what was meant to run does not.",
  example: {
    wrong: `
rollbacks:
  - ref: restore-the-databse`,
    right: `
rollbacks:
  - ref: kill-the-pod`,
  },
  *find(experiment) {
    yield* findActivities(experiment);
    yield* findControls(experiment);
  },
};

function* findActivities(experiment: Outline): Generator<RuleFinding> {
  const places = placesOf(experiment);
  const known = new Set(
    places.flatMap(({ section, activity: { ref, name } }) =>
      ref === undefined && name !== undefined && section !== "rollbacks"
        ? [name]
        : [],
    ),
  );
  for (const { section, activity, path } of places) {
    const { ref } = activity;
    if (ref === undefined || ref === "" || known.has(ref)) continue;
    yield {
      message: `no activity of the method or the hypothesis is called ${quote(ref)}`,
      hint: suggestionHint(ref, [...known], "activities"),
      path: [...path, "ref"],
      ...(section === "method" && { refused: true }),
    };
  }
}

function* findControls(experiment: Outline): Generator<RuleFinding> {
  const controls = controlsOf(experiment);
  const known = namesOf(experiment.controls);
  const anywhere = namesOf(controls.map(({ control }) => control));
  for (const { control, path } of controls) {
    const { ref } = control;
    if (ref === undefined || ref === "" || known.has(ref)) continue;
    yield {
      message: `no control of the experiment is called ${quote(ref)}`,
      hint: suggestionHint(ref, [...known], "controls"),
      path: [...path, "ref"],
      // chaoslib's `validate_controls` is content with a control of that name wherever it stands.
      ...(!anywhere.has(ref) && { refused: true }),
    };
  }
}

/** Of those that are written out, not by reference. */
function namesOf(controls: readonly ControlOutline[] = []): Set<string> {
  return new Set(
    controls.flatMap(({ ref, name }) =>
      ref === undefined && name !== undefined ? [name] : [],
    ),
  );
}

function controlsOf(
  experiment: Outline,
): { control: ControlOutline; path: Path }[] {
  const hypothesis = "steady-state-hypothesis";
  const owners = [
    { controls: experiment.controls, path: [] },
    { controls: experiment[hypothesis]?.controls, path: [hypothesis] },
    ...placesOf(experiment).map(({ activity, path }) => ({
      controls: activity.controls,
      path,
    })),
  ];
  return owners.flatMap(({ controls = [], path }) =>
    controls.map((control, index) => ({
      control,
      path: [...path, "controls", index],
    })),
  );
}
