/** Which TCP ports are free. To know it, the port is taken for a moment: nothing else tells surely. */

/** As `Host.isPortFree`. */
export function isPortFree(hostname: string, port: number): Promise<boolean> {
  return Promise.resolve().then(() => {
    try {
      Deno.listen({ hostname, port }).close();
      return true;
    } catch (error) {
      // Ports below 1024, for instance, are not for everybody.
      if (error instanceof Deno.errors.AddrInUse || error instanceof Deno.errors.PermissionDenied) {
        return false;
      }
      throw error;
    }
  });
}

/** As `Host.freePort`. */
export function freePort(hostname: string): Promise<number> {
  return Promise.resolve().then(() => {
    using listener = Deno.listen({ hostname, port: 0 });
    return listener.addr.port;
  });
}
