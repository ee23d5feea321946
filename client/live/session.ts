/** Who is at this console. */
import type { Person } from "#shared/campaigns.ts";

const deadlineMs = 5000;

/** The person signed in, null when nobody is; "unreachable" when the server gave no answer. */
export async function whoAmI(): Promise<Person | null | "unreachable"> {
  try {
    const answer = await fetch("/api/me", {
      signal: AbortSignal.timeout(deadlineMs),
      headers: { accept: "application/json" },
    });
    if (answer.status === 401) return null;
    if (!answer.ok) return "unreachable";
    const { person } = (await answer.json()) as { person: Person };
    return person;
  } catch {
    return "unreachable";
  }
}
