import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { type FeedConnector, type FeedFormat, feedConnectors, feedFormats } from "#shared/feeds.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { type FeedDraft, keyed, streams } from "./feed-draft.ts";
import form from "../ui/form.module.css";
import styles from "./feeds-sheet.module.css";

type Props = {
  draft: FeedDraft;
  isNew: boolean;
  /** The field the desk refused, as it names it. */
  wrong: string | null;
  onChange: (part: Partial<FeedDraft>) => void;
};

/** What there is to say about a feed; what its connector has no use for is not asked. */
export function FeedFields({ draft, isNew, wrong, onChange }: Props) {
  const say = useSay();
  const locale = useLocale();
  const { connector } = draft;
  const formats = Object.keys(feedFormats) as FeedFormat[];
  return (
    <>
      <Field
        label={say("feeds.form.name")}
        how={isNew ? say("feeds.form.name.how") : null}
        wrong={wrong === "name"}
        data-first
        value={draft.name}
        disabled={!isNew}
        maxLength={60}
        onText={(name) => onChange({ name })}
      />
      <div className={form.pair}>
        <Choice
          label={say("feeds.form.format")}
          value={draft.format}
          options={formats.map((each) => [each, feedFormats[each][locale]])}
          onChoice={(format) => onChange({ format: format as FeedFormat })}
        />
        <Choice
          label={say("feeds.form.connector")}
          value={connector}
          options={feedConnectors.map((each) => [each, say(`feeds.connector.${each}`)])}
          onChoice={(next) => onChange({ connector: next as FeedConnector })}
        />
      </div>
      {connector !== "webhook" && (
        <Field
          label={say(connector === "folder" ? "feeds.form.folder" : "feeds.form.address")}
          wrong={wrong === "address"}
          value={draft.address}
          inputMode={connector === "folder" ? "text" : "url"}
          placeholder={placeholders[connector]}
          onText={(address) => onChange({ address })}
        />
      )}
      {connector === "poll" && (
        <Field
          label={say("feeds.form.every")}
          wrong={wrong === "everyMs"}
          value={draft.every}
          inputMode="decimal"
          placeholder="10"
          onText={(every) => onChange({ every })}
        />
      )}
      {keyed.includes(connector) && <Key draft={draft} wrong={wrong} onChange={onChange} />}
      <Settings draft={draft} wrong={wrong} onChange={onChange} />
      <Labelled label={say("feeds.form.sample")} how={say("feeds.form.sample.how")}>
        {(ids) => (
          <textarea
            {...ids}
            rows={3}
            spellCheck={false}
            value={draft.sample}
            onChange={(event) => onChange({ sample: event.target.value })}
          />
        )}
      </Labelled>
    </>
  );
}

const placeholders: Record<Exclude<FeedConnector, "webhook">, string> = {
  poll: "https://",
  sse: "https://",
  websocket: "wss://",
  stream: "https://",
  folder: "",
};

type Part = Pick<Props, "draft" | "wrong" | "onChange">;

function Key({ draft, wrong, onChange }: Part) {
  const say = useSay();
  return (
    <>
      <Field
        label={say("feeds.form.secret")}
        how={say(draft.hasKey ? "feeds.form.secret.kept" : "feeds.form.secret.how")}
        wrong={wrong === "secret"}
        type="password"
        autoComplete="off"
        value={draft.secret}
        onText={(secret) => onChange({ secret })}
      />
      {draft.hasKey && (
        <label className={form.check}>
          <input
            type="checkbox"
            checked={draft.removeKey}
            onChange={(event) => onChange({ removeKey: event.target.checked })}
          />
          {say("feeds.form.secret.remove")}
        </label>
      )}
    </>
  );
}

function Settings({ draft, wrong, onChange }: Part) {
  const say = useSay();
  const isWrong = (name: string): boolean => wrong?.startsWith(`settings.${name}`) ?? false;
  const has =
    draft.competition ||
    draft.startsAt ||
    draft.home ||
    draft.bestOf ||
    draft.resync ||
    draft.keyHeader;
  return (
    <details
      className={styles.settings}
      // Opened where there is something to see, and where something is wrong.
      {...((has || wrong?.startsWith("settings")) && { open: true })}
    >
      <summary>{say("feeds.form.settings")}</summary>
      <div className={form.pair}>
        <Field
          label={say("feeds.form.competition")}
          wrong={isWrong("competition")}
          value={draft.competition}
          onText={(competition) => onChange({ competition })}
        />
        <Field
          label={say("feeds.form.startsAt")}
          wrong={isWrong("startsAt")}
          value={draft.startsAt}
          placeholder="2026-07-24T20:00:00+02:00"
          onText={(startsAt) => onChange({ startsAt })}
        />
        <Field
          label={say("feeds.form.home")}
          wrong={isWrong("sides")}
          value={draft.home}
          onText={(home) => onChange({ home })}
        />
        <Field
          label={say("feeds.form.away")}
          wrong={isWrong("sides")}
          value={draft.away}
          onText={(away) => onChange({ away })}
        />
      </div>
      {draft.format === "tennis" && (
        <Choice
          label={say("feeds.form.bestOf")}
          value={draft.bestOf}
          options={[
            ["", say("feeds.form.bestOf.unsaid")],
            ["3", "3"],
            ["5", "5"],
          ]}
          onChoice={(bestOf) => onChange({ bestOf: bestOf as FeedDraft["bestOf"] })}
        />
      )}
      {streams.includes(draft.connector) && (
        <Field
          label={say("feeds.form.resync")}
          wrong={isWrong("resync")}
          value={draft.resync}
          inputMode="url"
          placeholder="https://"
          onText={(resync) => onChange({ resync })}
        />
      )}
      {keyed.includes(draft.connector) && (
        <Choice
          label={say("feeds.form.keyHeader")}
          value={draft.keyHeader || "authorization"}
          options={[
            ["authorization", "Authorization"],
            ["x-api-key", "X-API-Key"],
          ]}
          onChoice={(header) => onChange({ keyHeader: header as FeedDraft["keyHeader"] })}
        />
      )}
    </details>
  );
}

type Ids = { id: string; "aria-describedby"?: string };
type LabelledProps = { label: string; how?: string | null; children: (ids: Ids) => ReactNode };

function Labelled({ label, how, children }: LabelledProps) {
  const id = useId();
  return (
    <div className={form.field}>
      <label htmlFor={id}>{label}</label>
      {children({ id, ...(how && { "aria-describedby": `${id}-how` }) })}
      {how && <small id={`${id}-how`}>{how}</small>}
    </div>
  );
}

type FieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, "onChange"> & {
  label: string;
  how?: string | null;
  wrong: boolean;
  "data-first"?: boolean;
  onText: (text: string) => void;
};

function Field({ label, how = null, wrong, onText, ...rest }: FieldProps) {
  return (
    <Labelled label={label} how={how}>
      {(ids) => (
        <input
          type="text"
          autoComplete="off"
          spellCheck={false}
          {...rest}
          {...ids}
          aria-invalid={wrong}
          onChange={(event) => onText(event.target.value)}
        />
      )}
    </Labelled>
  );
}

type ChoiceProps = {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChoice: (value: string) => void;
};

function Choice({ label, value, options, onChoice }: ChoiceProps) {
  return (
    <Labelled label={label}>
      {(ids) => (
        <select {...ids} value={value} onChange={(event) => onChoice(event.target.value)}>
          {options.map(([each, words]) => (
            <option key={each} value={each}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}
