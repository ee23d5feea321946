/** A new desk: one campaign in rehearsal, an administrator, four accounts on the rehearsal network, two feeds, templates. */
import { randomBytes } from "node:crypto";
import type { NewChange } from "#shared/changes.ts";
import type { CampaignId } from "#shared/ids.ts";
import { noHouseRules } from "#shared/house-rules.ts";
import { longestUndoMs } from "#shared/undo-windows.ts";
import { saveAccount } from "../accounts/link.ts";
import { createCampaign, currentCampaign } from "../campaigns/store.ts";
import { append, type Db } from "../db/changes.ts";
import { createFeed } from "../feeds/store.ts";
import type { Sealer } from "../sealed.ts";
import { addPerson } from "../people/store.ts";
import { openAccountHold, openHolds } from "../posts/hold.ts";
import { saveTemplate } from "../templates/save.ts";
import { storePictures } from "./pictures.ts";
import { templates } from "./templates.ts";

export type SeedParts = {
  db: Db;
  sealer: Sealer;
  rehearsalToken: string | undefined;
  playing: boolean;
};

/** An account for each language, on a network that counts like X and on one that counts like Bluesky. */
const accounts = (
  [
    ["x", "fr", "soiree_iles"],
    ["x", "en", "islands_evening"],
    ["bluesky", "fr", "soiree.fr"],
    ["bluesky", "en", "evening.en"],
  ] as const
).map(([wears, locale, handle]) => ({
  network: "rehearsal" as const,
  service: null,
  realm: "rehearsal" as const,
  wears,
  handle,
  locales: [locale],
  name: { fr: "Soirée des îles", en: "The islands’ evening" }[locale],
}));

const evening = {
  name: { fr: "La soirée des îles", en: "The islands’ evening" },
  mode: "rehearsal" as const,
  venueZone: "Europe/Paris",
  venueName: "Saint-Denis",
  homeZone: "America/St_Lucia",
  homeName: "Castries",
  neverMedalled: ["LCA", "DMA"],
  neverGold: [],
  fromTheStart: false,
  houseTeams: ["LCA", "DMA"],
  watched: [],
  hosts: [],
  fourEyes: ["sombre" as const],
  quietWindows: [],
  houseRules: noHouseRules,
  sensitiveUndoMs: longestUndoMs,
  notBeforePicture: false,
};

/**
 * Makes the desk's first content when there is none; several processes may start at once, one of them makes it.
 * Answers the desk's campaign.
 */
export async function seed(parts: SeedParts): Promise<CampaignId> {
  const known = await currentCampaign(parts.db);
  if (known) return known.id;
  return parts.db.transaction().execute(async (tx) => {
    await tx.selectFrom("counter").select("id").forUpdate().execute();
    const made = await currentCampaign(tx);
    if (made) return made.id;
    const { id: campaign, change } = await createCampaign(tx, {
      ...evening,
      rehearsalPlaying: parts.playing,
    });
    const admin = await addPerson(tx, { name: "Admin", role: "admin", locale: "fr" });
    const changes: NewChange[] = [change, admin.change, ...(await openHolds(tx, campaign))];
    const token = parts.rehearsalToken ?? randomBytes(32).toString("base64url");
    for (const account of accounts) {
      const linked = await saveAccount(tx, parts.sealer, account, token);
      changes.push(linked, ...(await openAccountHold(tx, linked.data.account.id)));
    }
    for (const format of ["odf", "rebond"] as const) {
      const { feed } = await createFeed(tx, {
        campaignId: campaign,
        name: format,
        format,
        sealer: parts.sealer,
      });
      changes.push({ type: "feed.configured", data: { feed } });
    }
    const stored = await storePictures(tx, campaign);
    for (const { picture, ...template } of templates) {
      const image = picture && stored[picture];
      changes.push(await saveTemplate(tx, campaign, { ...template, image }));
    }
    await append(tx, campaign, changes);
    return campaign;
  });
}
