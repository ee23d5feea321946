/** Every way of getting messages that nobody sends us. */
import type { FeedConnector } from "#shared/feeds.ts";
import type { Connector } from "./connector.ts";
import { folder } from "./folder.ts";
import { poll } from "./poll.ts";
import { sse } from "./sse.ts";
import { stream } from "./stream.ts";
import { websocket } from "./websocket.ts";

export const connectors: Record<Exclude<FeedConnector, "webhook">, Connector> = {
  poll,
  sse,
  websocket,
  stream,
  folder,
};
