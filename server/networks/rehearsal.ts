/** The rehearsal network: a loopback service of ours, reached like any other, over HTTP with a bearer token. */
import { z } from "zod";
import { type Answer, call } from "./call.ts";
import {
  type Network,
  NetworkError,
  type OpenAccount,
  type Outgoing,
  type Receipt,
} from "./network.ts";

const stored = z.object({
  id: z.string().max(100),
  url: z.url({ protocol: /^https?$/ }),
  createdAt: z.iso.datetime({ offset: true }),
});
const refusal = z.object({ error: z.string().max(100), message: z.string().max(500) });

/** `url()` is read at each call: the service gets its port when it starts. Posts are keyed by us, so outcomes are provable. */
export function createRehearsal({ url }: { url: () => string }): Network {
  const place = ({ handle }: OpenAccount, { remoteKey }: Outgoing): string =>
    `${url()}/v1/accounts/${encodeURIComponent(handle)}/posts/${encodeURIComponent(remoteKey)}`;
  return {
    guarantee: "proven",
    async signIn({ secret }) {
      return { content: secret, usableUntil: new Date(Date.now() + 86_400_000) };
    },
    async prepare() {
      return {};
    },
    async publish(outgoing, _prepared, account, signal) {
      const answer = await call(
        "PUT",
        place(account, outgoing),
        account.session,
        { text: outgoing.text, language: outgoing.locale },
        signal,
      );
      if (answer.status === 200 || answer.status === 201) return receipt(answer);
      throw explain(answer);
    },
    async find(outgoing, _prepared, account, signal) {
      const answer = await call("GET", place(account, outgoing), account.session, null, signal);
      if (answer.status === 200) return receipt(answer);
      const certain = refusal.safeParse(answer.body);
      if (answer.status === 404 && certain.success && certain.data.error === "postNotFound")
        return null;
      throw explain(answer);
    },
  };
}

function receipt(answer: Answer): Receipt {
  const parsed = stored.safeParse(answer.body);
  if (!parsed.success) throw new NetworkError("ambiguous", "the receipt could not be read");
  return { remoteId: parsed.data.id, remoteUrl: parsed.data.url, publicAt: parsed.data.createdAt };
}

function explain({ status, body, headers }: Answer): NetworkError {
  const words = refusal.safeParse(body);
  if (!words.success)
    return new NetworkError("ambiguous", `HTTP ${status} in a form we do not know`);
  const { message } = words.data;
  if (status === 429)
    return new NetworkError(
      "rateLimited",
      message,
      new Date(Date.now() + seconds(headers["retry-after"]) * 1000),
    );
  if (status === 401) return new NetworkError("authExpired", message);
  if (status === 403) return new NetworkError("permissionMissing", message);
  if (status === 400 || status === 409 || status === 422)
    return new NetworkError("contentRejected", message);
  return new NetworkError("ambiguous", `HTTP ${status}: ${message}`);
}

function seconds(retryAfter: string | string[] | undefined): number {
  const value = Number(Array.isArray(retryAfter) ? retryAfter[0] : retryAfter);
  return Number.isFinite(value) && value > 0 ? Math.min(value, 3600) : 5;
}
