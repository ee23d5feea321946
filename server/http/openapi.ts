/** The HTTP contract, generated from the table of commands and the schemas the console uses. */
import { z } from "zod";
import { snapshot } from "#shared/changes.ts";
import { commands } from "#shared/commands.ts";
import { media, mediaTypes } from "#shared/media.ts";
import { refused } from "#shared/result.ts";

const json = (schema: object) => ({ content: { "application/json": { schema } } });

/** The OpenAPI 3.1 document. */
export function openApi(): object {
  return {
    openapi: "3.1.0",
    info: { title: "Rebond", version: "1" },
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    security: [{ token: [] }],
    paths: {
      "/api/me": { get: reading("Who the token or session belongs to") },
      "/api/snapshot": {
        get: reading("The whole desk, with the seq it stands at", schemaOf(snapshot)),
      },
      "/api/changes": {
        get: {
          ...reading("Changes after a seq, in order, without gaps"),
          parameters: [
            query("since", "integer", true),
            query("epoch", "string", false),
            query("limit", "integer", false),
          ],
        },
      },
      "/api/media": { post: upload },
      ...Object.fromEntries(
        Object.keys(commands).map((name) => [`/api/commands/${name}`, { post: operationOf(name) }]),
      ),
    },
  };
}

/** A picture's own bytes in, what is kept of it out. */
const upload = {
  operationId: "media",
  "x-power": "produce",
  requestBody: {
    required: true,
    content: Object.fromEntries(
      mediaTypes.map((type) => [type, { schema: { type: "string", format: "binary" } }]),
    ),
  },
  responses: {
    200: { description: "kept", ...json(schemaOf(z.object({ media }))) },
    "4XX": { description: "refused, and why", ...json(schemaOf(refused)) },
  },
};

function reading(description: string, schema: object = {}): object {
  return { responses: { 200: { description, ...json(schema) } } };
}

function query(name: string, type: string, required: boolean): object {
  return { name, in: "query", required, schema: { type } };
}

function operationOf(name: string): object {
  const { input, output, power } = commands[name as keyof typeof commands];
  const body = {
    type: "object",
    required: ["input"],
    additionalProperties: false,
    properties: {
      commandId: {
        type: "string",
        format: "uuid",
        description: "the same id is the same intent: answered once, then replayed",
      },
      input: schemaOf(input),
      pressedAt: { type: "string", format: "date-time" },
    },
  };
  const answer = {
    type: "object",
    properties: {
      ok: { const: true },
      value: schemaOf(output),
      commandId: { type: "string", format: "uuid" },
    },
  };
  return {
    operationId: name,
    "x-power": power,
    requestBody: { required: true, ...json(body) },
    responses: {
      200: { description: "done", ...json(answer) },
      "4XX": { description: "refused, and why", ...json(schemaOf(refused)) },
    },
  };
}

function schemaOf(schema: z.ZodType): object {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
}
