import type { Commit } from "../emulate/repository-files.ts";
import { html, type Html } from "./html.ts";
import { moment } from "./layout.ts";

export function filePage(path: string, ref: string, content: Buffer): Html {
  const title = html`<h1>
    ${path} <span class="soft">at ${short(ref)}</span>
  </h1>`;
  if (content.includes(0))
    return html`${title}
      <p class="soft">${content.length} bytes that are no text.</p>`;
  const lines = content.toString().replace(/\n$/, "").split("\n");
  return html`${title}
    <pre><code>${lines.map(
      (line, index) =>
        html`<a id="L${index + 1}" href="#L${index + 1}"
            >${String(index + 1).padStart(4)}</a
          >
          ${line} `,
    )}</code></pre>`;
}

export function commitPage(commit: Commit, place: string): Html {
  const { sha, parents, files } = commit;
  const { message, author } = commit.commit;
  return html`<h1>${message.split("\n")[0] ?? ""}</h1>
    <p class="soft">
      ${author.name} ${moment(new Date(author.date))} ·
      ${sha}${parents.map(
        (parent) =>
          html` · parent
            <a href="${place}/commit/${parent.sha}">${short(parent.sha)}</a>`,
      )}
    </p>
    ${files.map(
      ({ filename, status, patch }) =>
        html`<article>
          <header>
            <a href="${place}/blob/${sha}/${filename}">${filename}</a>
            <span class="soft">${status}</span>
          </header>
          <pre><code>${patch ?? ""}</code></pre>
        </article>`,
    )}`;
}

function short(ref: string): string {
  return /^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 7) : ref;
}
