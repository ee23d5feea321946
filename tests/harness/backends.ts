/** The two places the queue can live. Whatever is promised about publishing is promised on both. */
import type { TestRedis } from "./redis.ts";
import { startRedis } from "./redis.ts";

export const backends = ["postgres", "redis"] as const;
export type Backend = (typeof backends)[number];

/** The settings of a desk on this backend, and what to stop afterwards. */
export async function openBackend(
  backend: Backend,
): Promise<{ redisUrl?: string; redis: TestRedis | null; stop: () => Promise<void> }> {
  if (backend === "postgres") return { redis: null, stop: async () => undefined };
  const redis = await startRedis();
  return { redisUrl: redis.url, redis, stop: () => redis.stop() };
}
