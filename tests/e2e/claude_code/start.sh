#!/usr/bin/env bash
# Starts a real Claude Code in tmux for tests, offline, with a fake API behind it.
#
#   start.sh DIR PORT      prints "ready PORT" and how to type into it; runs until it is sent SIGTERM (or Ctrl-C), then ends all it started
#
# DIR holds everything: home/ (settings, login, sessions), work/ (a git repository), api.jsonl (each request), hooks.jsonl (each hook's input), statusline.jsonl.
# Environment:
#   LOGIN=oauth|key   a made-up subscription login (default; rate limits reach the status line) or a made-up API key
#   MODE=default|auto|plan|acceptEdits   the permission mode (default: asks before each command and edit)
#   HOOKS=log|none|FILE   log every event (default), no hooks, or settings of your own: FILE's JSON is merged over the settings
#   FAKE_5H, FAKE_7D  fractions used, for the rate limit headers (0.42, 0.17)
#   OWN=1             with a folder of settings of its own, DIR/own, by CLAUDE_CONFIG_DIR
#   TLS=1             also answer https://api.anthropic.com (usage, profile), by a throw-away CA that only this Claude Code trusts
#   CLAUDE_BIN        the program; default: @anthropic-ai/claude-code-linux-x64 2.1.332 from npm, into a cache on first use (390 MB)
# Afterwards DIR/claude runs the same program in the same surroundings: DIR/claude -p "BASH please", DIR/claude agents --json.
# Words for the prompts (BASH, ASK, PLAN, TASKBASH ...): see fake_anthropic.mjs. Needs node, tmux, git, jq, curl; openssl for TLS=1.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mkdir -p "$1" && cd "$1" && pwd) port=$2 sock=cckit-$2 version=2.1.332
if [[ -z ${CLAUDE_BIN:-} ]]; then
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/claude-code-$version
  CLAUDE_BIN=$cache/node_modules/@anthropic-ai/claude-code-linux-x64/claude
  [[ -x $CLAUDE_BIN ]] || npm install --silent --no-save --prefix "$cache" @anthropic-ai/claude-code-linux-x64@$version >/dev/null
fi
mkdir -p "$dir/home/.claude" "$dir/work" "$dir/tmp"
conf=$dir/home/.claude state=$dir/home/.claude.json own=()
[[ ${OWN:-} != 1 ]] || { conf=$dir/own state=$dir/own/.claude.json own=(CLAUDE_CONFIG_DIR="$dir/own"); mkdir -p "$conf"; }
[[ -d $dir/work/.git ]] || (cd "$dir/work" && git init -q . && echo one >notes.txt && git add . && git -c user.email=t@example.org -c user.name=t commit -qm init)

# What the first start would ask: onboarding, the trust of a folder, the made-up key (its last 20 characters), the offer of auto mode.
jq -n --arg work "$dir/work" --arg v $version '{hasCompletedOnboarding: true, lastOnboardingVersion: $v, theme: "dark", hasSeenAutoDefaultNudge: true, hasSeenAutoDefaultNotice: true,
  customApiKeyResponses: {approved: ["sk-ant-fake"], rejected: []},
  projects: {($work): {hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true}}}' >"$state"
key=()
if [[ ${LOGIN:-oauth} == oauth ]]; then
  jq -n --argjson exp $((($(date +%s) + 21600) * 1000)) '{claudeAiOauth: {accessToken: "sk-ant-oat01-fake", refreshToken: "sk-ant-ort01-fake", expiresAt: $exp,
    scopes: ["user:inference", "user:profile"], subscriptionType: "pro", rateLimitTier: "default_claude_ai"}}' >"$conf/.credentials.json"
  chmod 600 "$conf/.credentials.json"
else
  key=(ANTHROPIC_API_KEY=sk-ant-fake)
fi
cat >"$dir/log.sh" <<'S'
#!/bin/sh
# log.sh FILE: one JSON line for each run
in=$(cat)
printf '{"t":%s,"claude_pid":"%s","entrypoint":"%s","attended":"%s","in":%s}\n' "$(date +%s%3N)" "$CLAUDE_PID" "$CLAUDE_CODE_ENTRYPOINT" "$CLAUDE_CODE_SESSION_ATTENDED" "$in" >>"$1"
S
chmod +x "$dir/log.sh"
jq -n --arg mode "${MODE:-default}" --arg log "$dir/log.sh" --arg dir "$dir" '{permissions: {defaultMode: $mode}, statusLine: {type: "command", command: "\($log) \($dir)/statusline.jsonl"}}' >"$dir/settings.json"
case ${HOOKS:-log} in
  none) ;;
  log)
    jq --arg log "$dir/log.sh" --arg dir "$dir" '.hooks = ([ "PreToolUse", "PostToolUse", "PostToolUseFailure", "PostToolBatch", "Notification", "UserPromptSubmit", "SessionStart", "SessionEnd",
      "Stop", "StopFailure", "SubagentStart", "SubagentStop", "PreCompact", "PostCompact", "PermissionRequest", "PermissionDenied", "ConfigChange", "CwdChanged", "Setup", "TaskCreated", "TaskCompleted",
      "Elicitation", "ElicitationResult" ] | map({key: ., value: [{hooks: [{type: "command", command: "\($log) \($dir)/hooks.jsonl"}]}]}) | from_entries)' "$dir/settings.json" >"$dir/s" && mv "$dir/s" "$dir/settings.json" ;;
  *) jq -s '.[0] * .[1]' "$dir/settings.json" "$HOOKS" >"$dir/s" && mv "$dir/s" "$dir/settings.json" ;;
