import { isExpired } from "../actions/run-json.ts";
import type { Run } from "../run.ts";
import { type Html, markup } from "./html.ts";
import { moment } from "./layout.ts";
import { renderMarkdown } from "./markdown.ts";

/** How the runner marks steps in the log: one that begins, and how it ended. */
const STEP = /^(?<mark>[▶✓✗⏭]) (?<name>.*)$/u;

export function runsPage(runs: readonly Run[], place: string): Html {
  return markup`<h1>Workflow runs</h1>
    <ul class="list">
      ${runs.toReversed().map(
        (run) =>
          markup`<li>
            <a href="${place}/actions/runs/${run.id}">${run.title}</a>
            <span class="badge">${state(run)}</span><br />
            <span class="soft">${run.workflow.name} #${run.number} by ${run.actor}
              ${moment(run.createdAt)}</span>
          </li>`,
      )}
    </ul>
    ${runs.length === 0 ? markup`<p class="soft">There are none.</p>` : ""}`;
}

export function runPage(run: Run, place: string): Html {
  const { commit, workflow } = run;
  const inputs = Object.entries(run.inputs).filter(([, value]) => value !== "");
  return markup`<h1>${run.title} <span class="badge">${state(run)}</span></h1>
    <p class="soft">
      <a href="${place}/blob/${commit.sha}/${workflow.path}">${workflow.name}</a>
      #${run.number}, started by ${run.actor} ${moment(run.createdAt)} on
      ${run.branch} at
      <a href="${place}/commit/${commit.sha}">${commit.sha.slice(0, 7)}</a>
    </p>
    ${
      inputs.length === 0
        ? ""
        : markup`<table>
            ${inputs.map(
              ([name, value]) =>
                markup`<tr>
                  <th>${name}</th>
                  <td>${String(value)}</td>
                </tr>`,
            )}
          </table>`
    }
    ${run.summary.map(
      (markdown) =>
        markup`<article>
          <header>Summary</header>
          <div>${renderMarkdown(markdown)}</div>
        </article>`,
    )}
    ${artifacts(run, place)}
    <h2>Log</h2>
    ${steps(run.log).map(
      ({ title, failed, lines }) =>
        markup`<details ${failed ? "open" : ""}>
          <summary>${title}</summary>
          <pre><code>${lines.join("\n")}</code></pre>
        </details>`,
    )}
    ${run.log.length === 0 ? markup`<p class="soft">Nothing yet.</p>` : ""}`;
}

function artifacts({ id, artifacts: found }: Run, place: string): Html {
  if (found.length === 0) return markup``;
  return markup`<h2>Artifacts</h2>
    <ul>
      ${found.map((artifact) =>
        isExpired(artifact)
          ? markup`<li>${artifact.name} (expired)</li>`
          : markup`<li>
              <a href="${place}/actions/runs/${id}/artifacts/${artifact.id}">${artifact.name}.zip</a>
              <span class="soft">${artifact.zip.length} bytes</span>
            </li>`,
      )}
    </ul>`;
}

interface LoggedStep {
  title: string;
  failed: boolean;
  lines: string[];
}

/** The log's lines by the step that wrote them. */
function steps(log: readonly string[]): LoggedStep[] {
  const found: LoggedStep[] = [];
  for (const line of log.flatMap((text) => text.split("\n"))) {
    const { mark, name } = STEP.exec(line)?.groups ?? {};
    const last = found.at(-1);
    if (mark === "✓" || mark === "✗") {
      if (!last) continue;
      last.title = line;
      last.failed = mark === "✗";
    } else if (mark !== undefined && name !== undefined) {
      found.push({ title: line, failed: false, lines: [] });
    } else if (last) {
      last.lines.push(line);
    } else {
      found.push({ title: "Set up", failed: false, lines: [line] });
    }
  }
  return found;
}

function state({ status, conclusion, cancelled }: Run): string {
  if (cancelled && status !== "completed") return "being cancelled";
  return (conclusion ?? status).replace("_", " ");
}
