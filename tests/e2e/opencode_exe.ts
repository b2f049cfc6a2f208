/** A simulated OpenCode server as a program of its own, for a system on which it is found by the name of its file. */
import { simulatedServer } from "../agents/opencode/simulated_server.ts";

const server = simulatedServer({ sessions: [{ id: "ses_1", title: "Sửa lỗi", directory: "C:\\app" }] });
server.statuses = { ses_1: { type: "busy" } };
