/**
 * Keeps the history: what changes is collected for a moment and written at once. Where it cannot be written, a remark says so, nothing else
 * stops, and it is tried again; what happened meanwhile is written then. The database is opened when the first thing has happened.
 */
import { getLogger } from "@logtape/logtape";
import type { AgentAction } from "../core/agents/agent_action.ts";
import { agentPrograms, weightOf } from "../core/agents/sources.ts";
import type { HistoryAnswer, HistoryQuery } from "../core/history/history_query.ts";
import {
  afterAgents,
  afterAnswer,
  afterReading,
  afterTold,
  type HistoryMemory,
  memoryOf,
  type Recorded,
} from "../core/history/history_recorder.ts";
import { bothRows, type HistoryRows, isNothing, noRows } from "../core/history/history_rows.ts";
import type { LimitRow, LimitRows } from "../core/history/limit_row.ts";
import { reasonEn } from "../core/language/en/reasons.ts";
import { type Reason, sameReason } from "../core/reason.ts";
import { ReasonError, reasonOf } from "../core/reason_error.ts";
import type { Event } from "../core/state.ts";
import { day, second } from "../core/time/units.ts";
import type { Reading } from "../core/usage/reading.ts";
import type { Host } from "../host/host.ts";
import { createBell } from "./sleep_until.ts";
import type { Store, Task } from "./task.ts";
import { whileSettingsSame } from "./while_settings_same.ts";
