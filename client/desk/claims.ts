/**
 * Who is on a moment, from this console: taking one shows colleagues at once, and is renewed for as long as somebody is
 * at the keys. One moment at a time: taking the next lets the former go.
 */
import type { Snapshot } from "#shared/changes.ts";
import type { Claim, Moment } from "#shared/moments.ts";
import { may } from "#shared/roles.ts";
import type { Orders } from "../live/orders.ts";
import { useLive } from "../live/store.ts";
import { laidDown, useDesk } from "./desk-store.ts";

/** A claim is renewed this often, while the last key or touch is not older than `idleMs`. */
const renewEveryMs = 15_000;
const idleMs = 45_000;

/** Who is on a moment; null when it is free. */
export function claimOn(desk: Snapshot, momentId: string): Claim | null {
  return desk.claims.find((each) => each.id === momentId) ?? null;
}

/** The colleague who is on a moment; null when it is free or one's own. */
export function colleagueOn(desk: Snapshot, momentId: string, me: string): Claim | null {
  const claim = claimOn(desk, momentId);
  return claim && claim.personId !== me ? claim : null;
}

export type Claims = {
  /** Takes a moment, unless a colleague is on it; with `takeOver` also then. */
  take: (momentId: string, takeOver: boolean) => Promise<void>;
  /** Lets go of the moment this console took, if there is one. */
  letGo: () => Promise<void>;
  /** Renews what is taken, and notices when somebody else took it. Until the returned function is called. */
  watch: () => () => void;
};

export function createClaims(orders: Orders, refused: (code: string) => void): Claims {
  let touchedAt = performance.now();

  const letGo = async (): Promise<void> => {
    const { taken } = useDesk.getState();
    if (taken === null) return;
    useDesk.setState({ taken: null });
    await orders.send("moment.release", { momentId: taken as Moment["id"] });
  };

  const take = async (momentId: string, takeOver: boolean): Promise<void> => {
    const { desk, me } = useLive.getState();
    const { taken } = useDesk.getState();
    if (!desk || !me || !may(me.role, "fire")) return;
    if (taken === momentId || (!takeOver && colleagueOn(desk, momentId, me.id))) return;
    const former = letGo();
    useDesk.setState({ taken: momentId });
    const answer = await orders.send("moment.claim", {
      momentId: momentId as Moment["id"],
      takeOver,
    });
    await former;
    if (answer.ok) return;
    if (useDesk.getState().taken === momentId) useDesk.setState({ taken: null });
    // Somebody was quicker: the row and the fire bar say who.
    if (answer.code !== "claimedByOther") refused(answer.code);
  };

  const keep = async (): Promise<void> => {
    const { taken } = useDesk.getState();
    if (taken === null || performance.now() - touchedAt > idleMs) return;
    const answer = await orders.send("moment.keep", { momentId: taken as Moment["id"] });
    if (answer.ok && !answer.value.kept && useDesk.getState().taken === taken)
      useDesk.setState({ taken: null });
  };

  return {
    take,
    letGo,
    watch() {
      const touch = (): void => {
        touchedAt = performance.now();
      };
      const renewing = setInterval(() => {
        keep().catch(reportError);
      }, renewEveryMs);
      // A cut shortens the lease of whoever was cut off: back again, they say at once that they still are on it.
      const back = useLive.subscribe(({ connection }, before) => {
        if (connection.status === "live" && before.connection.status !== "live")
          keep().catch(reportError);
      });
      const forget = useLive.subscribe(noticeTakeOver);
      for (const kind of ["keydown", "pointerdown"] as const)
        window.addEventListener(kind, touch, { capture: true, passive: true });
      return () => {
        clearInterval(renewing);
        back();
        forget();
        for (const kind of ["keydown", "pointerdown"] as const)
          window.removeEventListener(kind, touch, { capture: true });
      };
    },
  };
}

type LiveState = ReturnType<typeof useLive.getState>;

/** A colleague took over what this console had: what was armed on it is disarmed, and says by whom. */
function noticeTakeOver({ desk, me }: LiveState, before: LiveState): void {
  const { taken, armed } = useDesk.getState();
  if (!desk || !me || taken === null || desk.claims === before.desk?.claims) return;
  const now = colleagueOn(desk, taken, me.id);
  if (!now) return;
  const mine = armed?.momentId === taken && armed.phase !== "firing";
  useDesk.setState({
    taken: null,
    notice: { kind: "takenOver", by: now.personName },
    ...(mine && { armed: laidDown(armed) }),
  });
}
