/**
 * Notifications on Windows: toasts, through Windows PowerShell. It runs a script that never changes, and gets the notice as JSON on its
 * standard input. The script builds the document by its methods, so nothing of the notice is ever read as XML or as code.
 * Source: Microsoft Learn, "Toast content schema"; `ToastNotification.Tag` and `Group`.
 */
// @ts-types="../std_types/encoding.d.ts"
import { encodeBase64 } from "@std/encoding/base64";
import type { Notice } from "../core/alerts/notice.ts";
import type { NoticeCommand, NoticeLinks, PlatformNotifications } from "./platform.ts";

/** Windows shows five buttons at most, and refuses a toast with more. */
const MOST_BUTTONS = 5;
/** The exit status of the script if the person has turned notifications off. */
const TURNED_OFF = 3;
/** What the script prints at its end. A PowerShell that runs no scripts also ends with 0, as Wine's does. */
const DONE = "notice shown";

/** `powershell` is the full path of Windows PowerShell 5. */
export function windowsNotifications(powershell: string): PlatformNotifications {
  return {
    notify: (notice, links) => toastCommand(powershell, notice, links),
    withdrawNotice: (subject) => withdrawToastCommand(powershell, subject),
    notifyProgram: {
      probe: {
        program: powershell,
        args: ["-NoProfile", "-NonInteractive", "-Command", "'ready'"],
        prints: "ready",
      },
      detail: { about: "notifications", kind: "by-powershell" },
      remedy: { kind: "ask-for-powershell" },
    },
  };
}

export function toastCommand(powershell: string, notice: Notice, links: NoticeLinks | null): NoticeCommand {
  return {
    program: powershell,
    args: argsFor(TOAST_SCRIPT),
    stdin: asciiJson({
      title: notice.title,
      body: notice.body,
      long: notice.urgency === "critical",
      opens: links?.opens ?? "",
      buttons: (links?.buttons ?? []).slice(0, MOST_BUTTONS),
      tag: tagOf(notice.subject),
    }),
    prints: DONE,
    failures: { [TURNED_OFF]: { kind: "turned-off" } },
  };
}

/** Takes away the toast of a subject, from the screen and from the notification centre. */
function withdrawToastCommand(powershell: string, subject: string): NoticeCommand {
  return {
    program: powershell,
    args: argsFor(WITHDRAW_SCRIPT),
    stdin: asciiJson({ tag: tagOf(subject) }),
  };
}

function argsFor(script: string): readonly string[] {
  return [
    ...["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass"],
    ...["-EncodedCommand", encodeBase64(utf16(script))],
  ];
}

const GROUP = "claudeminder";
/** The id of Windows PowerShell as an application. */
const APPLICATION = "{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe";

/**
 * Toasts are shown in the name of Windows PowerShell, which is registered everywhere. A name of our own would need a
 * shortcut in the Start menu. Before the first toast `Setting` cannot be read; then the script just tries.
 */
export const TOAST_SCRIPT = `
$ErrorActionPreference = 'Stop'
$notice = [Console]::In.ReadToEnd() | ConvertFrom-Json

function Add-Element($parent, [string] $name, [hashtable] $attributes) {
  $element = $parent.OwnerDocument.CreateElement($name)
  foreach ($key in $attributes.Keys) { $element.SetAttribute($key, [string] $attributes[$key]) }
  $parent.AppendChild($element)
}

$xml = New-Object System.Xml.XmlDocument
$toast = $xml.AppendChild($xml.CreateElement('toast'))
if ($notice.long) { $toast.SetAttribute('duration', 'long') }
if ($notice.opens) {
  $toast.SetAttribute('activationType', 'protocol')
  $toast.SetAttribute('launch', [string] $notice.opens)
}
$visual = Add-Element $toast 'visual' @{}
$binding = Add-Element $visual 'binding' @{ template = 'ToastGeneric' }
foreach ($text in @($notice.title, $notice.body)) {
  if ($text) { (Add-Element $binding 'text' @{}).InnerText = [string] $text }
}
if (@($notice.buttons).Count -gt 0) {
  $actions = Add-Element $toast 'actions' @{}
  foreach ($button in @($notice.buttons)) {
    $null = Add-Element $actions 'action' @{
      activationType = 'protocol'
      content = $button.label
      arguments = $button.link
    }
  }
}

$null = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$null = [Windows.Data.Xml.Dom.XmlDocument, Windows.Data.Xml.Dom.XmlDocument, ContentType = WindowsRuntime]
$document = New-Object Windows.Data.Xml.Dom.XmlDocument
$document.LoadXml($xml.OuterXml)
$shown = New-Object Windows.UI.Notifications.ToastNotification $document
$shown.Tag = [string] $notice.tag
$shown.Group = '${GROUP}'
$notifier = [Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier('${APPLICATION}')
$setting = 'Enabled'
try { $setting = [string] $notifier.Setting } catch { $setting = 'Enabled' }
if ($setting -ne 'Enabled') { exit ${TURNED_OFF} }
$notifier.Show($shown)
'${DONE}'
`;

/**
 * Its exit status tells nothing, because the toast may be gone already. Source: Microsoft Learn,
 * `ToastNotificationHistory.Remove`.
 */
export const WITHDRAW_SCRIPT = `
$ErrorActionPreference = 'Stop'
$notice = [Console]::In.ReadToEnd() | ConvertFrom-Json
$null = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$history = [Windows.UI.Notifications.ToastNotificationManager]::History
$history.Remove([string] $notice.tag, '${GROUP}', '${APPLICATION}')
`;

/** JSON that is the same in every code page. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** UTF-16LE, as `-EncodedCommand` wants it. */
function utf16(text: string): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) bytes.setUint16(2 * i, text.charCodeAt(i), true);
  return new Uint8Array(bytes.buffer);
}

/**
 * A short tag for a subject (FNV-1a). A new toast replaces the one with the same tag. Older systems cut tags at 16
 * characters.
 */
function tagOf(subject: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(subject)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
