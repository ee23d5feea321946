import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { commands } from "#shared/commands.ts";

const file = join(import.meta.dirname, "../fixtures/commands.schema.json");

function contract(): string {
  const described = Object.entries(commands).map(([name, { power, changes, input, output }]) => [
    name,
    {
      power,
      changes,
      input: z.toJSONSchema(input, { io: "input" }),
      output: z.toJSONSchema(output),
    },
  ]);
  return `${JSON.stringify(Object.fromEntries(described), null, 2)}\n`;
}

test("no command changed under the scripts that use it: the contract is the committed one (UPDATE_CONTRACT=1 writes it)", () => {
  if (process.env["UPDATE_CONTRACT"]) writeFileSync(file, contract());
  expect(JSON.parse(contract())).toEqual(JSON.parse(readFileSync(file, "utf8")));
});
