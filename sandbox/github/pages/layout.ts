import type { Answer } from "../front/http.ts";
import { Html, markup } from "./html.ts";

const STYLE = new Html(`
:root { color-scheme: light dark; --line: light-dark(#d1d9e0, #3d444d); --soft: light-dark(#59636e, #9198a1);
  --box: light-dark(#f6f8fa, #151b23); --link: light-dark(#0969da, #4493f8); }
* { box-sizing: border-box; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem 1.5rem 4rem; line-height: 1.5;
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
a { color: var(--link); }
nav, .soft { color: var(--soft); }
nav { padding-bottom: .5rem; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.6rem; line-height: 1.25; }
article { margin: 1rem 0; border: 1px solid var(--line); border-radius: .4rem; }
article > header { padding: .4rem 1rem; background: var(--box); border-bottom: 1px solid var(--line);
  border-radius: .4rem .4rem 0 0; }
article > div { padding: .25rem 1rem; }
article:target { outline: 2px solid var(--link); }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { padding: .3rem .7rem; border: 1px solid var(--line); text-align: left; }
pre { padding: .75rem 1rem; overflow-x: auto; background: var(--box); border-radius: .4rem; }
code { font: .875em/1.5 ui-monospace, monospace; }
pre a { color: var(--soft); text-decoration: none; user-select: none; }
pre a:target { outline: 2px solid var(--link); }
blockquote { margin: 0; padding-left: 1rem; border-left: .25rem solid var(--line); color: var(--soft); }
ul.list { list-style: none; padding: 0; }
ul.list li { padding: .5rem 0; border-bottom: 1px solid var(--line); }
.badge { padding: .1rem .6rem; border: 1px solid var(--line); border-radius: 1rem; font-size: .85rem; }
`);

/** A page of the repository. */
export function layout(title: string, fullName: string, content: Html): Answer {
  const place = `/${fullName}`;
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${fullName}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <nav>
          <strong>${fullName}</strong> · <a href="${place}/issues">Issues</a> ·
          <a href="${place}/actions">Actions</a> · the sandbox's local GitHub
        </nav>
        <main>${content}</main>
      </body>
    </html>`;
  return {
    status: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
    },
    body: page.text,
  };
}

/** A time as people read it. */
export function moment(time: Date): Html {
  const written = time.toISOString();
  const weekday = new Intl.DateTimeFormat("en", {
    weekday: "short",
    timeZone: "UTC",
  }).format(time);
  return markup`<time datetime="${written}">${weekday} ${written.slice(0, 16).replace("T", " ")} UTC</time>`;
}
