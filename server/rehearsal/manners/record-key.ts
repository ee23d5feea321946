/** Posts under a key of their sender's: the same post twice is one. */
import { no } from "../answer.ts";
import { isSameContent } from "../timeline.ts";
import { accept, type Doings, known, made, type MannerParts, removing, textIn } from "./doing.ts";

export function byRecordKey(parts: MannerParts): Doings {
  const { timeline } = parts;
  return {
    putPost: {
      call: "publish",
      key: ({ params }) => params.id,
      text: textIn,
      act: ({ params: { handle, id: key }, body }) =>
        accept(parts, handle, body, (content) => {
          const before = timeline.find(handle, key);
          if (!before) return made(parts, timeline.add({ handle, key, ...content }));
          if (isSameContent(before, content)) return known(parts, before);
          return no(409, "keyTaken", "this key already made another post");
        }),
    },
    getPost: {
      call: "find",
      key: ({ params }) => params.id,
      text: ({ params }) => timeline.find(params.handle, params.id)?.text ?? null,
      act({ params }) {
        const found = timeline.find(params.handle, params.id);
        return found ? known(parts, found) : no(404, "postNotFound", "no post has this key");
      },
    },
    // There is nothing under the key afterwards, which is all that was asked.
    removePost: removing(parts, ({ handle, id }) => timeline.find(handle, id), {
      status: 200,
      body: {},
    }),
  };
}
