import { type Commit, encodePath } from "../emulate/repository-files.ts";
import { type Html, markup } from "./html.ts";
import { moment } from "./layout.ts";

export function filePage(path: string, ref: string, content: Buffer): Html {
  const title = markup`<h1>
    ${path} <span class="soft">at ${short(ref)}</span>
  </h1>`;
  if (content.includes(0))
    return markup`${title}
      <p class="soft">${content.length} bytes that are no text.</p>`;
  const lines = content.toString().replace(/\n$/, "").split("\n");
  const shown = lines.map((line, index) => {
    const number = index + 1;
    const label = String(number).padStart(4);
    return markup`<a id="L${number}" href="#L${number}">${label}</a>  ${line}\n`;
  });
  return markup`${title}<pre><code>${shown}</code></pre>`;
}

export function commitPage(commit: Commit, place: string): Html {
  const { sha, parents, files } = commit;
  const { message, author } = commit.commit;
  return markup`<h1>${message.split("\n")[0] ?? ""}</h1>
    <p class="soft">
      ${author.name} ${moment(new Date(author.date))} ·
      ${sha}${parents.map(
        (parent) =>
          markup` · parent
            <a href="${place}/commit/${parent.sha}">${short(parent.sha)}</a>`,
      )}
    </p>
    ${files.map(
      ({ filename, status, patch }) =>
        markup`<article>
          <header>
            <a href="${place}/blob/${sha}/${encodePath(filename)}">${filename}</a>
            <span class="soft">${status}</span>
          </header>
          <pre><code>${patch ?? ""}</code></pre>
        </article>`,
    )}`;
}

function short(ref: string): string {
  return /^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 7) : ref;
}
