/** The words of a piece of HTML, on one line. Linear in its length, whatever it holds. */

/** Elements whose content is no text. */
const silent = ["script", "style", "template", "iframe", "noscript"];
const inline =
  /^\/?(a|abbr|b|bdi|bdo|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|time|u|wbr)$/;
/** Longer ones are cut before they are read: a headline and a summary need no more. */
const longest = 20_000;

/** ISO 8859-1 from 160 on, in order, and the marks of French and English typography. */
const latin =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
const named = new Map<string, string>([
  ...latin.split(" ").map((name, at) => [name, String.fromCodePoint(160 + at)] as const),
  ...Object.entries({
    amp: "&",
    lt: "<",
    gt: ">",
    quot: '"',
    apos: "'",
    OElig: "Œ",
    oelig: "œ",
    ndash: "–",
    mdash: "—",
    lsquo: "‘",
    rsquo: "’",
    sbquo: "‚",
    ldquo: "“",
    rdquo: "”",
    bdquo: "„",
    hellip: "…",
    bull: "•",
    trade: "™",
    euro: "€",
  }),
]);

/** Tags, comments and scripts are gone, references are read; what was escaped twice is no markup either. */
export function plainText(html: string): string {
  const once = withoutReferences(withoutTags(html.slice(0, longest)));
  return withoutTags(once)
    .replace(/[\p{Cs}\p{Cc}\s]+/gu, " ")
    .trim();
}

/** At most so many characters, cut between words, with an ellipsis. */
export function shortened(text: string, most: number): string {
  const characters = Array.from(text);
  if (characters.length <= most) return text;
  const cut = characters.slice(0, most - 1).join("");
  const space = cut.lastIndexOf(" ");
  return `${(space > most / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

function withoutTags(html: string): string {
  let told = "";
  let from = 0;
  while (from < html.length) {
    const open = html.indexOf("<", from);
    if (open === -1) return told + html.slice(from);
    told += html.slice(from, open);
    if (!/^<[a-z/!?]/i.test(html.slice(open, open + 2))) {
      told += "<";
      from = open + 1;
      continue;
    }
    const name = nameAt(html, open);
    told += inline.test(name) ? "" : " ";
    from = endOf(html, open, name);
  }
  return told;
}

function nameAt(html: string, open: number): string {
  return (/^\/?[a-z][\w-]*/i.exec(html.slice(open + 1, open + 32))?.[0] ?? "").toLowerCase();
}

/** Where text goes on after a tag, a comment or a silent element; the end when it is never closed. */
function endOf(html: string, open: number, name: string): number {
  if (html.startsWith("<!--", open)) return after(html, "-->", open);
  if (!silent.includes(name)) return after(html, ">", open);
  const closed = new RegExp(`</${name}\\b`, "i").exec(html.slice(open));
  return closed ? after(html, ">", open + closed.index) : html.length;
}

function after(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at === -1 ? html.length : at + mark.length;
}

function withoutReferences(text: string): string {
  return text.replace(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,7});/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return named.get(name) ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : " ";
  });
}
