import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Delivery } from "#shared/posts.ts";
import { undoableStates } from "#shared/posts.ts";
import { command } from "../harness/desk.ts";
import { deliveriesOf, fireMarked, type Marked, matched, untilAre } from "../harness/marked.ts";
import { openBefore, openTheatre, type Theatre } from "./theatre.ts";
import { raiseGold } from "../harness/react.ts";
import { importSheet, sheetOf, wallIn } from "../harness/sheet.ts";
import { openCrew } from "../harness/workers.ts";
import { armFirst, axeFindings, dwell, lookAtAll, rowOf, shows } from "./screen.ts";

/** Probes end after 12 s here, and a call that may yet land after 1.2 s. */
const scaled = { REBOND_TIME_SCALE: "0.1" };
/** An account of a network that nobody can read back: what is not known of it is a person's at once. */
const unreadable = "soiree_canal";
let theatre: Theatre;

beforeAll(async () => {
  theatre = await openTheatre(scaled);
  const { desk, cookie, network, screen } = theatre.stage;
  const linked = await command(desk, cookie, "account.link", {
    network: "rehearsal",
    wears: "telegram",
    service: null,
    handle: unreadable,
    name: "La soirée, le canal",
    locales: ["fr"],
    realm: "rehearsal",
    secret: network.token,
  });
  if (!linked.ok) throw new Error(`not linked: ${linked.code}`);
  await screen.until("the account is there", ({ state }) =>
    state!.accounts.some(({ handle }) => handle === unreadable),
  );
});
afterAll(() => theatre?.close());
afterEach(async () => {
  const { desk, cookie, screen, network } = theatre.stage;
  await network.misbehave();
  const held = screen.state!.holds.filter((each) => each.held);
  for (const { scope, scopeId } of held)
    await command(desk, cookie, "hold.release", {
      scope,
      accountId: scope === "account" ? (scopeId as Delivery["account"]["id"]) : null,
    });
  const deliveries = screen
    .state!.deliveries.filter(({ state }) => [...undoableStates, "needsHuman"].includes(state))
    .map(({ id }) => id);
  if (deliveries.length > 0) await command(desk, cookie, "delivery.drop", { deliveries });
  await theatre.closePages();
});

const section = (page: Page, name: string) => page.locator(`[data-section=${name}]`);
const card = (page: Page) => page.getByRole("dialog");
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? "");
const stateOn = (marked: Marked, handle: string) =>
  deliveriesOf(theatre.stage.screen, marked).find(({ account }) => account.handle === handle)!;
const postsOf = async (marked: Marked, handle: string) =>
  (await theatre.stage.network.posts()).filter(
    (post) => post.text.includes(marked.name) && post.handle === handle,
  );
const noFindings = async (page: Page) => expect(await axeFindings(page)).toEqual([]);

/** A reaction on both accounts that only have a list; neither answer came, and neither is in it. */
async function lostOnBoth(): Promise<Marked> {
  await theatre.stage.network.misbehave({ kind: "dropThenForget", times: 2 });
  return fireMarked(theatre.stage, { on: matched });
}

