// @ts-types="../../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { createOverloadRecovery } from "../../../../src/agents/opencode/stream/overload_recovery.ts";
import { createReadingTime } from "../../../../src/agents/opencode/stream/stream_time_share.ts";
import { fakeHost } from "../../../support/fake_host.ts";

Deno.test("createOverloadRecovery() fetches again when it has become calm, and every few seconds while it does not", async () => {
  const fake = fakeHost(0);
  const share = createReadingTime(fake.host).share();
  const stop = new AbortController();
  let fetches = 0;
  const recovery = createOverloadRecovery(fake.host, {
    share,
    refetch: () => void fetches++,
    signal: stop.signal,
  });
  for (let count = 0; count < 299; count++) recovery.messageRead(false);
  await fake.advance(10_000);
  assertEquals(fetches, 0, "a few messages are nothing");
  for (let count = 0; count < 300; count++) recovery.messageRead(false);
  await fake.advance(1_000);
  assertEquals(fetches, 0, "it is not calm yet");
  await fake.advance(1_000);
  assertEquals(fetches, 1);
  recovery.messageRead(true);
  await fake.advance(2_000);
  assertEquals(fetches, 2, "what is beyond what is kept is fetched, however few messages there are");
  // Messages are dropped without end.
  for (let second = 0; second < 12; second++) {
    recovery.messagesDropped();
    await fake.advance(1_000);
  }
  assertEquals(fetches, 4);
  await fake.advance(60_000);
  assertEquals(fetches, 5);
  recovery.messagesDropped();
  stop.abort();
  await recovery.ended();
  assertEquals([fetches, fake.sleeping()], [5, 0]);
});
