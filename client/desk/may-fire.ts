/** What stands between an armed reaction and the public. One list of reasons, for the label, the button and the key. */
import type { Rendering } from "#shared/commands.ts";
import type { Snapshot } from "#shared/changes.ts";
import type { Moment } from "#shared/moments.ts";
import type { Person } from "#shared/campaigns.ts";
import { bannedIn } from "#shared/house-rules.ts";
import { quietAt } from "#shared/quiet.ts";
import { may } from "#shared/roles.ts";
import type { Reach } from "../live/store.ts";
import { isClosed, saidOf, untrueIn } from "./about.ts";
import { colleagueOn } from "./claims.ts";
import { isUnwritable, overBy } from "./flaws.ts";
import { isHeld } from "../live/holds.ts";
import type { Armed } from "./desk-store.ts";
import { pictureWait } from "./picture-wait.ts";
import { undoWindowOf } from "./undo-window.ts";

export type Obstacle =
  | {
      why:
        | "nothing"
        | "arming"
        | "lost"
        | "recordAway"
        | "catchingUp"
        | "held"
        | "off"
        | "problem"
        | "tooLong"
        | "empty"
        | "unwritable"
        | "stale"
        | "noAccount"
        | "withdrawn"
        | "protested"
        | "notAllowed"
        | "firing";
    }
  | { why: "missing"; names: string[] }
  | { why: "claimed"; by: string }
  | { why: "banned"; word: string }
  /** `until`: ISO. */
  | { why: "quiet"; name: string; until: string };

/** What stops everything, whatever would be sent; null when nothing does. */
export function standstill(
  desk: Snapshot,
  connection: Reach,
): "catchingUp" | "lost" | "recordAway" | "off" | "held" | null {
  if (connection === "catchingUp" || connection === "recordAway") return connection;
  if (connection !== "live") return "lost";
  if (desk.campaign.mode === "off") return "off";
  return isHeld(desk) ? "held" : null;
}

type Facts = {
  desk: Snapshot;
  me: Pick<Person, "id" | "role">;
  connection: Reach;
  moment: Moment | null;
  armed: Armed | null;
  /** The server's clock, epoch ms. */
  now: number;
};

/** Why nothing can be fired now; null when it can. */
export function obstacleTo({ desk, me, connection, moment, armed, now }: Facts): Obstacle | null {
  if (connection === "catchingUp" || connection === "recordAway") return { why: connection };
  if (connection !== "live") return { why: "lost" };
  if (!may(me.role, "fire")) return { why: "notAllowed" };
  if (desk.campaign.mode === "off") return { why: "off" };
  if (moment && isClosed(moment, untrueIn(moment, saidOf(desk, moment.id))))
    return { why: moment.status === "protested" ? "protested" : "withdrawn" };
  if (isHeld(desk)) return { why: "held" };
  const undoMs = moment && armed ? undoWindowOf(desk, moment, armed.accounts) : 0;
  const leavesIn = Math.max(undoMs, moment ? pictureWait(desk, moment, now) : 0);
  const { quietWindows } = desk.campaign;
  const quiet = quietAt(quietWindows, now) ?? quietAt(quietWindows, now + leavesIn);
  if (quiet) return { why: "quiet", name: quiet.name, until: quiet.to };
  const colleague = moment && colleagueOn(desk, moment.id, me.id);
  if (colleague) return { why: "claimed", by: colleague.personName };
  if (!armed) return { why: "nothing" };
  const { houseRules } = desk.campaign;
  const word = armed.renderings.map(({ text }) => bannedIn(text, houseRules)).find(Boolean);
  if (word) return { why: "banned", word };
  return obstacleIn(armed);
}

function obstacleIn(armed: Armed): Obstacle | null {
  if (armed.accounts.length === 0) return { why: "noAccount" };
  if (armed.phase === "firing" || armed.phase === "stale") return { why: armed.phase };
  const flaw = flawIn(armed.renderings);
  if (flaw) return flaw;
  if (armed.phase !== "ready") return { why: "arming" };
  return armed.renderings.every((each) => each.hash !== null) ? null : { why: "problem" };
}

function flawIn(renderings: readonly Rendering[]): Obstacle | null {
  const names = [...new Set(renderings.flatMap((each) => each.missing))];
  if (names.length > 0) return { why: "missing", names };
  if (renderings.some((each) => each.problem !== null)) return { why: "problem" };
  if (renderings.some((each) => overBy(each) > 0)) return { why: "tooLong" };
  if (renderings.some(isUnwritable)) return { why: "unwritable" };
  return renderings.some((each) => each.text === "") ? { why: "empty" } : null;
}

/** From arming to firing, at least: nobody reads faster, and a bounced key is not a decision. */
export const dwellMs = 250;

type Press = { repeat: boolean; isComposing: boolean };

/** Whether this press of Enter is a decision to publish: not held down, not part of writing, and after the arming key was let go. */
export function isDeliberate(
  press: Press,
  armed: Pick<Armed, "armedAt" | "released">,
  now: number,
): boolean {
  return !press.repeat && !press.isComposing && armed.released && now - armed.armedAt >= dwellMs;
}
