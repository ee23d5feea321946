/**
 * Stands in for zod in the console's build. The console takes types and functions from `shared/` and checks nothing with
 * the schemas beside them: the server does, at every edge. Describing a schema answers this again; using one throws.
 */
const checks = new Set(["parse", "safeParse", "options"]);

const nothing: unknown = new Proxy(() => undefined, {
  get(_, name) {
    if (typeof name === "string" && checks.has(name)) {
      throw new Error(`the console has no schemas to ${name} with`);
    }
    return nothing;
  },
  apply: () => nothing,
});

export const z = nothing;
