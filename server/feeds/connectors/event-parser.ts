/** Server-sent events as the HTML standard reads them: pure, fed with text as it comes. */

/** `id` is its own, null where it has none; `lastEventId` what to resume from after it. */
export type ServerEvent = { event: string; data: string; id: string | null; lastEventId: string };
export type EventParser = {
  /** The events that this piece ends. */
  push: (text: string) => ServerEvent[];
  /** Characters of an event that has not ended. */
  pending: () => number;
};

/** `lastEventId` as it was before; `onRetry` hears how long the server wants to be left alone, milliseconds. */
export function createEventParser(lastEventId: string, onRetry: (ms: number) => void): EventParser {
  let rest = "";
  let started = false;
  let event = "";
  let data: string[] = [];
  let size = 0;
  let id: string | null = null;
  let lastId = lastEventId;

  const take = (line: string): ServerEvent | null => {
    if (line === "") return dispatch();
    const [, name = "", value = ""] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (name === "event") event = value;
    else if (name === "data") size += data.push(value) && value.length;
    else if (name === "id" && !value.includes("\0")) id = lastId = value;
    else if (name === "retry" && /^\d+$/.test(value)) onRetry(Number(value));
    return null;
  };
  const dispatch = (): ServerEvent | null => {
    const made = data.length > 0 ? { event, data: data.join("\n"), id, lastEventId: lastId } : null;
    [event, data, size, id] = ["", [], 0, null];
    return made;
  };
  return {
    push(text) {
      rest += started ? text : text.replace(/^\uFEFF/, "");
      started ||= text !== "";
      // A line that ends in CR may go on with LF: it is read when that is known.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      return lines.map(take).filter((each) => each !== null);
    },
    pending: () => rest.length + size,
  };
}
