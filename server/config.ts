/** The one reader of the environment. `npm run config` prints this table, and the README prints what it prints. */
import { resolve } from "node:path";
import { z } from "zod";
import { hostsIn } from "./addresses.ts";

const port = z.coerce.number().int().min(0).max(65_535);
const origin = z.url({ protocol: /^https?$/ });

/** Each variable: its schema, and what it is for. */
const variables = {
  PORT: [port.default(4400), "port of the desk"],
  HOST: [z.string().default("127.0.0.1"), "address it listens on"],
  DATABASE_URL: [
    z.string().optional(),
    "your own PostgreSQL 15+; without it an embedded one is started",
  ],
  REDIS_URL: [z.string().optional(), "queue on Redis; without it the queue lives in PostgreSQL"],
  REBOND_DATA: [
    z.string().default(".rebond"),
    "folder of the embedded database, keys and the rehearsal's posts",
  ],
  REBOND_ROLES: [
    z.string().default("web,worker"),
    "what this process does: web, worker or both; split roles need DATABASE_URL",
  ],
  REBOND_PUBLIC_URL: [
    origin.optional(),
    "address people use, when it is not http://HOST:PORT; https makes cookies Secure",
  ],
  REBOND_KEK: [
    z.string().optional(),
    "32 bytes in base64 that seal the stored secrets; without it <data>/kek is made",
  ],
  REBOND_FEED_MAX_BYTES: [
    z.coerce
      .number()
      .int()
      .min(1024)
      .max(64 << 20)
      .default(24 << 20),
    "largest feed message accepted",
  ],
  REBOND_FEED_HOSTS: [
    z.string().optional(),
    "hosts feeds may be fetched from though they are not public, between commas: a venue's timing server",
  ],
  REBOND_FEED_FOLDER: [
    z.string().optional(),
    "folder whose sub-folders feeds may be read from; without it none are",
  ],
  REBOND_REHEARSAL: [
    z.enum(["on", "off"]).default("on"),
    "whether a new desk plays the sample evening by itself",
  ],
  REBOND_REHEARSAL_URL: [
    origin.optional(),
    "a rehearsal network that is already running; without it one is started",
  ],
  REBOND_REHEARSAL_PORT: [
    port.optional(),
    "port of the rehearsal network we start (default PORT + 1)",
  ],
  REBOND_LOG: [
    z.enum(["debug", "info", "warn", "error", "silent"]).default("warn"),
    "how much is logged, on standard error",
  ],
} as const satisfies Record<string, readonly [z.ZodType, string]>;

/** Read only when NODE_ENV is test: they would be dangerous anywhere else. */
const testVariables = {
  REBOND_CRASH_AT: [z.string().optional(), "crash point"],
  REBOND_TIME_SCALE: [
    z.coerce.number().positive().default(1),
    "multiplies every duration of the timing table",
  ],
  REBOND_REHEARSAL_TOKEN: [
    z.string().optional(),
    "token of the rehearsal network given by REBOND_REHEARSAL_URL",
  ],
  REBOND_REHEARSAL_SPEED: [
    z.coerce.number().positive().max(100).default(1),
    "how many times faster than it happened the sample evening plays",
  ],
  REBOND_SWEEPER: [z.enum(["on", "off"]).default("on"), "sweeper"],
  REBOND_QUEUE: [z.enum(["on", "off"]).default("on"), "queue consumers"],
} as const satisfies Record<string, readonly [z.ZodType, string]>;

const schema = z.object(
  Object.fromEntries(
    Object.entries({ ...variables, ...testVariables }).map(([name, [type]]) => [name, type]),
  ) as {
    [Name in keyof typeof variables]: (typeof variables)[Name][0];
  } & { [Name in keyof typeof testVariables]: (typeof testVariables)[Name][0] },
);

export type Config = ReturnType<typeof readConfig>;

/** Reads and checks the environment. Throws one error that names every variable at fault and what to do. */
export function readConfig(environment: Record<string, string | undefined>) {
  const testing = environment["NODE_ENV"] === "test";
  const known = new Set([
    ...Object.keys(variables),
    ...(testing ? Object.keys(testVariables) : []),
  ]);
  const unknown = Object.keys(environment).filter(
    (name) => name.startsWith("REBOND_") && !known.has(name) && !name.startsWith("REBOND_TEST_"),
  );
  if (unknown.length > 0)
    throw new Error(
      `unknown setting ${unknown.join(", ")}: see npm run config for the ones there are`,
    );
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => known.has(name) && value !== ""),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw new Error(
      parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "),
    );
  }
  const values = parsed.data;
  const roles = [...new Set(values.REBOND_ROLES.split(",").map((each) => each.trim()))];
  const odd = roles.filter((each) => each !== "web" && each !== "worker");
  if (odd.length > 0)
    throw new Error(
      `REBOND_ROLES: "${odd.join(",")}" is not a role; use web, worker or web,worker`,
    );
  if (roles.length === 1 && !values.DATABASE_URL) {
    throw new Error(
      "REBOND_ROLES: split roles need DATABASE_URL, the embedded database serves one process",
    );
  }
  const rehearsalPort = values.REBOND_REHEARSAL_PORT ?? (values.PORT === 0 ? 0 : values.PORT + 1);
  return {
    ...values,
    testing,
    web: roles.includes("web"),
    worker: roles.includes("worker"),
    dataDir: resolve(values.REBOND_DATA),
    feedHosts: hostsIn(values.REBOND_FEED_HOSTS ?? ""),
    feedFolder: values.REBOND_FEED_FOLDER ? resolve(values.REBOND_FEED_FOLDER) : null,
    publicUrl: (values.REBOND_PUBLIC_URL ?? `http://${values.HOST}:${values.PORT}`).replace(
      /\/$/,
      "",
    ),
    rehearsalPort,
    /** Where the rehearsal network is, ours or another; ours moves only if its port is taken. */
    rehearsalUrl: (values.REBOND_REHEARSAL_URL ?? `http://127.0.0.1:${rehearsalPort}`).replace(
      /\/$/,
      "",
    ),
  };
}

/** The table of settings, as Markdown rows: name, default, meaning. */
export function configTable(): string {
  const rows = Object.entries(variables).map(([name, [type, meaning]]) => {
    const given = type.safeParse(undefined).data as string | number | undefined;
    return `| \`${name}\` | ${given === undefined ? "–" : `\`${String(given)}\``} | ${meaning} |`;
  });
  return ["| variable | default | what it does |", "|---|---|---|", ...rows].join("\n");
}
