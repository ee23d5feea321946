import type { Account } from "#shared/campaigns.ts";
import { may } from "#shared/roles.ts";
import { longestUndoMs } from "#shared/undo-windows.ts";
import { askOverHttp } from "../live/over-http.ts";
import { useLive } from "../live/store.ts";
import { useSay } from "../messages/words.tsx";
import { useDesk } from "./desk-store.ts";
import { SecondsField } from "./seconds-field.tsx";

/** How long what is sent to an account can be taken back, in seconds; a producer changes it. */
export function AccountUndo({ account }: { account: Account }) {
  const say = useSay();
  const me = useLive((live) => live.me);
  if (!me || !may(me.role, "produce")) {
    return (
      <small>
        {say("undo.account")} {say("undo.account.now", { count: account.undoMs / 1000 })}
      </small>
    );
  }
  return (
    <SecondsField
      name={say("undo.account")}
      label={say("undo.account.label", { account: account.handle })}
      nowMs={account.undoMs}
      mostMs={longestUndoMs}
      onSet={(undoMs) => {
        set(account.id, undoMs).catch(reportError);
      }}
    />
  );
}

async function set(accountId: Account["id"], undoMs: number): Promise<void> {
  const answer = await askOverHttp("account.setUndoWindow", { accountId, undoMs });
  const notice = answer.ok ? null : { kind: "refused" as const, code: answer.code, message: null };
  useDesk.setState({ notice });
}
