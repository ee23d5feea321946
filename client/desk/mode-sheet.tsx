import { useState } from "react";
import { type CampaignMode, campaignModes } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import { wornBy } from "#shared/networks.ts";
import { enMode } from "../messages/en-mode.ts";
import { frMode } from "../messages/fr-mode.ts";
import { addWords, useSay } from "../messages/words.tsx";
import { Sheet } from "../ui/sheet.tsx";
import type { Acts } from "./acts.ts";
import styles from "./mode-sheet.module.css";
import { NetworkMark, networkWords } from "../ui/network-mark.tsx";

addWords({ fr: frMode, en: enMode });

export type Props = { desk: Snapshot; acts: Acts; onClose: () => void };

/** The three modes in words. Going on air is asked twice. All keys stay in here: none of them reaches the desk. */
export function ModeSheet({ desk, acts, onClose }: Props) {
  const say = useSay();
  const [isAsking, setAsking] = useState(false);
  const choose = (mode: CampaignMode, close: () => void): void => {
    if (mode === "onAir" && desk.campaign.mode !== "onAir" && !isAsking) return setAsking(true);
    if (mode !== desk.campaign.mode) acts.setMode(mode);
    close();
  };
  return (
    <Sheet
      title={say(isAsking ? "mode.ask.title" : "mode.title")}
      ownKeys
      step={isAsking}
      onClose={onClose}
    >
      {(close) =>
        isAsking ? (
          <OnAir desk={desk} onYes={() => choose("onAir", close)} onNo={() => setAsking(false)} />
        ) : (
          <ul className={styles.modes}>
            {campaignModes.map((mode) => (
              <li key={mode}>
                <ModeChoice
                  mode={mode}
                  now={desk.campaign.mode}
                  onChoose={(chosen) => choose(chosen, close)}
                />
              </li>
            ))}
          </ul>
        )
      }
    </Sheet>
  );
}

type ChoiceProps = {
  mode: CampaignMode;
  now: CampaignMode;
  onChoose: (mode: CampaignMode) => void;
};

function ModeChoice({ mode, now, onChoose }: ChoiceProps) {
  const say = useSay();
  const isNow = mode === now;
  return (
    <button
      type="button"
      className={styles.mode}
      data-mode={mode}
      aria-current={isNow}
      {...(isNow && { "data-first": true })}
      onClick={() => onChoose(mode)}
    >
      <b>
        <i aria-hidden="true" /> {say(`mode.${mode}`)}
        {isNow && <small>{say("mode.now")}</small>}
      </b>
      <span>{say(`mode.${mode}.note`)}</span>
    </button>
  );
}

type AskProps = { desk: Snapshot; onYes: () => void; onNo: () => void };

/** The second question. Focus rests on the way back: a bounced key does not go on air. */
function OnAir({ desk, onYes, onNo }: AskProps) {
  const say = useSay();
  const live = desk.accounts.filter(({ realm }) => realm === "live");
  return (
    <div className={styles.ask}>
      <p>{say("mode.ask.count", { count: live.length })}</p>
      {live.length > 0 && (
        <ul className={styles.accounts}>
          {live.map((account) => (
            <li key={account.id}>
              <NetworkMark name={wornBy(account)} /> {networkWords(say, wornBy(account))}{" "}
              <span>{account.handle}</span>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.answers}>
        <button type="button" className={styles.no} data-first onClick={onNo}>
          {say("mode.ask.no")}
        </button>
        <button type="button" className={styles.yes} onClick={onYes}>
          {say("mode.ask.yes")}
        </button>
      </div>
    </div>
  );
}
