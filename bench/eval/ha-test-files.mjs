// Home Assistant's sentence tests of one language → cases: a sentence, what it was meant as, and the floors, areas and
// entities that its file gives. Both layouts of that project are read: tests/LANG/<domain>_<Intent>.yaml on one home of
// _fixtures.yaml, and tests/LANG/<Intent>/<slot combination>.yaml, each file with a home of its own.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/**
 * @param checkout a checkout of that project
 * @returns cases {id, text, intent, combination, slots, contextArea, fixtures, home}; `home` names what shares fixtures
 */
export function readCases(checkout, language) {
  const folder = join(checkout, "tests", language);
  if (!existsSync(folder)) throw new Error(`${folder} is not there: expected a checkout of Home Assistant's intents with tests in ${language}`);
  const known = parse(readFileSync(join(checkout, "intents.yaml"), "utf8"));
  const shared = existsSync(join(folder, "_fixtures.yaml")) ? parse(readFileSync(join(folder, "_fixtures.yaml"), "utf8")) : undefined;
  return readdirSync(folder).filter((name) => !name.startsWith("_")).sort().flatMap((name) => {
    if (statSync(join(folder, name)).isDirectory()) return combinationCases(join(folder, name), name, language, known[name]);
    return shared === undefined || !name.endsWith(".yaml") ? [] : flatCases(join(folder, name), name.replace(".yaml", ""), language, shared);
  });
}

function combinationCases(folder, intent, language, known) {
  return readdirSync(folder).filter((name) => name.endsWith(".yaml")).sort().flatMap((name) => {
    const combination = name.replace(".yaml", "");
    const file = parse(readFileSync(join(folder, name), "utf8"));
    const told = known?.slot_combinations?.[combination];
    const inferred = Object.values(told?.inferred_domains ?? {}).flat();
    const contextArea = told?.context_area === true ? contextAreaOf(file) : undefined;
    return (file.tests ?? []).flatMap((test, group) => asList(test.sentences).map((text, index) => ({
      id: `ha-${language}-${intent}-${combination}-${group}-${index}`, text, intent, combination,
      slots: { ...domainOf(inferred, test, file), ...test.slots },
      contextArea, fixtures: file, home: `${intent}-${combination}`,
    })));
  });
}

/** What kind of devices is meant is not written in a test; its one possible domain tells, or the devices that its answer names. */
function domainOf(inferred, { slots, response }, { entities = [] }) {
  if (inferred.length <= 1) return inferred.length === 0 ? {} : { domain: inferred[0] };
  const byState = ["locked", "unlocked"].includes(slots?.state) ? "lock" : ["home", "not_home"].includes(slots?.state) ? "person" : undefined;
  const told = entities.filter(({ name, domain }) => inferred.includes(domain) && ` ${response} `.includes(name));
  const domain = byState ?? told[0]?.domain;
  return domain === undefined || !inferred.includes(domain) ? {} : { domain };
}

/** The room of the microphone: the marked one, else the first. */
function contextAreaOf({ areas = [] }) {
  return (areas.find(({ context_area }) => context_area === true) ?? areas[0])?.name ?? true;
}

function flatCases(path, name, language, fixtures) {
  const file = parse(readFileSync(path, "utf8"));
  return (file.tests ?? []).flatMap((test, group) => asList(test.sentences).map((text, index) => ({
    id: `halegacy-${language}-${name}-${group}-${index}`, text, intent: test.intent?.name ?? name.split("_").at(-1), combination: undefined,
    slots: test.intent?.slots ?? {}, contextArea: test.intent?.context?.area, fixtures, home: "all",
  })));
}

function asList(value) {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
