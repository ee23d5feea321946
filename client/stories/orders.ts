/** In the server's place: previews are rendered and hashed here, a doubt has its history, and everything else stays unanswered. */
import type { CommandName, CommandSent } from "#shared/commands.ts";
import type { Evidence } from "#shared/posts.ts";
import { byHand, renderAs, reworded } from "#shared/rendering.ts";
import { aroundOf } from "#shared/surroundings.ts";
import type { Answer, Orders } from "../live/orders.ts";
import { useLive } from "../live/store.ts";

const never = new Promise<never>(() => undefined);

export const storyOrders: Orders = {
  send: (name, input) => answerTo(name, input),
  give: (_id, name, input) => answerTo(name, input),
  giveKept: () => never,
  askAgain: async () => undefined,
};

function answerTo<Name extends CommandName>(
  name: Name,
  input: CommandSent<Name>,
): Promise<Answer<Name>> {
  const value =
    name === "post.preview"
      ? preview(input as CommandSent<"post.preview">)
      : name === "delivery.history"
        ? history(input as CommandSent<"delivery.history">)
        : null;
  return value ? Promise.resolve({ ok: true, value } as Answer<Name>) : never;
}

/** Seconds after the call was left without an answer. */
const probedAfter = [1, 3, 10, 30, 120];
const calledForMs = 8000;

/** One call, no answer, and every time it was looked for since. */
function history({ deliveryId }: CommandSent<"delivery.history">): { evidence: Evidence[] } {
  const doubt = useLive.getState().desk?.deliveries.find(({ id }) => id === deliveryId)?.doubt;
  if (!doubt) return { evidence: [] };
  const at = (afterMs: number) => new Date(Date.parse(doubt.since) + afterMs).toISOString();
  const step = { attempt: 1, message: null, url: null };
  return {
    evidence: [
      { ...step, step: "intent", at: at(-calledForMs), outcome: null },
      { ...step, step: "answer", at: at(0), outcome: "ambiguous" },
      ...probedAfter.slice(0, doubt.probes).map((after) => ({
        ...step,
        step: "probe" as const,
        at: at(after * 1000),
        outcome: "absent",
      })),
    ],
  };
}

function preview({ momentId, templateId, accounts, edits = [] }: CommandSent<"post.preview">) {
  const { desk } = useLive.getState();
  const moment = desk?.moments.find(({ id }) => id === momentId);
  const template = desk?.templates.find(({ id }) => id === templateId) ?? byHand;
  if (!desk || !moment) return { renderings: [] };
  const renderings = desk.accounts
    .filter(({ id }) => accounts.includes(id))
    .flatMap((account) =>
      account.locales.map((locale) => {
        const own = edits.find((each) => each.accountId === account.id && each.locale === locale);
        const rendered = renderAs(template, moment, account, locale, aroundOf(desk, moment));
        const { fits, ...said } = own
          ? reworded(rendered, account.wears ?? account.network, own.text)
          : rendered;
        return { ...said, hash: fits && said.text !== "" ? "0".repeat(64) : null };
      }),
    );
  return { renderings };
}
