import { known } from "../../../../core/gate/fact.ts";
import { isOver, type Pin } from "../../../../core/request/request.ts";
import { minutes, RequestStory, RUN } from "../observation-builder.ts";

export const APPROVERS = ["ahmed", "sarah", "mike"];
export const REQUESTER = "olivia";
export const DAY_MS = minutes(24 * 60);
const MOST_ROUNDS = 12;

/**
 * A request, and the little of the world that its promises are about. The plan's effects happen one by one, and the app
 * may die between any two; a run that was started unheard of is seen by the next look, as the app looks for it.
 */
export class ModelWorld {
  readonly story: RequestStory;
  /** How often the workflow was started. */
  starts: number;
  /** Whether GitHub starts what it is asked to; whether the app hears of that is for `look` to say. */
  starting: boolean;
  broken: string | undefined;

  constructor(from?: ModelWorld) {
    this.story = from?.story.copy() ?? new RequestStory();
    this.starts = from?.starts ?? 0;
    this.starting = from?.starting ?? true;
  }

  /** Looks, and dies after so many effects; without a number it lives until nothing is left to do. */
  look(dieAfter = Infinity): void {
    let done = 0;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const { effects } = this.story.plan();
      const changes = effects.filter(
        ({ kind }) => !["status", "record-decision", "call"].includes(kind),
      );
      for (const effect of changes) {
        if (done === dieAfter) return;
        if (effect.kind === "dispatch") this.#dispatch(effect.pin);
        this.story.performs(effect);
        done += 1;
      }
      if (changes.every(({ kind }) => kind === "watched")) return;
      if (changes.some(({ kind }) => kind === "cancel-run")) this.#stop();
    }
    this.broken = "the plan never comes to rest";
  }

  runBecomes(change: Partial<typeof RUN>): void {
    const { run } = this.story.observation;
    if (run.state === "found")
      this.story.given({ run: { ...run, run: { ...run.run, ...change } } });
  }

  judge(): void {
    const { run } = this.story.observation;
    if (run.state !== "found" || run.run.status !== "completed") return;
    const judgement = { verdict: "held", reason: "It held." } as const;
    this.story.given({ run: { ...run, judgement } });
  }

  /** Whether one can get out of here: GitHub answers, people do what they can, time goes by. */
  hasWayOut(): boolean {
    const world = new ModelWorld(this);
    world.starting = true;
    world.story.givenFacts({ halts: known([]) });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      world.story.passes(minutes(3));
      world.look();
      world.runBecomes({ status: "completed", conclusion: "success" });
      world.judge();
      world.look();
      const { record, issue } = world.story.observation;
      if (isOver(record.phase) && !issue.open) return true;
      world.story.says(REQUESTER, "/chaos cancel");
    }
    return false;
  }

  /** The same for two worlds between which no plan can tell. */
  name(): string {
    const { observation, now } = this.story;
    const { record, run, comments, issue, head, facts } = observation;
    return JSON.stringify([
      record.phase,
      record.pins.map(({ commit, announcedBy }) => [commit, announcedBy]),
      [...record.answers],
      record.dispatch,
      run,
      comments.map(({ id, author, body }) => [id, author, body.slice(0, 20)]),
      issue.open,
      head,
      facts.halts,
      now.getTime(),
      this.starts,
      this.starting,
    ]);
  }

  #dispatch(pin: Pin): void {
    this.broken ??= this.#flawOf(pin);
    if (!this.starting) return;
    this.starts += 1;
    if (this.starts > 1) this.broken ??= "the workflow was started twice";
    this.story.given({ run: { state: "found", run: RUN } });
  }

  #stop(): void {
    this.runBecomes({ status: "completed", conclusion: "cancelled" });
  }

  /** Why nothing may be started now, read from what people said and from nothing that the app remembers of it. */
  #flawOf(pin: Pin): string | undefined {
    const { observation, now } = this.story;
    const { comments, head, record, facts, issue } = observation;
    if (!facts.halts.known || facts.halts.value.length > 0)
      return "it was started in spite of a halt";
    if (pin.commit !== head) return "another commit was started than the head";
    if (record.pins.at(-1)?.announcedBy !== pin.announcedBy)
      return "it was started for a pin that is not in force";
    if (isOver(record.phase) || !issue.open) return "it was over already";
    for (const person of APPROVERS) {
      const last = comments.findLast(
        ({ author, body }) =>
          author === person &&
          ["/chaos approve", "/chaos withdraw"].includes(body),
      );
      const lives =
        last?.body === "/chaos approve" &&
        last.id > pin.announcedBy &&
        now.getTime() < last.createdAt.getTime() + DAY_MS;
      if (!lives) return `it was started without ${person}'s approval`;
    }
    if (comments.some(({ body }) => /^\/chaos (deny|cancel)/.test(body)))
      return "it was started although somebody ended it";
    return undefined;
  }
}
