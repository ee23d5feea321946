import type { ReactNode } from "react";
import { useSay } from "../messages/words.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { useDesk } from "./desk-store.ts";

/** The spotter's panel over the desk: its keys are its own. */
export function SpotterSheet({ children }: { children: ReactNode }) {
  const say = useSay();
  return (
    <Sheet
      title={say("spotter.title")}
      ownKeys
      onClose={() => useDesk.setState({ spotterOpen: false })}
    >
      {() => children}
    </Sheet>
  );
}
