/** Saves a template: new by its slug, or a new version of the one with that slug. */
import { v7 as uuidv7 } from "uuid";
import type { NewChange } from "#shared/changes.ts";
import type { Template } from "#shared/templates.ts";
import type { Tx } from "../db/changes.ts";
import { readTemplate } from "./store.ts";

export type Draft = Omit<Template, "id" | "campaignId" | "version">;

type Saved = Extract<NewChange, { type: "template.saved" }>;

/** Returns the change to append. */
export async function saveTemplate(tx: Tx, campaignId: string, draft: Draft): Promise<Saved> {
  const content = {
    name: JSON.stringify(draft.name),
    fits: JSON.stringify(draft.fits),
    tone: draft.tone ?? "plain",
    variants: JSON.stringify(draft.variants),
    image: draft.image && JSON.stringify(draft.image),
  };
  const { id } = await tx
    .insertInto("templates")
    .values({ id: uuidv7(), campaignId, version: 1, slug: draft.slug, ...content })
    .onConflict((conflict) =>
      conflict
        .columns(["campaignId", "slug"])
        .doUpdateSet((each) => ({ ...content, version: each("templates.version", "+", 1) })),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  const template = await readTemplate(tx, id);
  if (!template) throw new Error("a template vanished while it was saved");
  return { type: "template.saved", data: { template } };
}
