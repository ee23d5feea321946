/** Posts that are made first and become public later, once: from a container, or by lifting the flag of what lies there. */
import { z } from "zod";
import { type Answer, no } from "../answer.ts";
import {
  accept,
  type Doing,
  type Doings,
  known,
  made,
  type MannerParts,
  type Place,
  removing,
  textIn,
} from "./doing.ts";

const byContainer = z.strictObject({ containerId: z.string().max(100) });

/** The container tells whether it was published; the post has an id of its own. */
export function byContainers(parts: MannerParts): Doings {
  const { drafts, timeline, shown } = parts;
  return {
    postContainer: keeping(parts, (body) => body),
    getContainer: looking(parts, ({ handle, id }) => {
      const post = timeline.foundFrom(handle, id);
      const status = post ? "PUBLISHED" : "FINISHED";
      return { status: 200, body: { id, status, ...(post && { post: shown(post) }) } };
    }),
    publishContainer: {
      call: "publish",
      text: ({ params, body }) => drafts.find(params.handle, containerIn(body))?.text ?? null,
      act: ({ params, body }) => publish(parts, params.handle, containerIn(body), {}),
    },
  };
}

/** The post keeps the id that it had before it was public. */
export function byFlag(parts: MannerParts): Doings {
  const { drafts, timeline, shown } = parts;
  return {
    postPost: keeping(parts, (body) => {
      const { published, ...content } = body as { published?: unknown };
      return published === false ? content : null;
    }),
    liftFlag: {
      call: "publish",
      text: ({ params }) => drafts.find(params.handle, params.id)?.text ?? null,
      act: ({ params: { handle, id } }) => publish(parts, handle, id, { id }),
    },
    getPost: looking(parts, ({ handle, id }) => {
      const post = timeline.foundFrom(handle, id);
      return { status: 200, body: { id, published: post !== null, ...(post && shown(post)) } };
    }),
    removePost: removing(parts, ({ handle, id }) => timeline.foundFrom(handle, id)),
  };
}

/** Nothing of it is public. */
function keeping(parts: MannerParts, contentIn: (body: unknown) => unknown): Doing {
  return {
    call: "upload",
    text: textIn,
    act: ({ params: { handle }, body }) =>
      accept(parts, handle, contentIn(body), (content) => {
        const { id } = parts.drafts.keep(handle, content);
        return { status: 201, body: { id } };
      }),
  };
}

function looking({ drafts }: MannerParts, answer: (place: Place) => Answer): Doing {
  return {
    call: "find",
    text: ({ params }) => drafts.find(params.handle, params.id)?.text ?? null,
    act: ({ params }) =>
      drafts.find(params.handle, params.id) ? answer(params) : no(404, "notThere", nothingThere),
  };
}

/** A repeat answers the same post. */
function publish(parts: MannerParts, handle: string, id: string, own: { id?: string }): Answer {
  const draft = parts.drafts.find(handle, id);
  if (!draft) return no(422, "notThere", nothingThere);
  const before = parts.timeline.foundFrom(handle, id);
  if (before) return known(parts, before);
  const { text, language, media } = draft;
  return made(parts, parts.timeline.add({ handle, from: id, text, language, media, ...own }));
}

const nothingThere = "there is nothing under this id";

function containerIn(body: unknown): string {
  const parsed = byContainer.safeParse(body);
  return parsed.success ? parsed.data.containerId : "";
}
