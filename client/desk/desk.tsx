/** The Live desk: top bar, feed, moment, rail, legend. Stays mounted whatever else opens. */
import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { useChecking } from "../live/in-doubt.ts";
import { reachOf, useLive } from "../live/store.ts";
import { useCharacterKeys } from "../ui/characters.ts";
import { listenToKeys } from "../ui/keys.ts";
import { later } from "../ui/later.tsx";
import type { Acts } from "./acts.ts";
import { Announcer } from "./announcer.tsx";
import { ApprovalAnnouncer } from "./approval-announcer.tsx";
import { Banners } from "./banners.tsx";
import { Caller } from "./caller.tsx";
import { useChosenKeys } from "./chosen-keys.ts";
import { type DeskKey, deskKeys, inSheet } from "./desk-keys.ts";
import { useDesk } from "./desk-store.ts";
import styles from "./desk.module.css";
import { Detail } from "./detail.tsx";
import { DoubtSheet } from "./doubt-sheet.tsx";
import { Feed } from "./feed.tsx";
import { followDesk } from "./follow.ts";
import { watchReleases } from "./held-escape.ts";
import { askBeforeLeaving } from "./leaving.ts";
import { Legend } from "./legend.tsx";
import type { Props as PaletteProps } from "./palette.tsx";
import { Rail } from "./rail.tsx";
import { SpotterSheet } from "./spotter-sheet.tsx";
import { Tabs } from "./tabs.tsx";
import { TopBar } from "./top-bar.tsx";
import { isHeld } from "../live/holds.ts";

type Props = {
  acts: Acts;
  /** Another screen, shown over the columns; they can then be neither reached nor fired from. */
  over?: ReactNode;
  /** What a spotter has on a page of their own, shown in a sheet. */
  spotter?: ReactNode;
};

const KeySheet = later<{ keys: readonly DeskKey[] }>(() =>
  import("./key-sheet.tsx").then((part) => part.KeySheet),
);
const Palette = later<PaletteProps>(() => import("./palette.tsx").then((part) => part.Palette));
const HoldsSheet = later<{ desk: Snapshot; acts: Acts }>(() =>
  import("./holds-sheet.tsx").then((part) => part.HoldsSheet),
);
const FeedsSheet = later<{ desk: Snapshot }>(() =>
  import("./feeds-sheet.tsx").then((part) => part.FeedsSheet),
);
const WatchSheet = later<{ desk: Snapshot }>(() =>
  import("./watch-sheet.tsx").then((part) => part.WatchSheet),
);
const ApprovalSheet = later<{ desk: Snapshot; acts: Acts; postId: string }>(() =>
  import("./approval-sheet.tsx").then((part) => part.ApprovalSheet),
);
const RetractSheet = later<{ desk: Snapshot; acts: Acts; deliveryIds: readonly string[] }>(() =>
  import("./retract-sheet.tsx").then((part) => part.RetractSheet),
);
const CharterSheet = later<{ desk: Snapshot }>(() =>
  import("./charter-sheet.tsx").then((part) => part.CharterSheet),
);
const AttentionSheet = later(() =>
  import("./attention-sheet.tsx").then((part) => part.AttentionSheet),
);

export function Desk({ acts, over = null, spotter = null }: Props) {
  const chosen = useChosenKeys((state) => state.chosen);
  const keys = useMemo(() => deskKeys(acts, chosen), [acts, chosen]);
  const isOver = over !== null;
  const [filling, setFilling] = useState(false);
  const pane = useDesk((desk) => desk.pane);
  const sheetOpen = useDesk((desk) => desk.sheetOpen);
  const desk = useLive((live) => live.desk);
  const paletteOpen = useDesk((desk) => desk.paletteOpen);
  const holdsOpen = useDesk((desk) => desk.holdsOpen);
  const feedsOpen = useDesk((desk) => desk.feedsOpen);
  const watchOpen = useDesk((desk) => desk.watchOpen);
  const charterOpen = useDesk((desk) => desk.charterOpen);
  const attentionOpen = useDesk((desk) => desk.attentionOpen);
  const approving = useDesk((desk) => desk.approving);
  const retracting = useDesk((desk) => desk.retracting);
  const spotterOpen = useDesk((desk) => desk.spotterOpen);
  const checking = useChecking((state) => state.deliveryId);
  const status = useLive(reachOf);

  useEffect(followDesk, []);
  useEffect(askBeforeLeaving, []);
  useEffect(() => acts.watch(), [acts]);
  useEffect(() => watchReleases(() => acts.hold(), setFilling), [acts]);
  useEffect(
    () =>
      listenToKeys({
        // From the press that opens another screen, not from when it has loaded.
        keys: () => (isOver || useDesk.getState().spotterOpen ? [] : keys),
        overlayOpen: () => useDesk.getState().sheetOpen,
        charactersOn: () => useCharacterKeys.getState().on,
        inOverlay: inSheet,
      }),
    [keys, isOver],
  );

  if (!desk) return <Banners acts={acts} />;
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
      <Banners acts={acts} />
      <main className={styles.stage}>
        <div className={styles.columns} inert={isOver}>
          <Feed acts={acts} />
          <Detail acts={acts} keys={keys} />
          <Rail acts={acts} />
        </div>
        {over}
      </main>
      <Tabs />
      <Legend acts={acts} keys={isOver ? [] : keys} />
      <Announcer />
      <ApprovalAnnouncer />
      <Caller />
      {framed && <div className={styles.frame} data-held={held} aria-hidden="true" />}
      {sheetOpen && <KeySheet keys={keys} />}
      {paletteOpen && <Palette desk={desk} keys={keys} on={paletteOpen} />}
      {holdsOpen && <HoldsSheet desk={desk} acts={acts} />}
      {feedsOpen && <FeedsSheet desk={desk} />}
      {watchOpen && <WatchSheet desk={desk} />}
      {charterOpen && <CharterSheet desk={desk} />}
      {attentionOpen && <AttentionSheet />}
      {approving !== null && <ApprovalSheet desk={desk} acts={acts} postId={approving} />}
      {retracting !== null && <RetractSheet desk={desk} acts={acts} deliveryIds={retracting} />}
      {spotterOpen && <SpotterSheet>{spotter}</SpotterSheet>}
      {checking !== null && <DoubtSheet desk={desk} acts={acts} deliveryId={checking} />}
    </div>
  );
}
