/** Names made of what a message says, short enough to be looked up by. */
import { createHash } from "node:crypto";

const longest = 200;

/** The name itself, or its hash where it is too long: cut, two could become one. */
export function shortName(name: string): string {
  return name.length <= longest ? name : createHash("sha256").update(name).digest("hex");
}
