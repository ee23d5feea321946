/** Where an account's page is for anyone to see, as far as it can be known here. */
import type { Account } from "#shared/campaigns.ts";
import type { Delivery } from "#shared/posts.ts";

/** Null where nobody has said. The rehearsal network's address is read off a receipt it gave. */
export function accountPage(
  { network, handle, service }: Account,
  deliveries: readonly Delivery[],
): string | null {
  const name = encodeURIComponent(handle.replace(/^@/, ""));
  switch (network) {
    case "bluesky":
      return service === null || new URL(service).hostname.endsWith("bsky.social")
        ? `https://bsky.app/profile/${name}`
        : null;
    case "x":
      return `https://x.com/${name}`;
    case "mastodon":
      return service && `${service}/@${name}`;
    case "instagram":
      return `https://www.instagram.com/${name}/`;
    case "facebook":
      return `https://www.facebook.com/${name}`;
    case "telegram":
      return `https://t.me/${name}`;
    case "rehearsal": {
      const receipt = deliveries.find(
        (each) => each.network === "rehearsal" && /^https?:/.test(each.remoteUrl ?? ""),
      );
      return receipt ? `${new URL(receipt.remoteUrl!).origin}/accounts/${name}` : null;
    }
    default:
      return network satisfies never;
  }
}
