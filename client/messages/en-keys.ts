import type { frKeys } from "./fr-keys.ts";

/** English wording of the sheet of keys. */
export const enKeys: Record<keyof typeof frKeys, string> = {
  "keys.title": "All keys",
  "keys.how": "A framed key can be changed: choose it, then press the new one.",
  "keys.change": "{act}, {key}. Change the key",
  "keys.give": "{act}, no key. Give it one",
  "keys.none": "None",
  "keys.ask": "“{act}”: press the new key. Esc changes nothing.",
  "keys.askNext": "“{act}”: {key}, then?",
  "keys.done": "{key} is now for “{act}”.",
  "keys.doneNone": "“{act}” has no key any more.",
  "keys.restore": "Back to {key}",
  "keys.restoreNone": "Take the key away",
  "keys.restore.label": "{act}, back to {key}",
  "keys.restoreNone.label": "{act}, take the key away",
  "keys.restoreAll": "Back to all the desk’s keys",
  "keys.allRestored": "Every key is the desk’s own.",
  "keys.taken": "{key} is taken by “{by}”.",
  "keys.refused.browser": "{key} belongs to the browser: choose another one.",
  "keys.refused.focused": "{key} presses the button in focus: it can do nothing else.",
  "keys.refused.space": "Space never publishes.",
  "keys.refused.typed": "A key that writes never publishes: take Ins or F9, for instance.",
  "keys.refused.unwritable":
    "This key is not written the same way on every keyboard: choose another one.",
  "keys.letters": "Single-character keys (letters, digits, space)",
  "keys.letters.note": "Without them, arrows, Tab and Enter are enough.",
};
