/** Puts a story on: the stores as they would be, and the real components in front of them. */
import { type ReactNode, useEffect } from "react";
import { Router } from "wouter";
import { createActs } from "../desk/acts.ts";
import { Desk } from "../desk/desk.tsx";
import { useDesk } from "../desk/desk-store.ts";
import { NoticeLine } from "../desk/notice-line.tsx";
import { Reslotting, WaysOut } from "../desk/ways-out.tsx";
import { useChecking } from "../live/in-doubt.ts";
import type { Spots } from "../live/spots.ts";
import { useLive } from "../live/store.ts";
import { Queue } from "../queue/queue.tsx";
import { Rundown } from "../rundown/rundown.tsx";
import { SpotterPage } from "../spotter/page.tsx";
import { SpotterPanel } from "../spotter/panel.tsx";
import { Broken } from "../ui/broken.tsx";
import { SignedOut } from "../ui/signed-out.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { storyOrders } from "./orders.ts";
import { presenceAt } from "./presence.ts";
import type { Scene, Story } from "./story.ts";
import { akim } from "./world.ts";

const acts = createActs(storyOrders);
const spots: Spots = {
  press: () => "",
  undo: () => undefined,
  open: () => undefined,
  add: () => undefined,
  forget: () => undefined,
  restore: async () => undefined,
  settle: () => undefined,
};
const beatMs = 1000;

/** Sets every store as the scene says, and nothing else. */
export function setScene(scene: Scene, now: number): void {
  useDesk.setState({ ...useDesk.getInitialState(), ...scene.console }, true);
  useChecking.setState({ deliveryId: scene.checking ?? null });
  useLive.setState(
    {
      ...useLive.getInitialState(),
      me: scene.me ?? akim,
      desk: scene.desk,
      connection: { status: "live" },
      presence: presenceAt(now, scene.desk?.feeds ?? []),
      workerSeenAt: now,
      heardAt: now,
      ...scene.live,
    },
    true,
  );
}

export function Stage({ story, scene }: { story: Story; scene: Scene }) {
  useEffect(() => {
    // As a key press: between two renders, not within one.
    const pressing = setTimeout(() => scene.press?.(acts));
    return () => clearTimeout(pressing);
  }, [scene]);
  useEffect(() => {
    if (scene.silent) return undefined;
    const beating = setInterval(() => useLive.setState({ heardAt: Date.now() }), beatMs);
    return () => clearInterval(beating);
  }, [scene]);
  return <div data-story={story.name}>{screenOf(scene)}</div>;
}

function screenOf({ screen }: Scene): ReactNode {
  if (screen === "signedOut") return <SignedOut />;
  if (screen === "waiting") return <Waiting says="app.waiting" />;
  if (screen === "broken") return <Broken />;
  if (screen === "spotter") return <SpotterPage spots={spots} />;
  const over = screen === "rundown" ? <Rundown /> : screen === "queue" ? <QueueOver /> : null;
  return (
    <Router hook={() => [over ? `/${screen}` : "/", stayHere]}>
      <Desk acts={acts} over={over} spotter={<SpotterPanel spots={spots} />} />
    </Router>
  );
}

/** A story has no other screen to go to. */
function stayHere(): void {
  return undefined;
}

function QueueOver() {
  return (
    <Queue
      acts={acts}
      waysOut={(line, onReslot) => <WaysOut line={line} acts={acts} onReslot={onReslot} />}
      reslot={(line, onClose) => <Reslotting line={line} acts={acts} onClose={onClose} />}
      notice={<NoticeLine />}
    />
  );
}
