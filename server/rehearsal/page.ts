/** The rehearsal network's public page: what a follower would see. No script, no outside resource. */
import type { StoredPost } from "./timeline.ts";

const style = `
:root{color-scheme:light;--ink:#1e1a14;--mid:#5f574b;--line:#ddd6ca;--paper:#fcfaf6}
*{box-sizing:border-box;margin:0}body{background:var(--paper);color:var(--ink);font:400 16px/1.5 system-ui,sans-serif;padding:32px 16px 64px}
main{max-width:600px;margin:0 auto}h1{font-size:24px;line-height:1.2;letter-spacing:-.02em}header p{color:var(--mid);margin:4px 0 24px}
article{border-top:1px solid var(--line);padding:16px 0}article p{font-size:18px;white-space:pre-wrap;overflow-wrap:anywhere;margin:4px 0 6px}
article header{display:flex;gap:8px;align-items:baseline;flex-wrap:wrap}article b{font-weight:700}article span,article a{color:var(--mid);font-size:14px}
.none{color:var(--mid);border-top:1px solid var(--line);padding:16px 0}`;

/** The page for these posts; `title` tells which. */
export function timelinePage(title: string, posts: readonly StoredPost[]): string {
  const body =
    posts.length > 0
      ? posts.map(article).join("\n")
      : `<p class="none">Rien encore. · Nothing yet.</p>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)}</title><style>${style}</style></head><body><main><header><h1>${escape(title)}</h1>
<p lang="fr">Réseau de répétition : rien de ce qui est ici n’est public.</p><p lang="en">Rehearsal network: nothing here is public.</p></header>
${body}</main></body></html>`;
}

function article(post: StoredPost): string {
  return `<article id="${escape(post.id)}"><header><b>@${escape(post.handle)}</b><span>${post.language.toUpperCase()}</span>
<a href="/posts/${encodeURIComponent(post.id)}"><time datetime="${escape(post.createdAt)}">${escape(post.createdAt.slice(11, 19))} UTC</time></a></header>
<p lang="${post.language}">${escape(post.text)}</p></article>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
