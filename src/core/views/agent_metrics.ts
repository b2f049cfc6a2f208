/** Metrics of agents: how many work, how many wait for somebody, and since when. */
import { countsOf } from "../agents/agent_counts.ts";
import type { AgentProgram, Reach } from "../agents/program.ts";
import { type AgentsState, programsOf, sourceIds } from "../agents/sources.ts";
import { stillWaiting } from "../agents/still_waiting.ts";
import type { Waiting } from "../agents/waiting.ts";
import { type MetricFamily, type MetricSample, unixSeconds } from "./metric_family.ts";

const reaches: readonly Reach["kind"][] = ["starting", "connected", "polled", "locked", "not-answering"];
const waits: readonly Waiting["kind"][] = ["permission", "question", "guess"];

export function agentMetrics(agents: AgentsState, now: number): readonly MetricFamily[] {
  const programs = sourceIds.map((agent) => ({ agent, programs: programsOf(agents, agent, now) }));
  const samples = (values: (programs: readonly AgentProgram[]) => readonly MetricSample[]) =>
    programs.flatMap(({ agent, programs }) =>
      values(programs).map(({ labels, value }) => ({ labels: { agent, ...labels }, value }))
    );
  return [
    {
      name: "claudeminder_agent_programs",
      type: "gauge",
      help: "Programs with agents in them, by whether they can be followed.",
      samples: samples((all) =>
        reaches.map((reach) => ({
          labels: { reach },
          value: all.filter((program) => program.reach.kind === reach).length,
        }))
      ),
    },
    {
      name: "claudeminder_agent_sessions",
      type: "gauge",
      help:
        "Sessions that work (busy), and that cannot go on without an answer (waiting), each with its subagents.",
      samples: samples((all) => {
        const counts = all.filter(({ isFollowed }) => isFollowed).map(countsOf);
        return (["busy", "waiting"] as const).map((state) => ({
          labels: { state },
          value: sum(counts.map((count) => count[state])),
        }));
      }),
    },
    {
      name: "claudeminder_agent_waits",
      type: "gauge",
      help:
        "What agents wait for: permissions, answers to questions, and tools that run so long that they seem to wait (guess).",
      samples: samples((all) => {
        const waiting = all.flatMap(stillWaiting);
        return waits.map((kind) => ({
          labels: { kind },
          value: waiting.filter((one) => one.kind === kind).length +
            sum(all.map((one) => leftOut(one, kind))),
        }));
      }),
    },
    {
      name: "claudeminder_agent_oldest_wait_timestamp_seconds",
      type: "gauge",
      help: "Since when the oldest of these waits, by what it waits for. None while nothing waits.",
      samples: samples((all) => {
        const waiting = all.flatMap(stillWaiting);
        return waits.flatMap((kind) => {
          const since = waiting.filter((one) => one.kind === kind).map((one) => one.since);
          return since.length === 0 ? [] : [{ labels: { kind }, value: unixSeconds(Math.min(...since)) }];
        });
      }),
    },
  ];
}

/** Those that are counted but not kept. */
function leftOut({ isFollowed, leftOut: more }: AgentProgram, kind: Waiting["kind"]): number {
  switch (kind) {
    case "permission":
      return isFollowed ? more.permissions : 0;
    case "question":
      return isFollowed ? more.questions : 0;
    case "guess":
      return 0;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
