/** When it is told that the server cannot be reached. */
import { at, session, testStories } from "../alert_stories.ts";
import { isoTime } from "../../../../src/core/time/iso_time.ts";
import type { Failure } from "../../../../src/core/usage/usage_failure.ts";

const offline: Failure = { kind: "offline", how: "dns" };

testStories([
  {
    name: "no network after two minutes, once",
    steps: [[0, [session(40, 300)]], [5, offline], [6, offline], [30, offline]],
    until: 200,
    told: ["7 network: offline"],
    says: [["Network Error", "Offline since 14:05: the server's name cannot be resolved"]],
    json: [{ kind: "network", why: "offline", since: isoTime(at(5)) }],
  },
  {
    name: "not a short break",
    steps: [[0, [session(40, 300)]], [5, offline], [6.5, [session(40, 300)]]],
    until: 60,
    told: [],
  },
  {
    name: "not each of several breaks in half an hour",
    steps: [[0, [session(40, 300)]], [5, offline], [10, [session(40, 300)]], [12, offline], [20, [
      session(40, 300),
    ]]],
    until: 60,
    told: ["7 network: offline"],
  },
  {
    name: "no network from before a suspend only when it is still away",
    steps: [
      [0, [session(40, 900)]],
      [5, offline],
      [6, (teller) => {
        teller.jumpTo(at(480));
        teller.happen({ type: "woke", now: at(480) });
      }],
      [480.1, offline],
      [480.2, [session(40, 900)]],
    ],
    until: 490,
    told: [],
  },
  {
    name: "again after a good hour",
    steps: [[0, [session(40, 300)]], [5, offline], [10, [session(40, 300)]], [60, [session(40, 300)]], [
      70,
      offline,
    ]],
    until: 80,
    told: ["7 network: offline", "72 network: offline"],
  },
  {
    name: "a certificate that is not trusted",
    steps: [[0, { kind: "certificate", how: "untrusted", host: "h" }]],
    until: 10,
    told: ["2 network: certificate"],
    says: [["Network Error", "The certificate of h is not trusted"]],
    json: [{ kind: "network", why: "certificate", since: isoTime(at(0)) }],
  },
]);
