import { expect, test } from "vitest";
import type { Snapshot } from "#shared/changes.ts";
import { feedSecret, headersOf, sendFeed, signIn, startDesk } from "../harness/desk.ts";

test("every bad message gets its own answer over HTTP, is counted, and changes nothing", async () => {
  const desk = await startDesk();
  try {
    const cookie = await signIn(desk);
    const snapshot = async () => {
      const response = await fetch(`${desk.url}/api/snapshot`, {
        headers: headersOf(desk, cookie),
      });
      return (await response.json()) as Snapshot;
    };
    const odf = { name: "odf", secret: await feedSecret(desk, "odf") };
    const forged = { ...odf, secret: `whsec_${Buffer.alloc(32, 7).toString("base64")}` };
    const body = (type: string) =>
      `<OdfBody CompetitionCode="X" DocumentCode="${"ATHW100M".padEnd(34, "-")}" DocumentType="${type}" Version="1" ResultStatus="OFFICIAL" FeedFlag="T" Date="2024-08-03" Time="212000000" LogicalDate="2024-08-03"/>`;
    const before = await snapshot();

    const bad: [number, string, string, typeof odf][] = [
      [413, "tooLarge", `<OdfBody>${"x".repeat(25_500_000)}</OdfBody>`, odf],
      [400, "doctypeRefused", `<!DOCTYPE a [<!ENTITY b "c">]><OdfBody/>`, odf],
      [422, "unknownMessageType", body("DT_UNHEARD_OF"), odf],
      [401, "wrongSignature", body("DT_RESULT"), forged],
      [404, "unknownSource", body("DT_RESULT"), { ...odf, name: "nobody" }],
    ];
    for (const [status, outcome, text, feed] of bad) {
      const response = await sendFeed(desk, feed, { body: text, contentType: "application/xml" });
      const answer = (await response.json()) as { outcome: string; message: string };
      expect([response.status, answer.outcome]).toEqual([status, outcome]);
      expect(answer.message.length).toBeGreaterThan(10);
    }

    const metrics = await (await fetch(`${desk.url}/metrics`)).text();
    for (const [, outcome, , { name }] of bad) {
      // Whose word a body is that was never read, or a feed that nobody configured, nobody knows.
      const source = ["unknownSource", "tooLarge"].includes(outcome) ? "unknown" : name;
      expect(metrics).toContain(
        `rebond_feed_rejected_total{source="${source}",outcome="${outcome}"} 1`,
      );
    }
    const after = await snapshot();
    expect([after.seq, after.moments]).toEqual([before.seq, before.moments]);
  } finally {
    await desk.stop();
  }
});
