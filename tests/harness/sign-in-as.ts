/** Somebody new at the desk, signed in with a link of their own, as the operator makes one. */
import type { Role } from "#shared/roles.ts";
import { cli, type Credential, type Desk, signIn } from "./desk.ts";

/** Their session's cookie. */
export async function signInAs(
  desk: Desk,
  { name, role }: { name: string; role: Role },
): Promise<Credential> {
  const link = await cli(desk, "link", "--role", role, "--name", name);
  return signIn(desk, link.trim());
}
