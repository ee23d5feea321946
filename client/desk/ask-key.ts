/** Asking for a key: the next press is the answer, unless something refuses it. */
import { useEffect, useState } from "react";
import { pressOf } from "../ui/presses.ts";
import { chooseKey, useChosenKeys } from "./chosen-keys.ts";
import { beginnings, type Refusal, refusalOf } from "./key-choice.ts";
import type { Slot } from "./key-table.ts";

/** `first` is the first press of two, made already; `press` what was refused. */
export type Question = {
  slot: Slot;
  first: string | null;
  refused: { press: string; because: Refusal } | null;
};

type Asking = {
  question: Question | null;
  /** The slot that was answered or restored last; all of them. */
  done: Slot | "all" | null;
  ask: (slot: Slot) => void;
  stop: () => void;
  restore: (slot: Slot) => void;
  restored: () => void;
};

/** While it asks it has every press but Tab, which goes on, and Escape, which ends it. */
export function useAsking(): Asking {
  const [question, setQuestion] = useState<Question | null>(null);
  const [done, setDone] = useState<Slot | "all" | null>(null);
  const take = (slot: Slot, press: string, event: KeyboardEvent | null): void => {
    const because = refusalOf(slot, press, event, useChosenKeys.getState().chosen);
    if (because) return setQuestion({ slot, first: null, refused: { press, because } });
    chooseKey(slot, press);
    setQuestion(null);
    setDone(slot);
  };
  useEffect(() => {
    if (!question) return;
    const { slot, first } = question;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === "Tab" || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.repeat) return;
      if (event.key === "Escape") return setQuestion(null);
      const press = pressOf(event);
      if (press === null) return;
      if (first !== null) return take(slot, `${first} ${press}`, null);
      if (beginnings.includes(press)) return setQuestion({ slot, first: press, refused: null });
      take(slot, press, event);
    };
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [question]);
  return {
    question,
    done,
    ask: (slot) => {
      setDone(null);
      setQuestion({ slot, first: null, refused: null });
    },
    stop: () => setQuestion(null),
    restore: (slot) => take(slot, slot.first, null),
    restored: () => {
      setQuestion(null);
      setDone("all");
    },
  };
}