test("what nobody can find is asked of a person, who answers with the keyboard: one is there, one is sent again, once", async () => {
  const page = await theatre.openPage();
  const marked = await lostOnBoth();
  const uncertain = section(page, "uncertain");
  await uncertain
    .getByText(/Pas de réponse/)
    .first()
    .waitFor();
  await page.keyboard.press("v");
  await card(page)
    .getByText(/On cherche de nouveau dans|On cherche en ce moment/)
    .waitFor();
  expect(await card(page).innerText()).toMatch(/Ne pas l’y trouver ne prouve rien/);
  await page.keyboard.press("Escape");
  await card(page).waitFor({ state: "detached" });
  await untilAre(theatre.stage.screen, marked, ["needsHuman"]);
  await page.locator("[data-asked='2']").waitFor();
  await shows(page, "it is announced", async () =>
    (await page.locator("output.unseen").allInnerTexts()).some((words) =>
      words.includes("2 messages attendent votre réponse"),
    ),
  );
  await noFindings(page);

  await page.keyboard.press("v");
  const question = card(page).getByRole("heading", { name: /Ce message est-il public sur/ });
  await question.waitFor();
  const first = (await question.innerText()).includes("soiree_iles") ? matched[0]! : matched[1]!;
  const second = matched.find((handle) => handle !== first)!;
  await card(page).locator("[data-step=probe]").first().waitFor();
  expect(await card(page).innerText()).toMatch(/Envoi 1[\s\S]*Cherché · n’y est pas/);
  await noFindings(page);
  // The focus rests on the question: Enter answers nothing.
  await page.keyboard.press("Enter");
  await dwell(page);
  expect(stateOn(marked, first).state).toBe("needsHuman");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("javascript:alert(1)");
  await page.keyboard.press("Enter");
  await card(page).getByText("Une adresse commence par https://").waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("https://example.org/posts/17");
  await page.keyboard.press("Enter");
  await shows(page, "the second question", async () =>
    (await focused(page)).includes(`public sur ${second}`),
  );
  expect(stateOn(marked, first)).toMatchObject({
    state: "confirmed",
    remoteUrl: "https://example.org/posts/17",
  });

  for (let tab = 0; tab < 3; tab += 1) await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Non, le renvoyer");
  await page.keyboard.press("Enter");
  await card(page).getByText(`Renvoyer sur ${second}\u202f?`).waitFor();
  expect(stateOn(marked, second).state).toBe("needsHuman");
  await dwell(page);
  await page.keyboard.press("Enter");
  await card(page).waitFor({ state: "detached" });
  // Undoable like any fire, and the focus rests where Enter publishes nothing.
  await section(page, "undoable").locator("li").waitFor();
  await shows(page, "the focus at rest", () =>
    page.evaluate(() => document.activeElement?.hasAttribute("data-rest") ?? false),
  );
  await untilAre(theatre.stage.screen, marked, ["confirmed"]);
  expect(await postsOf(marked, second)).toHaveLength(1);
  expect(await postsOf(marked, first)).toHaveLength(0);
  await page.locator("[data-asked]").waitFor({ state: "detached" });
});

test("a network that cannot be read back: a person is asked at once, sending again opens when no call can land, and giving up is asked twice", async () => {
  const page = await theatre.openPage();
  await theatre.stage.network.misbehave({ kind: "silent", on: ["publish"], times: 1 });
  const marked = await fireMarked(theatre.stage, { on: [unreadable] });
  await section(page, "uncertain").locator("[data-verify]").first().click();
  await card(page)
    .getByText(/personne d’autre que vous ne peut le voir/)
    .waitFor();
  const no = card(page).getByRole("button", { name: /Non, le renvoyer/ });
  expect(await no.innerText()).toMatch(/possible dans 1|Non, le renvoyer$/);
  await untilAre(theatre.stage.screen, marked, ["needsHuman"]);
  await shows(
    page,
    "sending again is open",
    async () => (await no.getAttribute("aria-disabled")) === null,
  );
  await noFindings(page);
  await card(page).getByRole("button", { name: "Abandonner ce message" }).click();
  expect(stateOn(marked, unreadable).state).toBe("needsHuman");
  await dwell(page);
  await card(page)
    .getByRole("button", { name: /l’abandonner sans savoir/ })
    .click();
  await card(page).waitFor({ state: "detached" });
  await untilAre(theatre.stage.screen, marked, ["cancelled"]);
  expect(await postsOf(marked, unreadable)).toHaveLength(0);
});

