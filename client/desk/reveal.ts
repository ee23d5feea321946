/** Brings what would leave into view before it leaves. */

/** Scrolls the first card that was not yet in view into it; false when every card was. */
export function revealNext(): boolean {
  const unseen = document.querySelector("[data-preview=unseen]");
  if (!unseen) return false;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  unseen.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  return true;
}
