/** Words a person wrote for one account and language, in place of the prepared ones. Plain text: no markup is read. */
import { z } from "zod";
import { accountId } from "./ids.ts";
import { locale } from "./locales.ts";

/** Well over what any network takes but Facebook, in UTF-16 units. */
export const longestEdit = 8000;

/** Whether it can be said as it is: no control character but the new line, no half of a character. */
export function isWritable(text: string): boolean {
  return !/[^\P{Cc}\n]|\p{Cs}/u.test(text);
}

export const edit = z.strictObject({
  accountId,
  locale,
  text: z
    .string()
    .max(longestEdit)
    .refine(isWritable, "has a control character, or half of a character"),
});
export type Edit = z.infer<typeof edit>;
/** At most one for each account and language of a post. */
export const edits = z.array(edit).max(100);

/** What was pasted, with its lines and spaces as the desk keeps them. */
export function pasted(text: string): string {
  return text.replace(/\r\n?/g, "\n").replaceAll("\t", " ");
}
