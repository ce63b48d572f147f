import type { Outline, Path } from "../outline.ts";
import { resolve } from "../substitution.ts";
import type { Aspect, Fault, Obscurity, Touch } from "./touch.ts";

/** Collects what one activity touches, with the variables of its experiment filled in. */
export class TouchCollector {
  readonly touches: Touch[] = [];
  readonly #experiment: Outline;
  readonly #path: Path;

  constructor(experiment: Outline, path: Path) {
    this.#experiment = experiment;
    this.#path = path;
  }

  fault(value: Fault): void {
    const aspect = "faults";
    this.touches.push({
      known: true,
      aspect,
      value,
      from: "text",
      path: this.#path,
    });
  }

  obscure(why: Obscurity, what: string, aspects: readonly Aspect[]): void {
    this.touches.push({ known: false, aspects, why, what, path: this.#path });
  }

  /** Adds what a text says once it is filled in, or that it can't be told. */
  add(
    aspect: Aspect,
    written: unknown,
    read: (value: string) => string | undefined = (value) => value,
  ): void {
    const resolved = resolve(written, this.#experiment);
    if (!resolved.known) {
      this.obscure("variable", resolved.variable, [aspect]);
      return;
    }
    const value = read(String(resolved.value));
    if (value === undefined) return;
    this.touches.push({
      known: true,
      aspect,
      value,
      from: resolved.from,
      path: this.#path,
    });
  }
}
