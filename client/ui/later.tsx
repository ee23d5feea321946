/** Parts of the console that are fetched when they are first opened: the first load stays small. */
import { type ComponentType, createElement, useEffect, useState } from "react";
import { Outdated } from "./outdated.tsx";

/**
 * A page older than the server's files cannot have the part: it says so, and the desk goes on. Not `lazy`: React resumes
 * that in slices which the desk's clocks interrupt, and a long day would never be shown.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let fetched: ComponentType<Props> | null = null;
  return function Later(props: Props) {
    const [Part, setPart] = useState<ComponentType<Props> | null>(() => fetched);
    useEffect(() => {
      if (Part) return;
      load()
        .then(
          (part) => (fetched = part),
          () => Outdated,
        )
        .then((part) => setPart(() => part))
        .catch(reportError);
    }, [Part]);
    return Part && createElement(Part, props);
  };
}
