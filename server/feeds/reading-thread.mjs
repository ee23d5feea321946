// The reading thread from its source, for `npm run dev`: a loader given on the command line does not reach a thread.
import { register } from "tsx/esm/api";

register();
export const { readOne } = await import("./reading-thread.ts");
