/** The console's files. Hashed assets are kept for ever; the page that names them is asked for every time. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import express, { Router } from "express";

/** `folder` holds the built console. */
export function consoleRoutes(folder: string): Router {
  const router = Router();
  const page = join(folder, "index.html");
  router.use(
    "/assets",
    express.static(join(folder, "assets"), {
      immutable: true,
      maxAge: "1y",
      index: false,
      fallthrough: false,
    }),
  );
  router.use(express.static(folder, { index: false, maxAge: 0 }));
  router.get(/^\/[^.]*$/, (_request, response) => {
    response.set("Cache-Control", "no-cache");
    if (existsSync(page)) return response.sendFile(page);
    response
      .status(503)
      .type("text")
      .send("The console is not built yet: npm run build, or npm run dev.\n");
  });
  return router;
}
