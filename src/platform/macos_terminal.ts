/**
 * Brings a terminal to the front on macOS, with a script that never changes and gets the terminal's name as its
 * argument. The script is in JavaScript, which looks for the programs when it runs: AppleScript does not even compile
 * where iTerm2 is not installed.
 * Source: Apple, "JavaScript for Automation Release Notes"; the scripting dictionaries of iTerm2 and of Terminal.
 */
import type { Command } from "../host/host.ts";

/** The command; null = this is not the name of a macOS terminal, such as "ttys001". */
export function focusCommand(tty: string): Command | null {
  if (!/^ttys\d{1,5}$/.test(tty)) return null;
  return { program: "/usr/bin/osascript", args: ["-l", "JavaScript", "-e", FOCUS_SCRIPT, "--", tty] };
}

/**
 * The script starts no program. It takes the last argument, so that it does not matter whether "--" is one. It moves
 * the window last, because that may change the numbers of tabs.
 */
export const FOCUS_SCRIPT = `
function run(argv) {
  const device = "/dev/" + argv[argv.length - 1];
  if (!inProgram("com.googlecode.iterm2", (app) => focusInIterm(app, device))) {
    inProgram("com.apple.Terminal", (app) => focusInTerminal(app, device));
  }
}

function inProgram(id, focus) {
  try {
    const app = Application(id);
    return app.running() && focus(app);
  } catch (error) {
    return false;
  }
}

function focusInIterm(app, device) {
  for (const window of app.windows()) {
    for (const tab of listOr(() => window.tabs())) {
      for (const session of listOr(() => tab.sessions())) {
        if (!isOn(session, device)) continue;
        tab.select();
        session.select();
        window.select();
        app.activate();
        return true;
      }
    }
  }
  return false;
}

function focusInTerminal(app, device) {
  for (const window of app.windows()) {
    for (const tab of listOr(() => window.tabs())) {
      if (!isOn(tab, device)) continue;
      window.selectedTab = tab;
      window.index = 1;
      app.activate();
      window.miniaturized = false;
      return true;
    }
  }
  return false;
}

// Settings and other windows have no tabs; asking for them is an error.
function listOr(list) {
  try {
    return list();
  } catch (error) {
    return [];
  }
}

function isOn(terminal, device) {
  try {
    return terminal.tty() === device;
  } catch (error) {
    return false;
  }
}
`;
