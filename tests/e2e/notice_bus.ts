/**
 * A session bus of a test's own, on which nothing is but what the test puts there; and a program on it that is or pretends to be
 * a service, made of raw messages so that it can also be wrong.
 */
import { Message, type MessageBus, MessageType, sessionBus } from "@jellybrick/dbus-next";
import type { Host } from "../../src/host/host.ts";
import { denoHost } from "../../src/host/deno_host.ts";

export interface TestBus extends AsyncDisposable {
  readonly folder: string;
  readonly address: string;
  /** The real host on this bus; without the bus address where `address` is null. */
  host(address?: string | null): Host;
  /** Starts it again at the same address. */
  start(): Promise<void>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
}

export interface TestBusOptions {
  /** Programs that the bus starts by itself, by the name that they are to take. */
  readonly startable?: Readonly<Record<string, string>>;
}

export async function startTestBus({ startable = {} }: TestBusOptions = {}): Promise<TestBus> {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-bus-" });
  const address = `unix:path=${folder}/bus`;
  await Deno.mkdir(`${folder}/services`);
  for (const [name, program] of Object.entries(startable)) {
    const service = `[D-BUS Service]\nName=${name}\nExec=${program}\n`;
    await Deno.writeTextFile(`${folder}/services/${name}.service`, service);
  }
  await Deno.writeTextFile(`${folder}/bus.conf`, busConfig(folder));
  let daemon: Deno.ChildProcess | null = null;

  const bus: TestBus = {
    folder,
    address,
    host(seen = address) {
      const real = denoHost();
      return {
        ...real,
        env: (name) => name === "DBUS_SESSION_BUS_ADDRESS" ? seen ?? undefined : undefined,
        // The long limits are what a person would wait; their order stays.
        sleep: (ms, signal) => real.sleep(ms >= 9_000 ? ms / 20 : ms, signal),
      };
    },
    async start() {
      await Deno.remove(`${folder}/bus`).catch(() => {});
      daemon = new Deno.Command("dbus-daemon", {
        args: [`--config-file=${folder}/bus.conf`, "--nofork", "--nopidfile", "--print-address"],
        stdin: "null",
        stdout: "piped",
        stderr: "null",
      }).spawn();
      // The address is printed when the bus takes connections.
      const reader = daemon.stdout.getReader();
      const { done } = await reader.read();
      await reader.cancel();
      if (done) throw new Error("dbus-daemon did not start");
    },
    async kill() {
      daemon?.kill("SIGKILL");
      await daemon?.status;
      daemon = null;
    },
    async [Symbol.asyncDispose]() {
      await bus.kill();
      await Deno.remove(folder, { recursive: true });
    },
  };
  try {
    await bus.start();
    return bus;
  } catch (error) {
    await bus[Symbol.asyncDispose]();
    throw error;
  }
}

function busConfig(folder: string): string {
  return `<busconfig>
  <type>session</type>
  <listen>unix:path=${folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>${folder}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
}

/** What is answered: a signature and values, the name of an error, or, with null, nothing at all. */
export type Answer =
  | readonly [signature: string, ...values: readonly unknown[]]
  | { readonly error: string }
  | null;

export interface Received {
  readonly member: string;
  readonly body: readonly unknown[];
}

export interface BusProgram extends AsyncDisposable {
  /** The calls so far, in order. */
  readonly calls: readonly Received[];
  /** The bodies of the calls of one method. */
  bodies(member: string): readonly (readonly unknown[])[];
  /** A signal to everybody, or to one. */
  signal(
    signal: { path: string; interface: string; member: string; destination?: string },
    signature: string,
    ...values: readonly unknown[]
  ): void;
  /** Answers the last call, which got no answer when it came. */
  answerLate(...answer: readonly [signature: string, ...values: readonly unknown[]]): void;
  /** Gives its name to the next in the queue. */
  release(): Promise<void>;
  /** Resolves when the bus has taken all that was sent before. */
  settled(): Promise<void>;
}

/** A program that has the name, where one is given, or waits for it, and answers every call by `answer`. */
export async function busProgram(
  { address }: Pick<TestBus, "address">,
  name: string | null,
  answer: (call: Received, program: BusProgram) => Answer,
): Promise<BusProgram> {
  const bus = sessionBus({ busAddress: address, authMethods: ["EXTERNAL"] });
  Reflect.apply(bus.on, bus, ["error", () => {}]);
  await new Promise<void>((resolve) => bus.once("connect", () => resolve()));
  const calls: Received[] = [];
  let last: Message | null = null;
  const program: BusProgram = {
    calls,
    bodies: (member) => calls.filter((call) => call.member === member).map(({ body }) => body),
    signal({ path, interface: iface, member, destination }, signature, ...values) {
      const type = MessageType.SIGNAL;
      const to = destination === undefined ? {} : { destination };
      const message = new Message({
        type,
        path,
        interface: iface,
        member,
        signature,
        body: [...values],
        ...to,
      });
      bus.send(message);
    },
    answerLate(...late) {
      if (last !== null) reply(bus, last, late);
    },
    async release() {
      if (name !== null) await bus.releaseName(name);
    },
    async settled() {
      await askBus(bus, "GetId");
    },
    async [Symbol.asyncDispose]() {
      bus.disconnect();
      await Promise.resolve();
    },
  };
  bus.addMethodHandler((message) => {
    if (message.interface === "org.freedesktop.DBus.Peer") return false;
    const call = { member: message.member, body: message.body };
    calls.push(call);
    last = message;
    reply(bus, message, answer(call, program));
    return true;
  });
  if (name !== null) await bus.requestName(name);
  return program;
}

function reply(bus: MessageBus, call: Message, answer: Answer): void {
  if (answer === null) return;
  if ("error" in answer) return bus.send(Message.newError(call, answer.error, "Words of the other program"));
  const [signature, ...values] = answer;
  bus.send(Message.newMethodReturn(call, signature, values));
}

async function askBus(bus: MessageBus, member: string): Promise<readonly unknown[]> {
  const destination = "org.freedesktop.DBus";
  const path = "/org/freedesktop/DBus";
  const answer = await bus.call(new Message({ destination, path, interface: destination, member }));
  return answer?.body ?? [];
}
