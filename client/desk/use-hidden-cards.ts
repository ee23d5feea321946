import { type RefObject, useEffect, useRef } from "react";
import { useDesk } from "./desk-store.ts";

/** A card counts as seen when this much of it was in view at once, or it filled this much of the view. */
const enough = 0.9;

/**
 * Counts the cards that will leave and were not yet in view, among the `[data-preview]` below `root`. A card seen once is
 * seen until `about` (what is armed) changes; `shape` changes when cards come or go.
 */
export function useHiddenCards(
  root: RefObject<HTMLElement | null>,
  about: string,
  shape: string,
): void {
  const seen = useRef({ about, names: new Set<string>() });
  useEffect(() => {
    if (seen.current.about !== about) seen.current = { about, names: new Set() };
    const { names } = seen.current;
    const cards = [...(root.current?.querySelectorAll<HTMLElement>("[data-preview]") ?? [])];
    const count = (): void => {
      for (const card of cards)
        card.dataset["preview"] = names.has(nameOf(card)) ? "seen" : "unseen";
      useDesk.setState({ hiddenCards: cards.filter((card) => !names.has(nameOf(card))).length });
    };
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) if (isInView(entry)) names.add(nameOf(entry.target));
        count();
      },
      { threshold: [0.25, 0.5, 0.75, enough, 1] },
    );
    for (const card of cards) observer.observe(card);
    return () => {
      observer.disconnect();
      useDesk.setState({ hiddenCards: 0 });
    };
  }, [root, about, shape]);
}

function nameOf(card: Element): string {
  return card.id;
}

function isInView({ intersectionRatio, intersectionRect, rootBounds }: IntersectionObserverEntry) {
  const fills = rootBounds !== null && intersectionRect.height >= rootBounds.height * enough * 0.6;
  return intersectionRatio >= enough || fills;
}
