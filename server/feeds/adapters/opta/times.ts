/** The provider's two ways of writing a time. Where there is no offset it is London's, wherever the match is. */
import { badField } from "../../bad-message.ts";
import { instantOf } from "../../reading/times.ts";
import { type Element, value } from "../../reading/xml.ts";

/** ISO UTC of `20180923T150213+0100` or `2018-09-23T15:02:13.608` (thousandths may lack their zeros); null when absent. */
export function timeOf(
  element: Element | null,
  name: string,
  zone = "Europe/London",
): string | null {
  const written = value(element, name);
  return written === null ? null : parsed(written, `${element?.name}@${name}`, zone);
}

/** The same of an element's text. */
export function timeIn(element: Element | null): string | null {
  const written = element?.text.trim();
  return element && written ? parsed(written, element.name, "Europe/London") : null;
}

function parsed(written: string, field: string, zone: string): string {
  const found =
    /^(\d{4})-?(\d{2})-?(\d{2})[T ](\d{2}):?(\d{2}):?(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?$/.exec(
      written,
    );
  const [, year, month, day, hour, minute, second, parts = "", offset = null] = found ?? [];
  const thousandths = parts.length > 3 ? parts.slice(0, 3) : parts.padStart(3, "0");
  const instant = instantOf(
    `${year}-${month}-${day}`,
    `${hour}${minute}${second}${thousandths}`,
    zone,
    offset?.replace(/^(.\d{2}):?(\d{2})$/, "$1:$2") ?? null,
  );
  if (instant) return instant;
  throw badField(field, `"${written.slice(0, 40)}" is no time like 2018-09-23T15:02:13`);
}
