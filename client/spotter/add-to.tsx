import { useEffect, useRef, useState } from "react";
import { mediaTypes } from "#shared/media.ts";
import { longestNote } from "#shared/spotting.ts";
import { addPicture } from "../live/pictures.ts";
import type { SpotInput, Spots } from "../live/spots.ts";
import { useSay } from "../messages/words.tsx";
import styles from "./panel.module.css";

type Props = { commandId: string; spots: Spots; wantsPhoto: boolean };
type Photo = "none" | "adding" | "added" | "failed";

/** A few words and a picture for the press just made. Left behind, it is sent with what was written. */
export function AddTo({ commandId, spots, wantsPhoto }: Props) {
  const say = useSay();
  const [note, setNote] = useState("");
  const [photo, setPhoto] = useState<Photo>("none");
  const file = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const written = useRef<Pick<SpotInput, "note" | "mediaId">>({});
  const isOver = useRef(false);
  const finish = (act: () => void): void => {
    if (isOver.current) return;
    isOver.current = true;
    act();
  };
  const send = (): void => finish(() => spots.add(commandId, written.current));
  const latest = useRef(send);
  useEffect(() => {
    latest.current = send;
  });
  useEffect(() => {
    field.current?.focus();
    if (wantsPhoto) file.current?.click();
    return () => latest.current();
  }, [wantsPhoto]);
  const take = async (picked: File | undefined): Promise<void> => {
    if (!picked) return;
    setPhoto("adding");
    const mediaId = await addPicture(picked);
    if (mediaId) written.current = { ...written.current, mediaId };
    setPhoto(mediaId ? "added" : "failed");
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Enter in its only field sends it
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !event.shiftKey && event.target === field.current) {
          event.preventDefault();
          send();
        }
      }}
    >
      <textarea
        ref={field}
        rows={2}
        maxLength={longestNote}
        aria-label={say("spotter.note.label")}
        placeholder={say("spotter.note.label")}
        value={note}
        onChange={(event) => {
          setNote(event.target.value);
          const words = event.target.value.trim();
          written.current = { ...written.current, note: words || null };
        }}
      />
      <input
        ref={file}
        type="file"
        hidden
        accept={mediaTypes.join(",")}
        capture="environment"
        aria-label={say("spotter.photo")}
        onChange={(event) => void take(event.target.files?.[0]).catch(reportError)}
      />
      {photo !== "none" && <output>{say(`spotter.photo.${photo}`)}</output>}
      <div className={styles.acts}>
        <button type="button" disabled={photo === "adding"} onClick={() => file.current?.click()}>
          {say("spotter.photo")}
        </button>
        <button
          type="button"
          className={styles.undo}
          onClick={() => finish(() => spots.undo(commandId))}
        >
          {say("spotter.withdraw")}
        </button>
        <button type="submit" className={styles.send} disabled={photo === "adding"}>
          {say("spotter.send")}
        </button>
      </div>
    </form>
  );
}
