/** A desk with an account on a real Bluesky server, and a reaction to fire there. */
import sharp from "sharp";
import type { CommandInput } from "#shared/commands.ts";
import type { Account } from "#shared/campaigns.ts";
import type { Locale } from "#shared/locales.ts";
import type { Media } from "#shared/media.ts";
import type { Delivery } from "#shared/posts.ts";
import { type Backend, openBackend } from "./backends.ts";
import { openConsole, type TestConsole } from "./console.ts";
import {
  apiToken,
  command,
  type Credential,
  type Desk,
  type DeskOptions,
  headersOf,
  signIn,
  startDesk,
} from "./desk.ts";
import { type PdsAccount, startPds, type TestPds } from "./pds.ts";
import { raiseGold } from "./react.ts";
import { openWire, type Wire } from "./wire.ts";

export type BlueskyStage = {
  pds: TestPds;
  wire: Wire;
  desk: Desk;
  cookie: Credential;
  screen: TestConsole;
  /** Another worker of the same desk. */
  worker: (env?: Record<string, string>) => Promise<Desk>;
  /** Makes an account on the server and links it, as an operator does. */
  link: (locales: Account["locales"]) => Promise<{ known: PdsAccount; account: Account }>;
  close: () => Promise<void>;
};

/** A server that is killed here takes seconds to come back, and a reaction is worth only so long. */
const unhurried = { REBOND_TIME_SCALE: "0.5" };
/** No post of these tests goes to the rehearsal network. */
const nowhere = { url: "http://127.0.0.1:9", token: "none" };

/** Opens it; `roles` are those of the desk itself. */
export async function setBlueskyStage(
  backend: Backend,
  roles: NonNullable<DeskOptions["roles"]>,
): Promise<BlueskyStage> {
  const [{ redisUrl, stop }, pds] = await Promise.all([openBackend(backend), startPds()]);
  const wire = await openWire(pds.url);
  const shared = { rehearsalNetwork: nowhere, ...(redisUrl ? { redisUrl } : {}) };
  const desk = await startDesk({ ...shared, roles, env: unhurried });
  const cookie = await signIn(desk);
  const screen = openConsole(desk, cookie);
  await screen.until("the desk is on screen", (self) => self.state !== null);
  const workers: Desk[] = [];
  return {
    pds,
    wire,
    desk,
    cookie,
    screen,
    async worker(env = {}) {
      const started = await startDesk({
        ...shared,
        database: desk.databaseUrl,
        roles: "worker",
        // The key that seals the accounts' secrets is there.
        env: { ...unhurried, REBOND_DATA: desk.env["REBOND_DATA"]!, ...env },
      });
      workers.push(started);
      return started;
    },
    async link(locales) {
      const known = await pds.createAccount();
      const reply = await command(desk, cookie, "account.link", linkOf(known, wire.url, locales));
      if (!reply.ok) throw new Error(`refused: ${reply.code} ${JSON.stringify(reply.details)}`);
      return { known, account: reply.value.account };
    },
    async close() {
      screen.close();
      await Promise.all(workers.map((each) => each.stop()));
      await desk.stop();
      await wire.stop();
      await pds.stop();
      await stop();
    },
  };
}

/** What an operator gives to link an account. */
export function linkOf(
  { handle, password }: Pick<PdsAccount, "handle" | "password">,
  service: string,
  locales: Account["locales"] = ["fr"],
): CommandInput<"account.link"> {
  return {
    network: "bluesky",
    wears: null,
    realm: "rehearsal",
    name: "Les îles",
    service,
    handle,
    locales,
    secret: password,
  };
}

/** A small picture, added as a producer adds one. */
export async function addPicture({ desk, cookie }: BlueskyStage): Promise<Media> {
  const body = await sharp({
    create: { width: 320, height: 180, channels: 3, background: "#0b6e4f" },
  })
    .jpeg()
    .toBuffer();
  const response = await fetch(`${desk.url}/api/media`, {
    method: "POST",
    headers: { ...headersOf(desk, cookie), "content-type": "image/jpeg" },
    body: new Uint8Array(body),
  });
  if (response.status !== 200) throw new Error(`the picture was refused: ${await response.text()}`);
  return ((await response.json()) as { media: Media }).media;
}

