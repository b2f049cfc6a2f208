/** Why a server is not reached, and a login or an answer cannot be used, in English. */
import type { AnswerReason, AnswerShape, CredentialsReason, NetworkReason } from "../../reason.ts";

export function networkReasonEn(reason: NetworkReason): string {
  switch (reason.kind) {
    case "no-https-url":
      return "the address to ask is not an https URL";
    case "http-elsewhere":
      return `the address to ask, on ${reason.hostname}, has to be an https URL: a token would go in the clear`;
    case "unsendable-header":
      return `the request's header "${reason.name}" holds a character that cannot be sent`;
    case "pins-behind-https-proxy":
      return `${reason.from}: usage.pins cannot be checked through an https proxy; http and socks5 proxies will do`;
    case "authorities-unreadable":
      return `${reason.from} "${reason.path}" cannot be read`;
    case "authorities-missing":
      return `${reason.from} "${reason.path}" does not exist`;
    case "authorities-damaged":
      return `${reason.from} "${reason.path}" is damaged: a part of it is cut off, or not base64`;
    case "no-authorities":
      return `${reason.from} "${reason.path}" holds no certificate in PEM form (BEGIN CERTIFICATE)`;
    case "no-authority":
      return `${reason.from} "${reason.path}" holds something else than a certificate as number ${reason.number}`;
    case "unknown-store":
      return `DENO_TLS_CA_STORE must be system, mozilla or both with a comma between them, got ${reason.got}`;
    case "bad-pin":
      return `usage.pins: number ${reason.number} is not "sha256/" and the base64 of 32 bytes`;
    case "proxy-scheme":
      return withAllowed(`${reason.from} has the scheme "${reason.scheme}"`);
    case "proxy-no-address":
      return withAllowed(`${reason.from} is not an address`);
    case "proxy-more-than-port":
      return withAllowed(
        `${reason.from} has something after the port, or a character in its password that has to be percent-encoded`,
      );
    case "proxy-no-port":
      return withAllowed(`${reason.from} has no port`);
    case "proxy-unencoded-login":
      return withAllowed(`${reason.from} has a user name or password that is not percent-encoded`);
    case "long-login":
      return `${reason.from}: a SOCKS proxy takes no name or password of more than 255 bytes`;
    case "proxy-wants-login":
      return `${reason.from}: the proxy wants a user name and password`;
    case "proxy-refuses-login":
      return `${reason.from}: the proxy refuses the user name and password`;
  }
}

function withAllowed(what: string): string {
  return `${what}; allowed are HOST:PORT and an http, https, socks5 or socks5h URL with nothing after the port`;
}

export function credentialsReasonEn(reason: CredentialsReason): string {
  switch (reason.kind) {
    case "not-json":
      return "it is not valid JSON";
    case "odd-types":
      return "its fields have other types than expected";
    case "keychain-silent":
      return "it did not answer in time";
    case "keychain-locked":
      return "it is locked";
    case "security-not-run":
      return "security could not be run";
    case "security-failed":
      return `security ended with ${reason.status}`;
  }
}

const shapes: Readonly<Record<AnswerShape, string>> = {
  null: "null",
  list: "a list",
  string: "a string",
  number: "a number",
  boolean: "a boolean",
};

export function answerReasonEn(reason: AnswerReason): string {
  switch (reason.kind) {
    case "too-large":
      return "it is larger than any usage answer";
    case "empty":
      return "it is empty";
    case "web-page":
      return "it is a web page (a login page of this network?)";
    case "not-json":
      return "it is not JSON";
    case "not-an-object":
      return `it is ${shapes[reason.shape]}, not an object`;
    case "reports-error":
      return "it reports an error";
    case "unread":
      return `${reason.fields.join(", ")} cannot be read`;
    case "nothing-known":
      return "it has none of the known fields";
  }
}
