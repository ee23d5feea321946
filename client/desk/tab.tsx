import { useEffect, useState, useSyncExternalStore } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { useLive } from "../live/store.ts";
import { useSay } from "../messages/words.tsx";
import { isToHandle, saidOf } from "./about.ts";
import { newestIn, since } from "./news.ts";

/** While nobody looks, the tab says how much waits that came meanwhile, in which mode, and whether the desk is cut off. */
export function Tab() {
  return useSyncExternalStore(onVisibility, isHidden) ? <HiddenTab /> : null;
}

const isHidden = (): boolean => document.hidden;

function onVisibility(change: () => void): () => void {
  document.addEventListener("visibilitychange", change);
  return () => document.removeEventListener("visibilitychange", change);
}

const inView = { title: "Rebond", icon: "/rebond.svg" };

function HiddenTab() {
  const say = useSay();
  const [from] = useState(() => newestIn(useLive.getState().desk ?? { moments: [] }));
  const count = useLive(({ desk }) => (desk ? toHandleSince(desk, from) : 0));
  const mode = useLive(({ desk }) => desk?.campaign.mode ?? "off");
  const isLost = useLive(({ connection }) => connection.status === "lost");
  const state = say(isLost ? "tab.lost" : `mode.${mode}`);
  const title = say("tab.hidden", { count, state });
  useEffect(() => dress(title, count > 0 ? "/rebond-badge.svg" : inView.icon), [title, count]);
  useEffect(() => () => dress(inView.title, inView.icon), []);
  return null;
}

/** Of what came after that moment, how much still waits for someone: what a colleague did is not counted. */
function toHandleSince(desk: Snapshot, from: string): number {
  return since(desk.moments, from).filter((each) => isToHandle(each, saidOf(desk, each.id))).length;
}

function dress(title: string, icon: string): void {
  document.title = title;
  const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  if (link && link.getAttribute("href") !== icon) link.href = icon;
}
