import styles from "./brand.module.css";

/** The name and its bounce. */
export function Brand() {
  return (
    <div className={styles.brand}>
      <svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" focusable="false">
        <path
          d="M1 4c4 0 5 10 8 10S14 7 17 3"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.6"
          strokeLinecap="round"
        />
      </svg>
      <span>Rebond</span>
    </div>
  );
}
