/** `export` and `restore`: the whole record as one file, and a new desk made from it. */
import { exportTo } from "../export/export.ts";
import { restore as restoreFrom } from "../export/restore.ts";
import { print, stop, type Verb } from "./terminal.ts";

export const exportUsage = `  export FILE                             everything the desk needs, in one file, while it runs; it replaces one of that
                                          name, whole or not at all. Secrets stay sealed:
                                          the key (REBOND_KEK, or the file kek in REBOND_DATA) is not in it; keep it apart
  restore FILE                            makes a new, stopped desk what the file says; it starts held, and looks for what
                                          may have left since before anybody can release it
`;

/** The verb `export`. */
export const exportRecord: Verb = async ({ db, sealer }, { words: [file], values }) => {
  if (!file) stop("export FILE");
  const { header, rows } = await exportTo({ db, sealer }, file);
  if (values.json) return print(JSON.stringify({ ...header, rows }));
  print(`${file}: ${rows} rows as of ${header.exportedAt}, change ${header.seq}`);
  print(`audit head ${header.audit?.head ?? "–"}`);
  print(
    "The key that opens its secrets is not in it: keep REBOND_KEK, or the file kek in REBOND_DATA, apart.",
  );
};

/** The verb `restore`. */
export const restore: Verb = async ({ databaseUrl, sealer, log }, { words: [file], values }) => {
  if (!file) stop("restore FILE");
  const { header, rows, inDoubt } = await restoreFrom({ url: databaseUrl, sealer, log }, file);
  if (values.json) return print(JSON.stringify({ ...header, rows, ...inDoubt }));
  const { uncertain, needsHuman } = inDoubt;
  print(`${rows} rows as of ${header.exportedAt}. Everything is held.`);
  print(
    `${uncertain} deliveries that may have left since are looked for when the desk starts; ${needsHuman} more are for a person to say.`,
  );
  print(
    "Posts made after the export are not in it. What was moved to an earlier time or sent by hand after it comes back as it was then: compare the rundown and each account before you release, or it may leave twice. Then start the desk and release.",
  );
};
