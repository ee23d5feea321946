/** Reads a body of XML into elements. DOCTYPE is refused: it is the door to entity tricks and ODF has none. */
import { SaxesParser } from "saxes";
import { BadMessage, badField } from "../bad-message.ts";

export type Element = {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: Element[];
  /** How much of its parent's own text stands before it. */
  at: number;
  /** Its own text and CDATA, without that of its children. */
  text: string;
};

const deepest = 64;
const longest = 500;

/**
 * The root element. Throws `BadMessage` with line:column for what is not well-formed. `local` drops the prefixes of
 * element names: formats whose senders choose them are read by what comes after.
 */
export function readXml(text: string, names: "asWritten" | "local" = "asWritten"): Element {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const at = () => `${parser.line}:${parser.column}`;
  const document: Element = { name: "", attributes: {}, children: [], at: 0, text: "" };
  const open: Element[] = [document];
  parser.on("doctype", () => {
    throw new BadMessage(
      400,
      "doctypeRefused",
      `DOCTYPE at ${at()}: send the document without one`,
    );
  });
  parser.on("error", (error) => {
    throw new BadMessage(
      400,
      "malformed",
      `not well-formed XML at ${error.message.split("\n", 1)[0] ?? at()}`,
    );
  });
  parser.on("opentag", (tag) => {
    if (open.length > deepest)
      throw new BadMessage(400, "malformed", `more than ${deepest} levels of elements at ${at()}`);
    const name = names === "local" ? localName(tag.name) : tag.name;
    const { attributes } = tag;
    const parent = open.at(-1);
    const before = parent?.text.length ?? 0;
    const element: Element = { name, attributes, children: [], at: before, text: "" };
    parent?.children.push(element);
    open.push(element);
  });
  const take = (text: string): void => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on("text", take);
  parser.on("cdata", take);
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(text).close();
  const root = document.children[0];
  if (!root) throw new BadMessage(400, "malformed", "the body has no element");
  return root;
}

/** `event-metadata` of `sp:event-metadata`, and `post-event` of `speventstatus:post-event`. */
export function localName(name: string): string {
  return name.slice(name.lastIndexOf(":") + 1);
}

/** Everything written in it, its children's words where they stand. */
export function wholeText(element: Element): string {
  let told = "";
  let from = 0;
  for (const each of element.children) {
    told += element.text.slice(from, each.at) + wholeText(each);
    from = each.at;
  }
  return told + element.text.slice(from);
}

/** The first child of a name, following a path; null when there is none. */
export function child(element: Element | null, ...path: string[]): Element | null {
  return path.reduce<Element | null>(
    (from, name) => from?.children.find((each) => each.name === name) ?? null,
    element,
  );
}

/** Every child of a name. */
export function children(element: Element | null, name: string): Element[] {
  return element?.children.filter((each) => each.name === name) ?? [];
}

/** An attribute's value; null when it is absent or empty, refused when no name or mark is that long. */
export function value(element: Element | null, name: string): string | null {
  const found = element?.attributes[name]?.trim() || null;
  if (found && found.length > longest)
    throw badField(name, `is longer than ${longest} characters on ${element?.name}`);
  return found;
}

/** An attribute that must be there; `advice` says what to do. */
export function required(element: Element, name: string, advice: string): string {
  const found = value(element, name);
  if (found === null) throw badField(name, `is missing on ${element.name}; ${advice}`);
  return found;
}

/** A whole number or null; anything else is refused by name. */
export function whole(element: Element, name: string): number | null {
  const found = value(element, name);
  if (found === null) return null;
  if (!/^\d{1,9}$/.test(found))
    throw badField(name, `"${found.slice(0, 40)}" on ${element.name} is not a whole number`);
  return Number(found);
}
