/** The console's states, one by one, with the real components and no server: `npm run dev`, then `/stories`. Never built. */
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/theme.ts";
import { createRoot } from "react-dom/client";
import { useLocale, Words } from "./messages/words.tsx";
import { days } from "./stories/days.ts";
import { lines } from "./stories/lines.ts";
import { reactions } from "./stories/reactions.ts";
import { rooms } from "./stories/rooms.ts";
import { sendings } from "./stories/sendings.ts";
import { setScene, Stage } from "./stories/stage.tsx";
import type { Story } from "./stories/story.ts";
import styles from "./stories/list.module.css";

const groups: Record<string, readonly Story[]> = {
  "Around the day": days,
  "The line": lines,
  "Before Enter": reactions,
  "After Enter": sendings,
  "Other screens, machines": rooms,
};
const stories = Object.values(groups).flat();

/** Every story, by group, with what it must say. */
function List() {
  const locale = useLocale();
  return (
    <main className={styles.list}>
      <h1>Stories</h1>
      <p>Each state of the console, full screen. Back returns here.</p>
      {Object.entries(groups).map(([group, its]) => (
        <section key={group}>
          <h2>{group}</h2>
          <ul>
            {its.map(({ name, says }) => (
              <li key={name}>
                <a href={`#${name}`} data-says-fr={says.fr} data-says-en={says.en}>
                  {name}
                </a>
                <span>{says[locale]}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </main>
  );
}

const root = createRoot(document.getElementById("root")!);

function show(): void {
  const story = stories.find(({ name }) => `#${name}` === location.hash);
  const now = Date.now();
  const scene = story?.scene(now);
  if (scene) setScene(scene, now);
  root.render(
    <Words key={now}>{story && scene ? <Stage story={story} scene={scene} /> : <List />}</Words>,
  );
}

window.addEventListener("hashchange", show);
show();
