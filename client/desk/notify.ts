/** Notifications of the browser: asked for on a press, shown while the page is hidden. */

export type Permission = NotificationPermission | "unsupported";

/** What the browser allows now. */
export function permission(): Permission {
  return "Notification" in window ? Notification.permission : "unsupported";
}

/** Asks the person, in the browser’s own words: only ever on their press. */
export async function askToNotify(): Promise<Permission> {
  return permission() === "default" ? Notification.requestPermission() : permission();
}

type Notice = {
  title: string;
  body: string;
  /** Of two with the same tag, the browser shows one: two open desks tell once. */
  tag: string;
  onPress: () => void;
};

/** Shows one. */
export function notify({ title, body, tag, onPress }: Notice): void {
  if (permission() !== "granted") return;
  try {
    const shown = new Notification(title, { body, tag, icon: "/rebond-192.png" });
    shown.addEventListener("click", () => {
      window.focus();
      shown.close();
      onPress();
    });
  } catch {
    // Some phones have the name and not the thing: the title and the desk itself still say it.
  }
}
