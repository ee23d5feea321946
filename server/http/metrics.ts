/** What Prometheus may read. Labels are bounded: a name somebody made up is counted as `unknown`. */
import { Counter, Gauge, Registry, collectDefaultMetrics } from "prom-client";
import { commands } from "#shared/commands.ts";
import { type ReadAtWork, watchWorkers } from "./worker-metrics.ts";

export type Metrics = {
  registry: Registry;
  feedMessage: (source: string, status: number, outcome: string) => void;
  slowConsumer: () => void;
  command: (name: string, outcome: string) => void;
};

/** `consoles`, `head` and who is at work are read when Prometheus asks. */
export function createMetrics({
  consoles,
  head,
  readAtWork,
}: {
  consoles: () => number;
  head: () => number;
  readAtWork: ReadAtWork;
}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const feeds = new Counter({
    name: "rebond_feed_messages_total",
    help: "Messages that providers sent, by how they were answered",
    labelNames: ["source", "outcome"],
    registers,
  });
  const rejected = new Counter({
    name: "rebond_feed_rejected_total",
    help: "Messages refused with a 4xx: nothing of them was kept",
    labelNames: ["source", "outcome"],
    registers,
  });
  const answered = new Counter({
    name: "rebond_commands_total",
    help: "Commands answered, by name and outcome",
    labelNames: ["name", "outcome"],
    registers,
  });
  const slow = new Counter({
    name: "rebond_slow_consumers_total",
    help: "Consoles cut because they did not read what they were sent",
    registers,
  });
  gauge(registry, "rebond_consoles", "Consoles connected to this process", consoles);
  gauge(registry, "rebond_change_seq", "The newest change handed to the consoles", head);
  watchWorkers(registry, readAtWork);
  return {
    registry,
    feedMessage(source, status, outcome) {
      const labels = { source: outcome === "unknownSource" ? "unknown" : source, outcome };
      feeds.inc(labels);
      if (status >= 400) rejected.inc(labels);
    },
    slowConsumer: () => slow.inc(),
    command: (name, outcome) =>
      answered.inc({ name: Object.hasOwn(commands, name) ? name : "unknown", outcome }),
  };
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  const collect = function (this: Gauge): void {
    this.set(read());
  };
  registry.registerMetric(new Gauge({ name, help, registers: [], collect }));
}
