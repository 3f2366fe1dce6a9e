// The house of the tests as people of another language call it, with a parser and a voice in that language.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse as parseYaml } from "yaml";
import type { AreaId, Home } from "../../src/home/home.ts";
import { createReplies } from "../../src/speak/reply.ts";
import type { CommandParser, ParseResult } from "../../src/understand/command-parser.ts";
import type { Intents } from "../../src/understand/intent.ts";
import { readIntents } from "../../src/understand/load-intents.ts";
import { createTemplateParser } from "../../src/understand/template-parser.ts";
import { testHome } from "../fixtures/home.ts";
import { replyOf } from "./english.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where the sentences of a language lie. */
export function sentencesFolder(language: string): string {
  return join(root, "test", "sentences", language);
}

export type Spoken = { readonly intents: Intents; readonly home: Home; readonly parser: CommandParser; readonly parse: (text: string, heardIn?: string) => Promise<ParseResult>; readonly reply: (result: ParseResult) => string };

/** Ids stay those of the English house, so that what a sentence does is written alike in every language. */
export async function spokenIn(language: string): Promise<Spoken> {
  const intents = await readIntents(join(root, "intents", language), "thorough");
  const parser = createTemplateParser(intents);
  const voice = createReplies(intents);
  const home = houseIn(language);
  return {
    intents, home, parser,
    parse: (text, heardIn) => parser(text, { home, heardInAreaId: heardIn as AreaId | undefined, signal: new AbortController().signal }),
    reply: (result) => replyOf(result, voice, home),
  };
}

/** `_home.yaml` beside the sentences gives floors, rooms and devices their names by id, or their names and aliases; the others keep their English ones. */
function houseIn(language: string): Home {
  const file = join(sentencesFolder(language), "_home.yaml");
  if (!existsSync(file)) return testHome;
  const names = parseYaml(readFileSync(file, "utf8")) as Readonly<Record<string, string | readonly string[]>>;
  const renamed = <T extends { readonly id: string; readonly name: string }>(thing: T): T => {
    const [name, ...aliases] = [names[thing.id] ?? []].flat();
    return name === undefined ? thing : { ...thing, name, aliases };
  };
  return {
    ...testHome,
    areas: new Map([...testHome.areas].map(([id, area]) => [id, renamed(area)])),
    devices: new Map([...testHome.devices].map(([id, device]) => [id, renamed(device)])),
    ...(testHome.floors === undefined ? {} : { floors: new Map([...testHome.floors].map(([id, floor]) => [id, renamed(floor)])) }),
  };
}
