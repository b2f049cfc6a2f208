/** Completion scripts for shells, made from the commands themselves. */
import type { Command } from "commander";

interface Word {
  readonly name: string;
  readonly description: string;
  readonly options: readonly string[];
  /** Its own commands. */
  readonly commands: readonly string[];
}

export type Shell = "bash" | "zsh" | "fish";

/** The script for that shell, to be sourced. */
export function completions(shell: Shell, program: Command): string {
  const words = program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: [command, ...command.commands].flatMap(optionsOf),
    commands: command.commands.map((each) => each.name()),
  }));
  const common = optionsOf(program);
  switch (shell) {
    case "bash":
      return bash(words, common);
    case "zsh":
      return zsh(words, common);
    case "fish":
      return fish(words, common);
  }
}

function optionsOf(command: Command): readonly string[] {
  return command.options.filter((option) => !option.hidden).flatMap((option) => option.long ?? []);
}

function hasOwn({ options, commands }: Word): boolean {
  return options.length > 0 || commands.length > 0;
}

function bash(words: readonly Word[], common: readonly string[]): string {
  const cases = words.filter(hasOwn)
    .map((word) =>
      `    ${word.name}) words="${[...word.commands, ...word.options, ...common].join(" ")}" ;;`
    );
  return `_claudeminder() {
  local words="${common.join(" ")}"
  case \${COMP_WORDS[1]} in
${cases.join("\n")}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words="${words.map((word) => word.name).join(" ")} $words"; fi
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _claudeminder claudeminder
`;
}

function zsh(words: readonly Word[], common: readonly string[]): string {
  const described = words.map((word) => `    '${word.name}:${word.description.replaceAll("'", "")}'`);
  const cases = words.filter(hasOwn).map((word) =>
    `      ${word.name}) compadd -- ${[...word.commands, ...word.options, ...common].join(" ")} ;;`
  );
  return `#compdef claudeminder
_claudeminder() {
  local -a commands=(
${described.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    compadd -- ${common.join(" ")}
  else
    case \${words[2]} in
${cases.join("\n")}
      *) compadd -- ${common.join(" ")}; _files ;;
    esac
  fi
}
compdef _claudeminder claudeminder
`;
}

function fish(words: readonly Word[], common: readonly string[]): string {
  const lines = words.map((word) =>
    `complete -c claudeminder -n __fish_use_subcommand -f -a ${word.name} -d '${
      word.description.replaceAll("'", "")
    }'`
  );
  for (const word of words) {
    for (const command of word.commands) {
      lines.push(`complete -c claudeminder -n '__fish_seen_subcommand_from ${word.name}' -f -a ${command}`);
    }
    for (const option of word.options) {
      lines.push(
        `complete -c claudeminder -n '__fish_seen_subcommand_from ${word.name}' -l ${option.slice(2)}`,
      );
    }
  }
  return [...lines, ...common.map((option) => `complete -c claudeminder -l ${option.slice(2)}`)].join("\n") +
    "\n";
}
