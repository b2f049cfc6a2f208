/**
 * An object on the bus as a table: its properties, and its methods with what they accept. From the table come the
 * answers that every object must give (introspection, reading of properties). Requests that do not fit are refused with
 * a clear error.
 */
import * as z from "zod";
import { BadCall, type BusBody, type IncomingCall } from "./bus.ts";
import { type BodyWriter, writeBody } from "./message_writer.ts";

/** A property that can only be read. */
export interface BusProperty {
  readonly signature: string;
  write(out: BodyWriter): void;
}

export interface BusMethod {
  /** Signatures of the arguments, and of the results. */
  readonly takes: string;
  readonly gives: string;
  run(args: readonly unknown[]): BusBody;
}

export interface BusObject {
  readonly interface: string;
  readonly properties: () => Readonly<Record<string, BusProperty>>;
  readonly methods: Readonly<Record<string, BusMethod>>;
  /** The signals that it sends, with the signature of each argument. */
  readonly signals: Readonly<Record<string, readonly string[]>>;
}

/** A method whose arguments `schema` accepts. */
export function busMethod<T>(
  signatures: { readonly takes: string; readonly gives: string },
  schema: z.ZodType<T>,
  run: (args: T) => (out: BodyWriter) => void,
): BusMethod {
  return {
    ...signatures,
    run(args) {
      const parsed = schema.safeParse(args);
      if (!parsed.success) throw new BadCall(INVALID_ARGS, "The arguments are not what they should be");
      return { signature: signatures.gives, bytes: writeBody(run(parsed.data)) };
    },
  };
}

export const INVALID_ARGS = "org.freedesktop.DBus.Error.InvalidArgs";
const UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod";

/** Answers one call to the object; throws `BadCall`. */
export function answerAs(object: BusObject, call: IncomingCall): BusBody {
  switch (call.interface) {
    case "org.freedesktop.DBus.Introspectable":
      if (call.member !== "Introspect") throw unknownMethod(call);
      return { signature: "s", bytes: writeBody((out) => out.string(introspection(object))) };
    case "org.freedesktop.DBus.Properties":
      return answerProperties(object, call);
    case object.interface:
    case undefined: {
      const method = Object.hasOwn(object.methods, call.member) ? object.methods[call.member] : undefined;
      if (method === undefined) throw unknownMethod(call);
      if (method.takes !== call.signature) {
        const why = `${call.member} takes "${method.takes}", not "${call.signature}"`;
        throw new BadCall(INVALID_ARGS, why);
      }
      return method.run(call.body);
    }
    default:
      throw new BadCall("org.freedesktop.DBus.Error.UnknownInterface", `No interface ${call.interface}`);
  }
}

const NAMES = z.array(z.string());

function answerProperties(object: BusObject, call: IncomingCall): BusBody {
  const names = NAMES.safeParse(call.body);
  const [iface, name] = names.success ? names.data : [];
  const properties = iface === object.interface || iface === "" ? object.properties() : {};
  if (call.member === "Get" && call.signature === "ss" && name !== undefined) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined) {
      throw new BadCall("org.freedesktop.DBus.Error.UnknownProperty", `No property ${iface}.${name}`);
    }
    return { signature: "v", bytes: writeBody((out) => writeVariant(out, property)) };
  }
  if (call.member === "GetAll" && call.signature === "s") {
    const bytes = writeBody((out) =>
      out.array(8, () => {
        for (const [key, property] of Object.entries(properties)) {
          out.struct(() => {
            out.string(key);
            writeVariant(out, property);
          });
        }
      })
    );
    return { signature: "a{sv}", bytes };
  }
  if (call.member === "Set") {
    throw new BadCall("org.freedesktop.DBus.Error.PropertyReadOnly", "Nothing here can be set");
  }
  throw unknownMethod(call);
}

function writeVariant(out: BodyWriter, property: BusProperty): void {
  out.variant(property.signature, () => property.write(out));
}

function unknownMethod(call: IncomingCall): BadCall {
  return new BadCall(UNKNOWN_METHOD, `No method ${call.member} with "${call.signature}"`);
}

/** Source: D-Bus specification, "Introspection Data Format". All names in it are our own, so nothing is escaped. */
function introspection(object: BusObject): string {
  const arg = (type: string, direction: string) => `<arg type="${type}"${direction}/>`;
  const methods = Object.entries(object.methods).map(([name, { takes, gives }]) => {
    const args = [
      ...completeTypes(takes).map((type) => arg(type, ' direction="in"')),
      ...completeTypes(gives).map((type) => arg(type, ' direction="out"')),
    ];
    return `<method name="${name}">${args.join("")}</method>`;
  });
  const signals = Object.entries(object.signals).map(([name, types]) =>
    `<signal name="${name}">${types.map((type) => arg(type, "")).join("")}</signal>`
  );
  const properties = Object.entries(object.properties()).map(([name, { signature }]) =>
    `<property name="${name}" type="${signature}" access="read"/>`
  );
  return `<node>` +
    `<interface name="org.freedesktop.DBus.Introspectable">` +
    `<method name="Introspect"><arg type="s" direction="out"/></method></interface>` +
    `<interface name="org.freedesktop.DBus.Properties">` +
    `<method name="Get"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="out"/></method>` +
    `<method name="GetAll"><arg type="s" direction="in"/><arg type="a{sv}" direction="out"/></method></interface>` +
    `<interface name="${object.interface}">${methods.join("")}${signals.join("")}${
      properties.join("")
    }</interface></node>`;
}

/** Splits a signature into its arguments: "ia{sv}av" is "i", "a{sv}", "av". */
function completeTypes(signature: string): readonly string[] {
  const types: string[] = [];
  let depth = 0;
  let current = "";
  for (const character of signature) {
    current += character;
    if (character === "(" || character === "{") depth += 1;
    if (character === ")" || character === "}") depth -= 1;
    if (depth === 0 && character !== "a") {
      types.push(current);
      current = "";
    }
  }
  return types;
}
