/** Branded identifiers: a `MomentId` cannot be handed where a `PostId` is wanted. All are UUIDs (v7 where we mint them). */
import { z } from "zod";

export const campaignId = z.uuid().brand<"CampaignId">();
export const feedId = z.uuid().brand<"FeedId">();
export const momentId = z.uuid().brand<"MomentId">();
export const templateId = z.uuid().brand<"TemplateId">();
export const accountId = z.uuid().brand<"AccountId">();
export const postId = z.uuid().brand<"PostId">();
export const deliveryId = z.uuid().brand<"DeliveryId">();
export const personId = z.uuid().brand<"PersonId">();
export const holdId = z.uuid().brand<"HoldId">();
export const mediaId = z.uuid().brand<"MediaId">();
export const slotId = z.uuid().brand<"SlotId">();

export type CampaignId = z.infer<typeof campaignId>;
export type MomentId = z.infer<typeof momentId>;
export type TemplateId = z.infer<typeof templateId>;
export type AccountId = z.infer<typeof accountId>;
export type PostId = z.infer<typeof postId>;
export type DeliveryId = z.infer<typeof deliveryId>;
export type PersonId = z.infer<typeof personId>;
export type HoldId = z.infer<typeof holdId>;
export type MediaId = z.infer<typeof mediaId>;
export type SlotId = z.infer<typeof slotId>;
