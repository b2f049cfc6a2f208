/** A certificate authority and server certificates, made for one test run by the `openssl` program. */

/** What a TLS server needs, and the pin of its key. */
export interface Leaf {
  readonly cert: string;
  readonly key: string;
  /** `sha256/BASE64` of the public key. */
  readonly pin: string;
}

export interface Authority {
  /** The authority's certificate, PEM. */
  readonly pem: string;
  issue(names: readonly string[], options?: { readonly expired?: boolean }): Promise<Leaf>;
}

/** A new authority with a new key; nothing of it stays on the disk. */
export async function newAuthority(name: string): Promise<Authority> {
  return await inFolder(async (folder) => {
    const subject = ["-subj", `/CN=${name}`, "-addext", "keyUsage=critical,keyCertSign,cRLSign"];
    await openssl(folder, ["req", "-x509", ...NEW_KEY, "-out", "cert.pem", "-days", "2", ...subject]);
    const pem = await Deno.readTextFile(`${folder}/cert.pem`);
    const key = await Deno.readTextFile(`${folder}/key.pem`);
    return { pem, issue: (names, options) => issue({ pem, key }, names, options?.expired ?? false) };
  });
}

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "key.pem"];

async function issue(
  authority: { readonly pem: string; readonly key: string },
  names: readonly string[],
  expired: boolean,
): Promise<Leaf> {
  return await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/ca.pem`, authority.pem);
    await Deno.writeTextFile(`${folder}/ca.key`, authority.key);
    const alternatives = names.map((name) => `${/^[\d.]+$/.test(name) ? "IP" : "DNS"}:${name}`).join();
    const extensions = [`subjectAltName=${alternatives}`, "basicConstraints=critical,CA:FALSE"]
      .concat("extendedKeyUsage=serverAuth").flatMap((extension) => ["-addext", extension]);
    const subject = ["-subj", `/CN=${names[0]}`, ...extensions];
    await openssl(folder, ["req", "-new", ...NEW_KEY, "-out", "request.pem", ...subject]);
    const signer = ["-CA", "ca.pem", "-CAkey", "ca.key", "-copy_extensions", "copy"];
    const days = ["-days", expired ? "-1" : "2"];
    await openssl(folder, ["x509", "-req", "-in", "request.pem", ...signer, ...days, "-out", "cert.pem"]);
    await openssl(folder, ["pkey", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "public.der"]);
    const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(`${folder}/public.der`));
    return {
      cert: await Deno.readTextFile(`${folder}/cert.pem`),
      key: await Deno.readTextFile(`${folder}/key.pem`),
      pin: `sha256/${btoa(String.fromCharCode(...new Uint8Array(digest)))}`,
    };
  });
}

async function openssl(folder: string, args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("openssl", { args: [...args], cwd: folder }).output();
  if (!success) throw new Error(`openssl ${args[0]}: ${new TextDecoder().decode(stderr)}`);
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-test-" });
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