test("what is settled elsewhere while its card is open says so, and asks nothing any more", async () => {
  const page = await theatre.openPage();
  await theatre.stage.network.misbehave({ kind: "dropThenForget", times: 1 });
  const marked = await fireMarked(theatre.stage, { on: [unreadable] });
  await untilAre(theatre.stage.screen, marked, ["needsHuman"]);
  await page.locator("[data-asked='1']").click();
  await card(page)
    .getByRole("heading", { name: /Ce message est-il public/ })
    .waitFor();
  await command(theatre.stage.desk, theatre.stage.cookie, "delivery.settle", {
    deliveryId: stateOn(marked, unreadable).id,
    answer: "public",
    remoteUrl: null,
    undoMs: 0,
  });
  await card(page).getByText("Il est public. Rien d’autre à faire.").waitFor();
  expect(
    await card(page)
      .getByRole("button", { name: /renvoyer/ })
      .count(),
  ).toBe(0);
  await card(page).getByText("«\u00a0Il y est\u00a0»").waitFor();
});

test("a slot in doubt says so in its row of the rundown, and its card opens over it; Escape leads back there", async () => {
  const page = await theatre.openPage();
  const { desk, cookie, network, screen } = theatre.stage;
  await network.misbehave({ kind: "dropThenForget", handle: unreadable, times: 1 });
  const zone = screen.state!.campaign.venueZone;
  const row = { id: "doute", at: wallIn(1000, zone), zone, "title fr": "Programme du soir" };
  await importSheet(
    desk,
    cookie,
    sheetOf([{ ...row, accounts: unreadable, "text fr": "Programme du soir, à tout de suite." }]),
  );
  await page.locator("[data-asked='1']").waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  const slot = page.locator("[data-slot=doute]");
  await slot.getByText("Incertain").waitFor();
  await slot.getByRole("button", { name: /textes/ }).click();
  await slot.getByRole("button", { name: /^Vérifier Telegram FR/ }).click();
  const question = page.getByRole("heading", { name: /Ce message est-il public sur/ });
  await question.waitFor();
  await noFindings(page);
  await page.keyboard.press("Escape");
  await question.waitFor({ state: "detached" });
  expect(new URL(page.url()).pathname).toBe("/rundown");
});

test("what is held says until when it may leave, and gets a minute more with the keyboard", async () => {
  const page = await theatre.openPage();
  const { desk, cookie, screen } = theatre.stage;
  await command(desk, cookie, "hold.place", {});
  const marked = await fireMarked(theatre.stage, { on: ["soiree.fr"] });
  await untilAre(screen, marked, ["held"]);
  const before = Date.parse(stateOn(marked, "soiree.fr").notAfter);
  const shelf = section(page, "held").locator("[data-shelf]");
  await shelf.getByText(/échéance à [\d:]+, dans \d/).waitFor();
  await shelf.focus();
  await page.keyboard.press("Enter");
  await card(page)
    .getByRole("button", { name: /\+1 min/ })
    .waitFor();
  await noFindings(page);
  await page.keyboard.press("Enter");
  await card(page).waitFor({ state: "detached" });
  await shelf.getByText(/^échéance à [\d:]+$/).waitFor();
  expect(Date.parse(stateOn(marked, "soiree.fr").notAfter)).toBe(before + 60_000);
});

test("one account is held while the others go on: its row says who and since when, lifting it sends nothing", async () => {
  const page = await theatre.openPage();
  const { screen } = theatre.stage;
  await page.getByRole("button", { name: "Comptes" }).click();
  const row = card(page).locator("[data-account=soiree_iles]");
  await row.getByRole("button", { name: /Retenir/ }).click();
  await row.getByText(/Retenu par Admin depuis [\d:]+/).waitFor();
  await noFindings(page);
  await page.keyboard.press("Escape");
  await page
    .locator("[data-alarm=accountsHeld]")
    .getByText(/soiree_iles est retenu/)
    .waitFor();
  const marked = await fireMarked(theatre.stage, { on: matched });
  await screen.until("one left, one is held", () => {
    const [one, other] = matched.map((handle) => stateOn(marked, handle)?.state);
    return one === "held" && other === "confirmed";
  });
  await page.locator("[data-alarm=accountsHeld]").getByText("1 message retenu").waitFor();
  await noFindings(page);
  await page.getByRole("button", { name: "1 compte retenu" }).click();
  await row.getByText(/1 message attend/).waitFor();
  await row.getByRole("button", { name: /Lever/ }).click();
  await row.getByText("Part normalement").waitFor();
  expect(stateOn(marked, "soiree_iles")).toMatchObject({ state: "missed", reason: "held" });
  expect(await postsOf(marked, "soiree_iles")).toHaveLength(0);
});

