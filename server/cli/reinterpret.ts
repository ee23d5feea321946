/** `replay --dry-run`: what the code there is now would make of everything that was ever sent. */
import { copyCampaign } from "../campaigns/store.ts";
import { type Difference, reinterpret, type Told } from "../feeds/reinterpret.ts";
import { readHere } from "../feeds/read-here.ts";
import { type Desk, print } from "./terminal.ts";

/** Prints a line a difference, or all of it as JSON; changes nothing. */
export async function replayDry({ db, campaignId }: Desk, asJson: boolean): Promise<void> {
  const found = await reinterpret({ db, read: readHere, campaignId, copyCampaign });
  if (asJson) return print(JSON.stringify(found));
  for (const { id, feed, problem } of found.unreadable)
    print(`message ${id} of ${feed} is refused now: ${problem}`);
  for (const each of found.differences) print(wordsFor(each));
  print(
    `${found.messages} messages read again, ${found.differences.length} moments would differ; nothing was changed`,
  );
}

function wordsFor({ key, before, after }: Difference): string {
  if (!before && after) return `+ ${key}\t${told(after)}`;
  if (before && !after) return `- ${key}\t${told(before)}`;
  return `~ ${key}\t${before ? told(before) : ""}\n    now: ${after ? told(after) : ""}`;
}

function told({ kind, status, en, score }: Told): string {
  return `${kind} ${status} (${score}) ${en}`;
}