esac
mv "$dir/settings.json" "$conf/settings.json"
tls=() trust=()
if [[ ${TLS:-} == 1 ]]; then
  mkdir -p "$dir/tls"
  ec=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
  openssl req -x509 "${ec[@]}" -keyout "$dir/tls/ca.key" -out "$dir/tls/ca.pem" -subj '/CN=throw-away CA' -days 30 2>/dev/null
  openssl req "${ec[@]}" -keyout "$dir/tls/leaf.key" -out "$dir/tls/leaf.csr" -subj /CN=api.anthropic.com 2>/dev/null
  openssl x509 -req -in "$dir/tls/leaf.csr" -CA "$dir/tls/ca.pem" -CAkey "$dir/tls/ca.key" -CAcreateserial -days 30 -out "$dir/tls/leaf.pem" \
    -extfile <(printf 'subjectAltName=DNS:api.anthropic.com\nbasicConstraints=CA:FALSE\n') 2>/dev/null
  tls=(FAKE_TLS_KEY="$dir/tls/leaf.key" FAKE_TLS_CERT="$dir/tls/leaf.pem") trust=(NODE_EXTRA_CA_CERTS="$dir/tls/ca.pem")
fi
env "${tls[@]}" FAKE_CWD="$dir/work" node "$here/fake_anthropic.mjs" "$port" "$dir/api.jsonl" >"$dir/fake.log" 2>&1 &
fake=$!
# All that is not loopback goes to the fake as a proxy, which refuses it: nothing leaves the machine.
api=http://127.0.0.1:$port
surroundings=(env -i PATH="$PATH" HOME="$dir/home" TMPDIR="$dir/tmp" "${own[@]}" TERM=xterm-256color LANG=C.UTF-8 ANTHROPIC_BASE_URL=$api HTTP_PROXY=$api HTTPS_PROXY=$api NO_PROXY=127.0.0.1,localhost
  DISABLE_AUTOUPDATER=1 "${key[@]}" "${trust[@]}" "$CLAUDE_BIN")
{ echo '#!/usr/bin/env bash'; printf '%q ' exec "${surroundings[@]}"; echo '"$@"'; } >"$dir/claude"
chmod +x "$dir/claude"
tm=(tmux -L "$sock" -f /dev/null)
end() {
  trap - TERM INT EXIT
  # a background session (claude --bg) leaves a service; it is asked to go, too
  [[ -e $conf/daemon.status.json ]] && "$dir/claude" daemon stop --any >/dev/null 2>&1 </dev/null || true
  # It still writes after its terminal has gone: it is waited for.
  local pids; pids=$("${tm[@]}" list-panes -a -F '#{pane_pid}' 2>/dev/null || true)
  "${tm[@]}" kill-server 2>/dev/null || true
  for pid in $pids; do for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.05; done; done
  kill $fake 2>/dev/null || true
  wait 2>/dev/null || true
  exit 0
}
trap end TERM INT EXIT
for _ in $(seq 50); do grep -q ready "$dir/fake.log" && break; sleep 0.1; done
grep -q ready "$dir/fake.log" || { cat "$dir/fake.log" >&2; exit 1; }
"${tm[@]}" new-session -d -x 110 -y 40 -c "$dir/work" "$(printf '%q ' "$dir/claude" ${CLAUDE_ARGS:-})"
for _ in $(seq 100); do compgen -G "$conf/sessions/*.json" >/dev/null && break; sleep 0.2; done
compgen -G "$conf/sessions/*.json" >/dev/null || { echo "Claude Code has not started" >&2; "${tm[@]}" capture-pane -p >&2 || true; exit 1; }
cat <<T
ready $port
  type:    tmux -L $sock send-keys -l 'BASH please'; sleep 0.3; tmux -L $sock send-keys Enter
  keys:    tmux -L $sock send-keys Enter | Escape | Down | BTab     look: tmux -L $sock capture-pane -p     be there: tmux -L $sock attach
  state:   cat $conf/sessions/*.json     the same program: $dir/claude agents --json
  limits:  curl -s $api/_fake -d '{"5h": 0.9}'      end: kill $$
T
while "${tm[@]}" has-session 2>/dev/null; do sleep 1 & wait $!; done
