/** Durations that the server keeps to and the console speaks of, milliseconds. */

/** Clocks that differ by this are shown; by the second, nothing planned is sent by itself. */
export const clockWarnMs = 500;
export const clockStopMs = 5000;
/** Between two of one account's deliveries that were missed and are sent together, where the account itself asks for less. */
export const backlogSpacingMs = 5000;
