/** The console's entry: who is here, then the connection, then the desk. */
import "./ui/without-eval.ts";
import "./ui/tokens.css";
import "./ui/base.css";
import { type ComponentType, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { useRoute } from "wouter";
import { type Acts, createActs, settled } from "./desk/acts.ts";
import { Desk } from "./desk/desk.tsx";
import { connectDesk } from "./live/connection.ts";
import { createOrders } from "./live/orders.ts";
import { openPending } from "./live/pending.ts";
import { whoAmI } from "./live/session.ts";
import { useLive } from "./live/store.ts";
import { preferLocale, Words } from "./messages/words.tsx";
import { Broken } from "./ui/broken.tsx";
import { Outdated } from "./ui/outdated.tsx";
import { SignedOut } from "./ui/signed-out.tsx";
import { Waiting } from "./ui/waiting.tsx";

const askAgainAfterMs = 2000;

let fetched: ComponentType | null = null;

/**
 * Fetched when it is first opened. A page older than the server's files cannot have it: the desk goes on without. Not
 * `lazy`: React resumes that in slices which the desk's clocks interrupt, and a long day would never be shown.
 */
function Rundown() {
  const [Part, setPart] = useState<ComponentType | null>(() => fetched);
  useEffect(() => {
    if (Part) return;
    import("./rundown/rundown.tsx")
      .then(
        (part) => (fetched = part.Rundown),
        () => Outdated,
      )
      .then((part) => setPart(() => part))
      .catch(reportError);
  }, [Part]);
  return Part && <Part />;
}

function App({ acts }: { acts: Acts }) {
  const [onRundown] = useRoute("/rundown");
  const status = useLive((live) => live.connection.status);
  const ready = useLive((live) => live.desk !== null && live.me !== null);
  if (status === "signedOut") return <SignedOut />;
  if (!ready && status !== "tooOld") return <Waiting says="app.loading" />;
  return <Desk acts={acts} over={onRundown ? <Rundown /> : null} />;
}

const root = createRoot(document.getElementById("root")!, {
  // A desk on air is never a blank page.
  onUncaughtError: (error) => {
    reportError(error);
    setTimeout(() =>
      root.render(
        <Words>
          <Broken />
        </Words>,
      ),
    );
  },
});

/** Asks until the server answers; the page says so meanwhile. */
async function open(): Promise<void> {
  const me = await whoAmI();
  if (me === "unreachable") {
    root.render(
      <Words>
        <Waiting says="app.waiting" />
      </Words>,
    );
    setTimeout(start, askAgainAfterMs);
    return;
  }
  if (me === null) {
    root.render(
      <Words>
        <SignedOut />
      </Words>,
    );
    return;
  }
  preferLocale(me.locale);
  useLive.setState({ me });
  const pending = await openPending();
  const { socket } = connectDesk(() => {
    orders.askAgain().catch(reportError);
  });
  const orders = createOrders(socket, pending, settled);
  root.render(
    <Words>
      <App acts={createActs(orders)} />
    </Words>,
  );
}

function start(): void {
  open().catch(reportError);
}

root.render(
  <Words>
    <Waiting says="app.loading" />
  </Words>,
);
start();
