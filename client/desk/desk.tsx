/** The Live desk: top bar, feed, moment, rail, legend. Stays mounted whatever else opens. */
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useLive } from "../live/store.ts";
import { useCharacterKeys } from "../ui/characters.ts";
import { listenToKeys } from "../ui/keys.ts";
import type { Acts } from "./acts.ts";
import { Announcer } from "./announcer.tsx";
import { Banners } from "./banners.tsx";
import { deskKeys, inSheet } from "./desk-keys.ts";
import { useDesk } from "./desk-store.ts";
import styles from "./desk.module.css";
import { Detail } from "./detail.tsx";
import { Feed } from "./feed.tsx";
import { followDesk } from "./follow.ts";
import { watchReleases } from "./held-escape.ts";
import { KeySheet } from "./key-sheet.tsx";
import { Legend } from "./legend.tsx";
import { isHeld } from "./may-fire.ts";
import { Rail } from "./rail.tsx";
import { Tabs } from "./tabs.tsx";
import { TopBar } from "./top-bar.tsx";

type Props = {
  acts: Acts;
  /** Another screen, shown over the columns; they can then be neither reached nor fired from. */
  over?: ReactNode;
};

export function Desk({ acts, over = null }: Props) {
  const keys = useMemo(() => deskKeys(acts), [acts]);
  const isOver = over !== null;
  const [filling, setFilling] = useState(false);
  const pane = useDesk((desk) => desk.pane);
  const sheetOpen = useDesk((desk) => desk.sheetOpen);
  const desk = useLive((live) => live.desk);
  const status = useLive((live) => live.connection.status);

  useEffect(followDesk, []);
  useEffect(() => acts.watch(), [acts]);
  useEffect(() => watchReleases(acts.hold, setFilling), [acts]);
  useEffect(
    () =>
      listenToKeys({
        // From the press that opens another screen, not from when it has loaded.
        keys: () => (isOver ? [] : keys),
        overlayOpen: () => useDesk.getState().sheetOpen,
        charactersOn: () => useCharacterKeys.getState().on,
        inOverlay: inSheet,
      }),
    [keys, isOver],
  );

  if (!desk) return <Banners />;
  const held = isHeld(desk);
  const framed = held || desk.campaign.mode === "rehearsal";
  return (
    <div
      className={styles.desk}
      data-pane={pane}
      data-mode={desk.campaign.mode}
      data-held={held}
      data-framed={framed}
      data-connection={status}
    >
      <TopBar acts={acts} filling={filling} />
      <Banners />
      <div className={styles.stage}>
        <div className={styles.columns} inert={isOver}>
          <Feed acts={acts} />
          <Detail acts={acts} keys={keys} />
          <Rail acts={acts} />
        </div>
        {over}
      </div>
      <Tabs />
      <Legend acts={acts} keys={isOver ? [] : keys} />
      <Announcer />
      {framed && <div className={styles.frame} data-held={held} aria-hidden="true" />}
      {sheetOpen && <KeySheet keys={keys} />}
    </div>
  );
}
