/** The exact addresses a console may be served from: the only ones whose pages may act for a signed-in person. */
const loopback = ["127.0.0.1", "localhost", "::1", "[::1]"];

/** `port` is the one really listened on, known after listening when it was asked for as 0. */
export function originsOf({ publicUrl, host, port }: { publicUrl: string; host: string; port: number }): string[] {
  const own = loopback.includes(host) ? [`http://localhost:${port}`, `http://127.0.0.1:${port}`] : [];
  return [...new Set([new URL(publicUrl).origin, ...own])];
}
