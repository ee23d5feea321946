import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

test("a dropped connection is told in a line, without its innards or its secrets", () => {
  const said = `
    import { createLog } from "#server/log.ts";
    const err = Object.assign(new Error("gone"), { client: { secretKey: 4711 }, command: "AUTH hush" });
    createLog("info").warn({ err, token: "whisper" }, "a connection dropped");`;
  const { stderr, status } = spawnSync(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", said],
    { encoding: "utf8" },
  );
  expect(status).toBe(0);
  expect(JSON.parse(stderr)).toMatchObject({
    err: { message: "gone" },
    msg: "a connection dropped",
  });
  expect(stderr).not.toMatch(/4711|hush|whisper/);
});
