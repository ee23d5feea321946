/** Brings what would leave into view before it leaves. */

/** Scrolls the first card that is not wholly in view into it; false when every card is. */
export function revealNext(): boolean {
  const cards = [...document.querySelectorAll("[data-preview]")];
  const hidden = cards.find((card) => !inView(card));
  if (!hidden) return false;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  hidden.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  return true;
}

function inView(card: Element): boolean {
  const box = card.getBoundingClientRect();
  const frame = scrollerOf(card).getBoundingClientRect();
  return (
    box.top >= frame.top - 1 && box.bottom <= Math.max(frame.bottom, frame.top + box.height) + 1
  );
}

function scrollerOf(card: Element): Element {
  for (let up = card.parentElement; up; up = up.parentElement)
    if (up.scrollHeight > up.clientHeight && getComputedStyle(up).overflowY !== "visible")
      return up;
  return document.documentElement;
}
