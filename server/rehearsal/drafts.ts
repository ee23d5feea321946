/** What lies on the rehearsal network without being public: containers, and posts whose flag is not lifted yet. */
import { z } from "zod";
import { openLedger } from "./ledger.ts";
import { type PostContent, postContent } from "./timeline.ts";

const draft = postContent.extend({ id: z.string(), handle: z.string() });
export type Draft = z.infer<typeof draft>;

export type Drafts = {
  keep: (handle: string, content: PostContent) => Draft;
  find: (handle: string, id: string) => Draft | null;
};

/** Opens the file. */
export function openDrafts(file: string): Drafts {
  const { lines, add } = openLedger(file, draft);
  const byId = new Map(lines.map((each) => [each.id, each]));
  return {
    keep(handle, content) {
      const made: Draft = { id: `d${byId.size + 1}`, handle, ...content };
      add(made);
      byId.set(made.id, made);
      return made;
    },
    find(handle, id) {
      const known = byId.get(id);
      return known?.handle === handle ? known : null;
    },
  };
}
