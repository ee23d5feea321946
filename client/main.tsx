/** The console's entry: who is here, then the connection, then the desk. */
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/theme.ts";
import { createRoot } from "react-dom/client";
import { useRoute } from "wouter";
import { type Acts, createActs, settled } from "./desk/acts.ts";
import { tellAttending } from "./desk/attending.ts";
import { Desk } from "./desk/desk.tsx";
import { NoticeLine } from "./desk/notice-line.tsx";
import { Reslotting, WaysOut } from "./desk/ways-out.tsx";
import { connectDesk } from "./live/connection.ts";
import { createOrders } from "./live/orders.ts";
import { openPending } from "./live/pending.ts";
import { whoAmI } from "./live/session.ts";
import { createSpots, type Spots } from "./live/spots.ts";
import { useLive } from "./live/store.ts";
import { preferLocale, Words } from "./messages/words.tsx";
import { Broken } from "./ui/broken.tsx";
import { later } from "./ui/later.tsx";
import { SignedOut } from "./ui/signed-out.tsx";
import { Waiting } from "./ui/waiting.tsx";
import type { Props as QueueProps } from "./queue/queue.tsx";

const askAgainAfterMs = 2000;

const Queue = later<QueueProps>(() => import("./queue/queue.tsx").then((part) => part.Queue));
const Rundown = later(() => import("./rundown/rundown.tsx").then((part) => part.Rundown));
const SpotterPage = later(() => import("./spotter/page.tsx").then((part) => part.SpotterPage));
const SpotterPanel = later(() => import("./spotter/panel.tsx").then((part) => part.SpotterPanel));

/** A spotter has one page, and it is theirs alone. */
function App({ acts, spots }: { acts: Acts; spots: Spots }) {
  const [onRundown] = useRoute("/rundown");
  const [onQueue] = useRoute("/queue");
  const [onSpotter] = useRoute("/spotter");
  const spotsOnly = useLive((live) => live.me?.role === "spotter");
  const status = useLive((live) => live.connection.status);
  const ready = useLive((live) => live.desk !== null && live.me !== null);
  if (status === "signedOut") return <SignedOut />;
  if (!ready && status !== "tooOld") return <Waiting says="app.loading" />;
  if (onSpotter || spotsOnly) return <SpotterPage spots={spots} />;
  return (
    <Desk
      acts={acts}
      over={onRundown ? <Rundown /> : onQueue ? <QueueOver acts={acts} /> : null}
      spotter={<SpotterPanel spots={spots} />}
    />
  );
}

/** The queue with what the desk does about a line. */
function QueueOver({ acts }: { acts: Acts }) {
  return (
    <Queue
      acts={acts}
      waysOut={(line, onReslot) => <WaysOut line={line} acts={acts} onReslot={onReslot} />}
      reslot={(line, onClose) => <Reslotting line={line} acts={acts} onClose={onClose} />}
      notice={<NoticeLine />}
    />
  );
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
  if (me.role === "spotter") history.replaceState(null, "", "/spotter");
  const pending = await openPending();
  const { socket } = connectDesk(() => {
    attending.again();
    restored.then(orders.askAgain).catch(reportError);
  });
  const attending = tellAttending((now) => socket.emit("attending", now));
  const orders = createOrders(socket, pending, (envelope, answer) =>
    envelope.name === "moment.spot" ? spots.settle(envelope, answer) : settled(envelope, answer),
  );
  const spots = createSpots({ orders, pending, refused: settled });
  const restored = spots.restore().catch(reportError);
  root.render(
    <Words>
      <App acts={createActs(orders)} spots={spots} />
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
