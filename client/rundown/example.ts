/** A day sheet to start from: two posts in the next minutes, on the venue's clock, for every account there is. */
import type { Campaign } from "#shared/campaigns.ts";

const minutes = [3, 6];
const texts = [
  ["Bonsoir", "Good evening", "Bonsoir à tous, on est là.", "Good evening everyone, we are here."],
  ["Bientôt", "Soon", "Dans un instant, la suite.", "More in a moment."],
] as const;

/** CSV text, times in the venue's zone. `now` is the server's clock, epoch ms. */
export function exampleSheet({ venueZone }: Pick<Campaign, "venueZone">, now: number): string {
  const rows = minutes.map((each, at) => {
    const wall = wallMinute(venueZone, Math.ceil(now / 60_000) * 60_000 + each * 60_000);
    return [`example-${at + 1}`, wall, venueZone, "post", ...texts[at]!];
  });
  const header = ["id", "at", "zone", "kind", "title fr", "title en", "text fr", "text en"];
  return [header, ...rows].map((cells) => cells.map(quoted).join(",")).join("\r\n") + "\r\n";
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function wallMinute(zone: string, at: number): string {
  return new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
  }).format(at);
}
