/** `link`: a one-time way in, for the administrator or for somebody new. */
import { role } from "#shared/roles.ts";
import { append } from "../db/changes.ts";
import { createSignInLink, linkAdmin } from "../people/login.ts";
import { addPerson } from "../people/store.ts";
import { type Desk, print, stop, type Verb } from "./terminal.ts";

export const linkUsage = `  link                                    a one-time sign-in link for the administrator
  link --role ROLE --name NAME            one for somebody new: a spotter with a phone, an editor
`;

const longestName = 80;

/** The verb `link`; `publicUrl` is where the desk is reached. */
export function linkTo(publicUrl: string): Verb {
  return async (desk, { values }) => {
    const isNew = values.role !== undefined || values.name !== undefined;
    const token = isNew ? await invite(desk, values) : await linkAdmin(desk.db);
    if (!token) stop("there is no administrator yet: start the desk once");
    print(`${publicUrl}/sign-in/${token}`);
  };
}

async function invite(
  { db, campaignId }: Desk,
  given: { role?: string | undefined; name?: string | undefined },
): Promise<string> {
  const wanted = role.safeParse(given.role);
  if (!wanted.success) stop(`--role: one of ${role.options.join(", ")}`);
  const name = given.name?.trim() ?? "";
  if (name === "" || name.length > longestName)
    stop(`--name: who it is for, ${longestName} characters at most`);
  return db.transaction().execute(async (tx) => {
    const { person, change } = await addPerson(tx, { name, role: wanted.data, locale: "fr" });
    const token = await createSignInLink(tx, person.id);
    await append(tx, campaignId, [change]);
    return token;
  });
}
