/** The request by which a permission or a question is answered, and what the response to it means. */
import type { AnswerOutcome } from "../source_edge.ts";
import type { OpencodeClient, RequestResult } from "./opencode_client.ts";

/** What is sent to a server; `directory`: in which the permission or the question is asked. */
export type Reply =
  | {
    readonly kind: "permission";
    readonly id: string;
    readonly directory: string;
    /** The session that asks, for a server before 1.1; else absent. */
    readonly olderSession?: string;
    readonly reply: "once" | "always" | "reject";
  }
  | {
    readonly kind: "question";
    readonly id: string;
    readonly directory: string;
    /** For each of the questions the labels chosen. */
    readonly answers: readonly (readonly string[])[];
  }
  | { readonly kind: "reject-question"; readonly id: string; readonly directory: string };

/** Never rejects. */
export async function sendReply(client: OpencodeClient, reply: Reply): Promise<AnswerOutcome> {
  const { path, body } = requestOf(reply);
  return outcomeOf(await client.post(path, body, { directory: reply.directory }));
}

function requestOf(reply: Reply): { readonly path: string; readonly body: unknown } {
  const id = encodeURIComponent(reply.id);
  switch (reply.kind) {
    case "permission":
      return reply.olderSession === undefined
        ? { path: `/permission/${id}/reply`, body: { reply: reply.reply } }
        : {
          path: `/session/${encodeURIComponent(reply.olderSession)}/permissions/${id}`,
          body: { response: reply.reply },
        };
    case "question":
      return { path: `/question/${id}/reply`, body: { answers: reply.answers } };
    case "reject-question":
      return { path: `/question/${id}/reject`, body: {} };
  }
}

function outcomeOf(result: RequestResult): AnswerOutcome {
  switch (result.kind) {
    case "response": {
      // A server that does not know the path responds with a page, of status 200 or 404.
      const isData = /^application\/json\b/i.test(result.contentType);
      if (isData && result.status === 200) return { kind: "done" };
      if (isData && result.status === 404) return { kind: "already-answered" };
      return { kind: "failed", why: "refused" };
    }
    case "locked":
      return { kind: "failed", why: "locked" };
    case "nobody":
      return { kind: "failed", why: "gone" };
    case "late":
    case "broken":
      return { kind: "failed", why: "not-answering" };
  }
}
