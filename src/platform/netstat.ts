/**
 * Who listens, on Windows: one PowerShell that goes on, because starting one costs half a second of processor time. It looks
 * for processes of that name each second, and asks `netstat` only about a new one, less and less often.
 */
import type { Listener, ListenerSource } from "./platform.ts";

/** `system`: the folder System32, so that no other programs of these names are run. */
export function netstatListeners(system: string): ListenerSource {
  return {
    kind: "helper",
    command: (forPid) => ({
      program: `${system}\\WindowsPowerShell\\v1.0\\powershell.exe`,
      args: ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", script(forPid, system)],
    }),
    parse,
  };
}

/**
 * No quotation mark in it: the command line of Windows has its own rules for those. The state of a socket is printed in the
 * person's language, so a listener is told by its foreign address. Ends with the process that started it.
 */
function script(forPid: number, system: string): string {
  return [
    "$ErrorActionPreference = 'SilentlyContinue'",
    `$parent = [Diagnostics.Process]::GetProcessById(${Math.trunc(forPid)})`,
    "$clock = [Diagnostics.Stopwatch]::StartNew()",
    "$due = @{}; $wait = @{}; $rows = @(); $told = ''",
    "while ($parent -and -not $parent.HasExited) {",
    "  $now = $clock.Elapsed.TotalSeconds",
    "  $ids = @([Diagnostics.Process]::GetProcessesByName('opencode') | ForEach-Object { $_.Id })",
    "  foreach ($id in @($wait.Keys)) { if ($ids -notcontains $id) { $wait.Remove($id); $due.Remove($id) } }",
    "  $look = $false",
    "  foreach ($id in $ids) {",
    "    if (-not $wait.ContainsKey($id)) { $wait[$id] = 0.5; $due[$id] = 0 }",
    "    if ($due[$id] -le $now) {",
    "      $look = $true; $due[$id] = $now + $wait[$id]; $wait[$id] = [Math]::Min(30, $wait[$id] * 2)",
    "    }",
    "  }",
    `  if ($look) { $rows = @(& '${system.replaceAll("'", "''")}\\netstat.exe' -ano | ForEach-Object {`,
    "    if ($_ -match '^\\s*TCP\\s+(\\S+)\\s+(?:0\\.0\\.0\\.0|\\[::\\]):0\\s.*?(\\d+)\\s*$') {",
    "      $Matches[1] + ' ' + $Matches[2]",
    "    } }) }",
    "  $line = @($rows | Where-Object { $ids -contains [int]($_ -split ' ')[1] }) -join ','",
    "  if ($line -ne $told) { [Console]::Out.WriteLine($line); [Console]::Out.Flush(); $told = $line }",
    "  Start-Sleep -Milliseconds 1000",
    "}",
  ].join("\n");
}

/** "127.0.0.1:4096 1234,[::1]:4096 1234"; an empty line = nobody. */
function parse(line: string): readonly Listener[] {
  return line.split(",").flatMap((row) => {
    const found = /^(\[[0-9a-f:]+\]|[\d.]+):(\d+) (\d+)$/i.exec(row.trim());
    if (found === null) return [];
    const address = (found[1] ?? "").replace(/^\[|\]$/g, "");
    return [{ pid: Number(found[3]), address, port: Number(found[2]) }];
  });
}
