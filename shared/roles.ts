/** Who may do what. Each role is a fixed list of powers; the dispatcher and the console read the same table. */
import { z } from "zod";

export const roles = ["viewer", "spotter", "guest", "editor", "producer", "admin"] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

/** What a command asks for, and the roles that have it. */
export const powers = {
  read: ["viewer", "spotter", "guest", "editor", "producer", "admin"],
  spot: ["spotter", "editor", "producer", "admin"],
  fire: ["editor", "producer", "admin"],
  hold: ["editor", "producer", "admin"],
  produce: ["producer", "admin"],
  administer: ["admin"],
} as const satisfies Record<string, readonly Role[]>;
export type Power = keyof typeof powers;

/** Whether a role holds a power. */
export function may(holder: Role, power: Power): boolean {
  return (powers[power] as readonly Role[]).includes(holder);
}

/** Who reads a stream: the desk sees all; a guest sees moments and templates, never other people's posts. */
export type Audience = "desk" | "guest";

/** The stream a role reads. */
export function audienceOf(holder: Role): Audience {
  return holder === "guest" ? "guest" : "desk";
}
