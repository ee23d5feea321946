/** Pictures that are added from here. */
import type { Media } from "#shared/media.ts";

const answerWithinMs = 30_000;

/** Adds a picture: its id, or null when the desk did not take it or does not answer. */
export async function addPicture(file: File): Promise<Media["id"] | null> {
  try {
    const answer = await fetch("/api/media", {
      method: "POST",
      headers: { "content-type": file.type },
      body: file,
      signal: AbortSignal.timeout(answerWithinMs),
    });
    if (!answer.ok) return null;
    const { media } = (await answer.json()) as { media: Media };
    return media.id;
  } catch {
    return null;
  }
}
