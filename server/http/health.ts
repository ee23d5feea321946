/** For whoever watches the process: is it alive, may it get work, what does it count. */
import { Router } from "express";
import type { Registry } from "prom-client";

export type Readiness = "starting" | "ready" | "draining";

export function healthRoutes({
  readiness,
  registry,
}: {
  readiness: () => Readiness;
  registry: Registry;
}): Router {
  const router = Router();
  router.get("/health", (_request, response) => void response.json({ status: "alive" }));
  router.get("/ready", (_request, response) => {
    const status = readiness();
    response.status(status === "ready" ? 200 : 503).json({ status });
  });
  router.get("/metrics", async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}
