/** The exact addresses a console may be served from: the only ones whose pages may act for a signed-in person. */
const reachedLocally = ["127.0.0.1", "localhost", "::1", "0.0.0.0", "::"];

/** `port` is the one really listened on, known after listening when it was asked for as 0. */
export function originsOf({
  publicUrl,
  host,
  port,
}: {
  publicUrl: string;
  host: string;
  port: number;
}): string[] {
  const own = reachedLocally.includes(host)
    ? [`http://localhost:${port}`, `http://127.0.0.1:${port}`]
    : [];
  // A port asked for as 0 is no address.
  return [...new Set([new URL(publicUrl).origin, ...own])].filter(
    (origin) => !origin.endsWith(":0"),
  );
}