test("a producer sets the time between an account’s messages", async () => {
  const page = await theatre.openPage();
  const { screen } = theatre.stage;
  await page.getByRole("button", { name: "Comptes" }).click();
  const seconds = card(page).getByLabel(/Secondes entre deux messages de evening\.en/);
  const isSet = (ms: number) =>
    screen.until(`${ms} ms are between them`, ({ state }) =>
      state!.accounts.some(({ handle, spacingMs }) => handle === "evening.en" && spacingMs === ms),
    );
  await seconds.fill("12");
  await seconds.press("Enter");
  await isSet(12_000);
  await card(page).getByRole("button", { name: "Régler" }).waitFor({ state: "detached" });
  // Changed their mind before this console has heard what stands now: the newer wish counts.
  theatre.wire.deafen();
  await seconds.fill("7");
  await seconds.press("Enter");
  await isSet(7000);
  await seconds.fill("12");
  await seconds.press("Enter");
  await isSet(12_000);
  theatre.wire.mend();
  await page.locator("[data-connection=live]").waitFor();
  await seconds.fill("0");
  await seconds.press("Enter");
  await isSet(0);
});

test("an order whose answer never came is asked again after a reload, and is one post", async () => {
  const page = await theatre.openPage();
  const { desk, screen } = theatre.stage;
  for (const lost of ["deafen", "cut"] as const) {
    const moment = await raiseGold(desk, screen);
    await rowOf(page, moment.id).click();
    await armFirst(page);
    await lookAtAll(page);
    theatre.wire[lost]();
    await page.keyboard.press("Enter");
    await page.getByText("Vérification…").waitFor();
    const posts = () => screen.state!.posts.filter(({ momentId }) => momentId === moment.id);
    if (lost === "deafen") await screen.until("the desk has it", () => posts().length === 1);
    theatre.wire.mend();
    await page.reload();
    await page.locator("[data-connection=live]").waitFor();
    await screen.until("it is a post", () => posts().length === 1);
    await page.locator("[data-section=public], [data-section=undoable]").first().waitFor();
    // Nothing is left to ask: what was kept is gone once it is answered.
    await shows(page, "an empty order book", () =>
      page.evaluate(
        () =>
          new Promise<boolean>((resolve) => {
            const opening = indexedDB.open("rebond", 1);
            opening.onsuccess = () => {
              const shelf = opening.result.transaction("commands").objectStore("commands");
              const count = shelf.count();
              count.onsuccess = () => resolve(count.result === 0);
            };
          }),
      ),
    );
    expect(posts()).toHaveLength(1);
  }
});

test("no worker at work is said on the desk within seconds, and unsaid when one is there again", async () => {
  const crew = await openCrew("postgres", { env: scaled });
  const before = await openBefore(crew).catch(async (error: unknown) => {
    await crew.close();
    throw error;
  });
  try {
    const worker = await crew.worker();
    const page = await before.openPage();
    const alarm = page.locator("[data-alarm=noWorker]");
    await alarm.waitFor({ state: "detached" });
    await worker.kill9();
    await alarm.getByText(/Aucun service d’envoi au travail/).waitFor();
    await noFindings(page);
    await crew.worker();
    await alarm.waitFor({ state: "detached" });
    await before.closePages();
  } finally {
    await before.close();
  }
}, 180_000);
