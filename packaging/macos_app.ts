/** The program as macOS wants it: a folder `claudeminder.app` that the Finder shows as one thing. */
import { build as plist } from "plist";
import { type Entry, textEntry } from "./reproducible_archive.ts";
import { icns } from "./app_icon.ts";
import { languages } from "../src/core/language/languages.ts";

/** Also the name of what starts it at login. */
export const BUNDLE_ID = "io.github.claudeminder";

/**
 * The app's property list (developer.apple.com/documentation/bundleresources/information-property-list). LSUIElement: it lives in
 * the menu bar, without an icon in the Dock. macOS 11 is the first that runs on both processors.
 */
export function infoPlist(version: string): string {
  return `${
    plist({
      CFBundleDevelopmentRegion: "en",
      CFBundleDisplayName: "claudeminder",
      CFBundleExecutable: "claudeminder",
      CFBundleIconFile: "claudeminder",
      CFBundleIdentifier: BUNDLE_ID,
      CFBundleInfoDictionaryVersion: "6.0",
      CFBundleLocalizations: [...languages],
      CFBundleName: "claudeminder",
      CFBundlePackageType: "APPL",
      CFBundleShortVersionString: version,
      CFBundleVersion: version,
      LSMinimumSystemVersion: "11.0",
      LSUIElement: true,
      NSHighResolutionCapable: true,
    })
  }\n`;
}

/** The files of the app around this program. */
export async function appFiles(program: Uint8Array<ArrayBuffer>, version: string): Promise<readonly Entry[]> {
  const contents = "claudeminder.app/Contents";
  return [
    textEntry(`${contents}/Info.plist`, infoPlist(version)),
    textEntry(`${contents}/PkgInfo`, "APPL????"),
    { path: `${contents}/MacOS/claudeminder`, bytes: program, executable: true },
    { path: `${contents}/Resources/claudeminder.icns`, bytes: new Uint8Array(await icns()) },
  ];
}
