/** Pictures: what somebody uploads becomes a plain picture every network takes, or is refused with the reason. */
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Media } from "#shared/media.ts";
import type { Role } from "#shared/roles.ts";
import * as files from "../fixtures/pictures.ts";
import {
  apiToken,
  type Credential,
  type Desk,
  headersOf,
  signIn,
  startDesk,
} from "../harness/desk.ts";
import { openRecord } from "../harness/record.ts";

let desk: Desk;
let admin: Credential;

beforeAll(async () => {
  desk = await startDesk();
  admin = await signIn(desk);
});
afterAll(() => desk.stop());

type Answer = { status: number; media?: Media; code?: string; field?: string; message?: string };

async function upload(body: Buffer, type = "image/jpeg", who = admin): Promise<Answer> {
  const response = await fetch(`${desk.url}/api/media`, {
    method: "POST",
    headers: { ...headersOf(desk, who), "content-type": type },
    body: new Uint8Array(body),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

const show = (id: string, headers: Record<string, string> = headersOf(desk, admin)) =>
  fetch(`${desk.url}/media/${id}`, { headers });

async function kept(): Promise<number> {
  const record = await openRecord(desk);
  const { count } = await record.db
    .selectFrom("media")
    .select((each) => each.fn.countAll().as("count"))
    .executeTakeFirstOrThrow();
  await record.close();
  return Number(count);
}

test("a photograph becomes one every network takes, and is the same picture when it comes again", async () => {
  const file = await files.photograph(2800, 2100);
  const { status, media } = await upload(file);
  expect(status).toBe(200);
  expect(media).toMatchObject({ type: "image/jpeg" });
  expect(media!.bytes).toBeLessThanOrEqual(950_000);
  expect(Math.max(media!.width, media!.height)).toBeLessThanOrEqual(2000);
  expect(media!.width / media!.height).toBeCloseTo(4 / 3, 2);
  const again = await upload(file);
  expect(again.media).toEqual(media);

  const shown = await show(media!.id);
  const body = Buffer.from(await shown.arrayBuffer());
  expect(body.length).toBe(media!.bytes);
  expect(await sharp(body).metadata()).toMatchObject({
    format: "jpeg",
    width: media!.width,
    height: media!.height,
  });
});

test("a picture lies as it was taken, and does not tell where", async () => {
  const file = await files.photographWithPlace();
  expect((await sharp(file).metadata()).exif?.includes("Somebody")).toBe(true);
  const { media } = await upload(file);
  expect(media).toMatchObject({ width: 200, height: 400 });
  const body = Buffer.from(await (await show(media!.id)).arrayBuffer());
  const { exif, xmp, icc, orientation } = await sharp(body).metadata();
  expect({ exif, xmp, icc, orientation }).toEqual({
    exif: undefined,
    xmp: undefined,
    icc: undefined,
    orientation: undefined,
  });
  expect(body.includes("Somebody")).toBe(false);
});

test("what is transparent stays so, and the type is read from the bytes", async () => {
  const { media } = await upload(await files.transparent(), "image/webp");
  expect(media).toMatchObject({ type: "image/png", width: 300, height: 300 });
});

test("a picture is given with its own walls around it, and asked for once", async () => {
  const { media } = await upload(await files.transparent(), "image/png");
  const shown = await show(media!.id);
  expect(Object.fromEntries(shown.headers)).toMatchObject({
    "content-type": "image/png",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "private, max-age=31536000, immutable",
    etag: `"${media!.sha256}"`,
  });
  const again = await show(media!.id, {
    ...headersOf(desk, admin),
    "if-none-match": `"${media!.sha256}"`,
    "cache-control": "max-age=0",
  });
  expect(again.status).toBe(304);
  for (const id of ["0190aaaa-0000-7000-8000-000000000000", "none", "..%2fkek"])
    expect((await show(id)).status).toBe(404);
});

const damaged = async () => (await files.photograph(800, 600)).subarray(0, 60_000);
const twofold = async (more: string) =>
  Buffer.concat([await files.photograph(80, 60), Buffer.from(more, "latin1")]);
const hostile: Record<string, [() => Buffer | Promise<Buffer>, string, RegExp]> = {
  "a drawing with a script": [
    () => files.scriptedSvg,
    "image/png",
    /application\/xml|not a picture/,
  ],
  "a page called a photograph": [() => files.page, "image/jpeg", /not a picture/],
  "a photograph that is also a page": [
    () => twofold("<html><script>alert(1)</script>"),
    "image/jpeg",
    /web page or script/,
  ],
  "a photograph that is also an archive": [
    () => twofold(`PK\x05\x06${"\0".repeat(18)}`),
    "image/jpeg",
    /archive/,
  ],
  "a photograph that is also a document": [() => twofold("%PDF-1.7"), "image/jpeg", /document/],
  "a photograph cut off": [damaged, "image/jpeg", /damaged or cut off/],
  "a hundred million pixels in few bytes": [
    () => files.bomb(10_000, 10_000),
    "image/png",
    /60 million pixels/,
  ],
  "nothing at all": [() => Buffer.alloc(0), "image/png", /empty/],
  "eleven megabytes": [() => Buffer.alloc(11_000_000, 1), "image/jpeg", /larger than 10 MB/],
  "a picture called a page": [() => files.transparent(), "text/html", /content-type/],
};

test.each(Object.keys(hostile))(
  "%s is refused with the reason, and nothing is kept",
  async (name) => {
    const [make, type, reason] = hostile[name]!;
    const before = await kept();
    const file = await make();
    const startedAt = performance.now();
    const { status, code, message } = await upload(file, type);
    expect({ status, code }).toEqual({ status: 422, code: "badMedia" });
    expect(message).toMatch(reason);
    expect(performance.now() - startedAt).toBeLessThan(3000);
    expect(await kept()).toBe(before);
  },
);

test("who spots, edits or produces may add a picture; everyone signed in may see it, and nobody else", async () => {
  const file = await files.transparent();
  const { media } = await upload(file, "image/png");
  for (const role of ["viewer", "guest"] as Role[]) {
    const token = await apiToken(desk, admin, role);
    expect(await upload(file, "image/png", token)).toMatchObject({
      status: 403,
      code: "notAllowed",
    });
    expect((await show(media!.id, headersOf(desk, token))).status).toBe(200);
  }
  for (const role of ["spotter", "editor", "producer"] as Role[]) {
    const token = await apiToken(desk, admin, role);
    expect((await upload(file, "image/png", token)).media).toEqual(media);
  }
  expect(await upload(file, "image/png", "rebond_nobody")).toMatchObject({ status: 401 });
  expect((await show(media!.id, {})).status).toBe(401);
});

test("another site cannot add a picture in somebody's name", async () => {
  const response = await fetch(`${desk.url}/api/media`, {
    method: "POST",
    headers: { cookie: admin, origin: "https://elsewhere.example", "content-type": "image/png" },
    body: new Uint8Array(await files.transparent()),
  });
  expect(response.status).toBe(403);
});

test("many pictures at once: each is taken or asked to come again, and the desk keeps answering", async () => {
  const file = await files.photograph(1800, 1350);
  const waits: number[] = [];
  let uploading = true;
  const watching = (async () => {
    for (let asked = 0; uploading && asked < 2000; asked += 1) {
      const startedAt = performance.now();
      await (await fetch(`${desk.url}/api/me`, { headers: headersOf(desk, admin) })).json();
      waits.push(performance.now() - startedAt);
    }
  })();
  const answers = await Promise.all(Array.from({ length: 14 }, () => upload(file)));
  uploading = false;
  await watching;
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(2);
  expect(new Set(answers.map(({ status, code }) => code ?? status))).toEqual(
    new Set([200, "busy"]),
  );
  const longest = Math.max(...waits);
  expect(longest).toBeLessThan(1500);
});