const words: Record<Locale, string> = {
  fr: "Médaille d’or pour {{ participant.name }} 🥇, {{ event }} ! #ÉtéÀLaRéunion https://example.com/résultats?à=1",
  en: "Gold for {{ participant.name }} 🥇, {{ event }}! #RebondLive https://example.com/results",
};

/** Saves a reaction with a tag and a link behind accents, and a picture if there is one; answers its id. */
export async function saveReaction(
  { desk, cookie }: BlueskyStage,
  slug: string,
  picture: Media | null = null,
  texts = words,
): Promise<string> {
  const alt = { fr: "Un drapeau levé — été", en: "A raised flag" };
  const reply = await command(desk, cookie, "template.save", {
    slug,
    name: { fr: slug, en: slug },
    fits: { kinds: ["medal"], medals: null, firstEver: null },
    variants: (["fr", "en"] as const).map((locale) => ({
      locale,
      network: null,
      text: texts[locale],
    })),
    image: picture && { mediaId: picture.id, width: picture.width, height: picture.height, alt },
  });
  if (!reply.ok) throw new Error(`refused: ${reply.code} ${JSON.stringify(reply.details)}`);
  return reply.value.template.id;
}

/** Looks at the reaction to a new medal on one account: what the console would then fire. */
export async function look(
  { desk, cookie, screen }: BlueskyStage,
  templateId: string,
  account: Account,
) {
  const moment = await raiseGold(desk, screen);
  const wanted = {
    momentId: moment.id,
    momentVersion: moment.version,
    templateId: templateId as CommandInput<"post.fire">["templateId"],
    accounts: [account.id],
  };
  const reply = await command(desk, cookie, "post.preview", wanted);
  if (!reply.ok) throw new Error(`the preview was refused: ${reply.code}`);
  return { wanted, renderings: reply.value.renderings };
}

/** Fires what `look` showed, as a new editor; answers the post's id, its deliveries' ids and the renderings. */
export async function react(stage: BlueskyStage, templateId: string, account: Account, undoMs = 0) {
  const { desk, cookie } = stage;
  const { wanted, renderings } = await look(stage, templateId, account);
  const hashes = renderings.map(({ hash, problem, missing }) => {
    if (!hash) throw new Error(`it cannot be fired: ${problem ?? missing.join(", ")}`);
    return hash;
  });
  const editor = await apiToken(desk, cookie, "editor");
  const input = { ...wanted, renderHashes: hashes, undoMs };
  const reply = await command(desk, editor, "post.fire", input);
  if (!reply.ok) throw new Error(`refused: ${reply.code} ${JSON.stringify(reply.details)}`);
  const { postId, deliveries } = reply.value;
  return { postId: postId as string, ids: deliveries.map((each) => each.id as string), renderings };
}

/** A post's deliveries as a console shows them. */
export function deliveriesOf(screen: TestConsole, postId: string): Delivery[] {
  return screen.state!.deliveries.filter((each) => each.postId === postId);
}

const callMs = 10_000;

/** Calls the server as somebody else's program would. Throws when it refuses. */
export async function xrpc(
  { url }: Pick<TestPds, "url">,
  method: string,
  token: string | null,
  body: object | null,
): Promise<unknown> {
  const response = await fetch(`${url}/xrpc/${method}`, {
    method: "POST",
    headers: {
      ...(body ? { "content-type": "application/json" } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(callMs),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} answered ${response.status}: ${text}`);
  return text === "" ? null : JSON.parse(text);
}

/** A session of its own, beside the desk's. */
export async function signInTo(
  pds: TestPds,
  { handle, password }: PdsAccount,
): Promise<{ accessJwt: string }> {
  const body = { identifier: handle, password };
  return (await xrpc(pds, "com.atproto.server.createSession", null, body)) as { accessJwt: string };
}
