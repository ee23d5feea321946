import { useSay } from "../messages/words.tsx";
import { giveBackKeys } from "./after-click.ts";
import { switchTheme, useTheme } from "./theme.ts";

/** To the other theme: a disc half in the dark. */
export function ThemeSwitch({ className }: { className: string | undefined }) {
  const say = useSay();
  const theme = useTheme((state) => state.theme);
  const other = theme === "night" ? "paper" : "night";
  return (
    <button
      type="button"
      className={className}
      aria-label={say(`theme.${other}`)}
      title={say(`theme.${other}`)}
      onClick={(event) => {
        switchTheme();
        giveBackKeys(event);
      }}
    >
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <circle cx="7" cy="7" r="6" fill="none" stroke="currentColor" strokeWidth="1.6" />
        <path d="M7 1a6 6 0 0 1 0 12z" fill="currentColor" />
      </svg>
    </button>
  );
}
