/** Serves the calls of the rehearsal network's accounts: notes each, and does to it what the script of faults says. */
import type { Request, RequestHandler } from "express";
import type { Answer } from "./answer.ts";
import type { Calls } from "./calls.ts";
import type { Faults } from "./faults.ts";
import type { Doing, Place } from "./manners/doing.ts";
import { give, type Hanging, misbehave } from "./misbehave.ts";

type Parts = {
  faults: Faults;
  hanging: Hanging;
  calls: Calls;
  mannerOf: (handle: string) => string;
  signOut: (handle: string) => void;
};

/** Makes handlers; `pick` says what is asked for, or what to answer where there is no such thing. */
export function createServe({ faults, hanging, calls, mannerOf, signOut }: Parts) {
  return (pick: (request: Request<Place>) => Doing | Answer): RequestHandler<Place> =>
    async (request, response) => {
      const { handle } = request.params;
      const doing = pick(request);
      if ("status" in doing) return give(response, doing);
      const { call } = doing;
      const [text, key] = [doing.text(request), doing.key?.(request) ?? ""];
      const fault = faults.next({ call, handle, text });
      const kind = fault?.kind ?? null;
      const ended = calls.begin({ handle, manner: mannerOf(handle), call, key, text, fault: kind });
      let made: string | null = null;
      const act = (): Answer => {
        const answer = doing.act(request);
        made = answer.made ?? null;
        return answer;
      };
      try {
        if (!fault) give(response, act());
        else await misbehave({ fault, response, act, hanging, signOut: () => signOut(handle) });
      } finally {
        ended({ made, status: response.headersSent ? response.statusCode : null });
      }
    };
}
