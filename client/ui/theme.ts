/** Night for a dark room, paper for daylight; each browser remembers its own. Applied before anything is drawn. */
import { create } from "zustand";

const rememberedAs = "rebond.theme";
export type Theme = "night" | "paper";

export const useTheme = create<{ theme: Theme }>(() => ({ theme: recall() }));
apply(useTheme.getState().theme);

function recall(): Theme {
  try {
    return localStorage.getItem(rememberedAs) === "paper" ? "paper" : "night";
  } catch {
    return "night";
  }
}

function apply(theme: Theme): void {
  if (typeof document === "undefined") return;
  document.documentElement.dataset["theme"] = theme;
  const bar = document.querySelector<HTMLMetaElement>("meta[name=theme-color]");
  if (bar) bar.content = getComputedStyle(document.documentElement).getPropertyValue("--ink-1");
}

/** To the other theme. */
export function switchTheme(): void {
  const theme = useTheme.getState().theme === "night" ? "paper" : "night";
  useTheme.setState({ theme });
  apply(theme);
  try {
    localStorage.setItem(rememberedAs, theme);
  } catch {
    // Kept for this visit only.
  }
}
