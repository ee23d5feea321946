/** A moment, from the provider's request to the paint that shows it on a console with a full list; beside a bare page. */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { Server } from "socket.io";
import { openBrowser, openScreen, shows } from "../e2e/screen.ts";
import { sendMoment } from "../harness/react.ts";
import { openBenchDesk, openPostgres } from "./bench-desk.ts";
import { type Bench, type BenchParts, lineOf, pause } from "./measure.ts";
import { paintedAt, watchPaint } from "./page-clock.ts";

const rows = 100;
const moments = 150;
const everyMs = 120;
const kinds = ["lead", "card"] as const;
type Kind = (typeof kinds)[number];
/** As the console says them before the headline. */
const words: Record<Kind, string> = { lead: "Changement de tête", card: "Carton" };

export const paint: Bench = async (parts) => {
  await openPostgres(parts);
  const { desk, admin } = await openBenchDesk("postgres", parts);
  const browser = await openBrowser(desk, { port: desk.port });
  parts.onClose(() => browser.close());
  const { page } = await openScreen(browser, desk, admin);
  // In turn: many of one kind after each other would be a single row.
  let serial = 0;
  const send = (text: string, kind: Kind = kinds[(serial += 1) % 2]!) =>
    sendMoment(desk, { key: text, kind, headline: { fr: text, en: text } });
  await page.getByRole("button", { name: /^Tous/ }).click();
  for (let row = 0; row < rows; row += 1) await send(`Rangée ${row}`);
  await shows(page, "a full list", async () => (await page.locator("[data-moment]").count()) > 10);
  await watchPaint(page, "[data-moment] h3");
  const bare = await openBarePage(await browser.newPage(), parts);
  const [times, rawTimes]: [number[], number[]] = [[], []];
  for (let index = 0; index < moments; index += 1) {
    const [said, rawSaid] = [`Mesure ${randomUUID()}`, `Nu ${randomUUID()}`];
    await page.bringToFront();
    const kind = kinds[index % 2]!;
    times.push(await untilPainted(page, `${words[kind]} ${said}`, () => send(said, kind)));
    await bare.page.bringToFront();
    rawTimes.push(await untilPainted(bare.page, rawSaid, () => bare.emit(rawSaid)));
    await pause(everyMs);
  }
  parts.print(
    lineOf(
      `moment sent → painted on a console with ${rows} rows`,
      ...([times, rawTimes, "p99 ≤ 1.5 × raw p99 (bare emit → paint)"] as const),
      ({ ratio }) => ratio <= 1.5,
    ),
  );
};

async function untilPainted(
  page: Page,
  name: string,
  send: () => Promise<unknown> | void,
): Promise<number> {
  const sentAt = performance.timeOrigin + performance.now();
  await send();
  return (await paintedAt(page, name)) - sentAt;
}

/** A page that puts what it is sent on top of a list of as many rows, and nothing else. */
async function openBarePage(page: Page, { onClose }: BenchParts) {
  const http = createServer((_, response) => {
    response.setHeader("content-type", "text/html").end(`<!doctype html><ul>
      ${Array.from({ length: rows }, (__, row) => `<li>Row ${row}</li>`).join("")}</ul>
      <script src="/socket.io/socket.io.js"></script><script>
        const list = document.querySelector("ul");
        io({ transports: ["websocket"] }).on("row", (text) => {
          const row = document.createElement("li");
          row.textContent = text;
          list.prepend(row);
          list.lastElementChild.remove();
        });
      </script>`);
  });
  const io = new Server(http, { transports: ["websocket"] });
  onClose(() => io.close());
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  const joined = new Promise<void>((resolve) => io.once("connection", () => resolve()));
  await page.goto(`http://127.0.0.1:${port}/`);
  await joined;
  await watchPaint(page, "li");
  return { page, emit: (text: string) => void io.emit("row", text) };
}
