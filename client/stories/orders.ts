/** In the server's place: previews are rendered and hashed here, a claim stands, and everything else stays unanswered. */
import type { CommandName, CommandSent } from "#shared/commands.ts";
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
  if (name !== "post.preview") return never;
  const value = preview(input as CommandSent<"post.preview">);
  return Promise.resolve({ ok: true, value } as Answer<Name>);
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
