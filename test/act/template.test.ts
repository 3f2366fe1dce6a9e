import { expect, test } from "vitest";
import { renderValue, templateProblem } from "../../src/act/template.ts";
import { cpuMs } from "../fakes/cpu-time.ts";

test.each([
  ["{{ value }}", "ON", "ON"],
  ["{{ value_json.state }}", '{"state":"ON"}', "ON"],
  ["{{ value_json['color temp'][0].k }}", '{"color temp":[{"k":7}]}', "7"],
  ["{{ value | int }}", "12.7", "12"],
  ["{{ value | float / 2.55 | round(0) }}", "255", "85"],
  ["{{ (value | float / 2.55) | round(1) }}", "128", "50.2"],
  ["{{ value | int(5) }}", "broken", "5"],
  ["{{ value | int(default=6) }}", "broken", "6"],
  ["{{ value_json.x | default('none', boolean=true) }}", '{"x":""}', "none"],
  ["{% if value == '1' %}ON{% elif value == '2' %}HALF{% else %}OFF{% endif %}", "2", "HALF"],
  ["{{ 'ON' if value_json.on else 'OFF' }}", '{"on":false}', "OFF"],
  ["{{ value.split(',')[1] }}", "a,b", "b"],
  ["{{ value_json.get('x', 3) }}", "{}", "3"],
  ["{% set level = value | int * 2 %}{{ level + 1 }}", "4", "9"],
  ["{{ {'0':'closed','1':'open'}[value] }}", "1", "open"],
  ["{{ value is defined and nothing is not defined }}", "x", "True"],
  ["{{ not (1 < 2) or 'a' in 'abc' }}", "", "True"],
  ["{{ -7 // 2 }} {{ -7 % 3 }} {{ 2 ** 3 }}", "", "-4 2 8"],
  ['{"t": {{ value }}}', "21", '{"t": 21}'],
  ["{{ value | lower | capitalize | replace('n', 'm') ~ '!' }}", "ON", "Om!"],
  ["{{ max(1, 3, 2) }} {{ [4, 5] | min }}", "", "3 4"],
  ["{{ 2.5 | round }} {{ 3.5 | round }} {{ -2.5 | round }} {{ 2.51 | round }}", "", "2 4 -2 3"],
  ["{{ 1.25 | round(1, 'ceil') }} {{ 1.25 | round(1, 'floor') }} {{ 1.005 | round(2) }}", "", "1.3 1.2 1"],
  ["{{ value | trim | title }}", "  living room ", "Living Room"],
  ["{{ value_json.a | join('-') }} {{ value_json.a | length }} {{ value_json.a | first }} {{ value_json.a | last }}", '{"a":["x","y"]}', "x-y 2 x y"],
  ["{{ (value | from_json).n | add(1) | multiply(2) }}", '{"n":3}', "8"],
  ["{{ value_json | to_json }}", '{"b":[1,true,null]}', '{"b":[1,true,null]}'],
  ["{{ (value | bool) | iif('yes', 'no') }}", "on", "yes"],
  ["{{ value.startswith('0x') and value.endswith('f') }}", "0xff", "True"],
  ["{{ value.strip().upper() ~ value.lower() }}", " a ", "A a"],
  ["{{ value[0] }}{{ value[-1] }}", "abc", "ac"],
  ["{{ value | abs }}", "-3", "3"],
  ["{{ value_json.missing | default('none') }}", "{}", "none"],
])("%s of %s is %s", (template, payload, expected) => {
  expect(templateProblem(template)).toBeUndefined();
  expect(renderValue(template, payload)).toBe(expected);
});

// The expected texts are those of Jinja 3.1 and Home Assistant 2026.2 for the same templates.
test.each([
  ["Tasmota's members", "{{ value_json['ENERGY'].Power }}", '{"ENERGY":{"Power":12}}', "12"],
  ["an item by its number", "{{ value_json.a.0 }} {{ value_json.a[-1] }}", '{"a":[7,8]}', "7 8"],
  ["slices", "{{ value[1:4] }}|{{ value[::-1] }}|{{ value[-3:] }}|{{ value[6:1:-2] }}", "Hello World", "ell|dlroW olleH|rld|Wol"],
  ["WLED's colour", "{{ value[1:3]|int(base=16) }},{{ value[3:5]|int(base=16) }},{{ value[5:7]|int(base=16) }}", "#ff8000", "255,128,0"],
  ["a colour in hex", "{{ '#%02x%02x%02x' | format(255, 128, 0) }}", "", "#ff8000"],
  ["Python's formats", "{{ '%.1f' % 3.14159 }} {{ '%05d' % 42 }} {{ '%-3s|' % 'a' }} {{ '%d%%' % 5 }} {{ '{:.2f} {:04X} {}'.format(3.14159, 255, 'x') }}", "", "3.1 00042 a  | 5% 3.14 00FF x"],
  ["a loop", "{% for k in value_json %}{{ loop.index }}{{ k }}{% if not loop.last %},{% endif %}{% endfor %}", '["a","b"]', "1a,2b"],
  ["a loop over pairs", "{% for k, v in value_json.items() %}{{k}}={{v}};{% endfor %}", '{"x":1,"y":2}', "x=1;y=2;"],
  ["a loop with a condition", "{% for i in range(10) if i is odd %}{{ i }}{% endfor %}", "", "13579"],
  ["a loop over nothing", "{% for i in value_json %}x{% else %}none{% endfor %}", "[]", "none"],
  ["loops that stop and skip", "{% for i in range(5) %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}{% endif %}{{ i }}{% endfor %}", "", "013"],
  ["what a loop sets, which ends with it", "{% set x = 1 %}{% for i in [1] %}{% set x = 2 %}{% endfor %}{{ x }}", "", "1"],
  ["a namespace", "{% set ns = namespace(t=0) %}{% for i in value_json %}{% set ns.t = ns.t + i %}{% endfor %}{{ ns.t }}", "[1,2,3]", "6"],
  ["a text that is set", "{% set y %}a{{ value }}b{% endset %}{{ y | upper }}", "x", "AXB"],
  ["tests with arguments", "{{ value | int is in [1, 5] }} {{ 4 is divisibleby 2 }} {{ 5 is eq 5 }} {{ value is match('\\d') }} {{ value is not search('X', ignorecase=True) }}", "5", "True True True True True"],
  ["orderings in a row", "{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }}", "", "True False"],
  ["lists of maps", "{{ value_json | selectattr('v', 'gt', 1) | map(attribute='k') | join(',') }} {{ value_json | rejectattr('k', 'eq', 'a') | map(attribute='v') | sum }}", '[{"k":"a","v":1},{"k":"b","v":2},{"k":"c","v":3}]', "b,c 5"],
  ["sorted, reversed, unique", "{{ [3,1,2] | sort | join }} {{ [1,2] | reverse | join }} {{ [1,1,2] | unique | join }}", "", "123 21 12"],
  ["methods of texts", "{{ 'a,b,c'.split(',', 1) | last }} {{ '007'.lstrip('0') }} {{ '7'.zfill(3) }} {{ '12'.isdigit() }} {{ ','.join(['a','b']) }}", "", "b,c 7 007 True a,b"],
  ["a value that must be there", "{{ value_json.tempc | is_defined }}", '{"tempc":20.5}', "20.5"],
  ["what is a number", "{{ value | is_number }} {{ 'x' is is_number }} {{ is_number('1.5') }}", "12", "True False True"],
  ["the words of truth", "{{ true }} {{ none }} {{ value_json.x }}|", "{}", "True None |"],
  ["groups that change places", "{{ value | regex_replace('(\\w+) (\\w+)', '\\\\2 \\\\1') }}", "Hello World", "World Hello"],
  ["a regular expression by name", "{{ value | regex_replace(find='[aeiou]', replace='*', ignorecase=true) }}", "Ahoi", "*h**"],
  ["what an expression finds", "{{ value | regex_findall('[A-Z]') | join('-') }} {{ value | regex_findall_index('-?\\d+\\.\\d+') }}", "Temp Out -12.5 C", "T-O-C -12.5"],
  ["whether an expression matches", "{{ value | regex_match('^foo\\.(bar|baz)$') }} {{ value | regex_match('bar') }} {{ value | regex_search('bar') }}", "foo.bar", "True False True"],
  ["empty matches", "{{ value | regex_replace('a*?b', '-') }} {{ value | regex_findall('a{2}') | length }}", "aabaa", "-aa 2"],
  ["blanks around tags", "A {%- if true %} x {% endif -%} B", "", "A x B"],
  ["a time", "{{ 1700000000 | timestamp_utc }} {{ as_timestamp('2023-11-14T22:13:20Z') }}", "", "2023-11-14T22:13:20+00:00 1700000000"],
  ["logarithms and roots", "{{ 100 | log(10) | round(3) }} {{ 16 | sqrt }} {{ 6 | bitwise_and(3) }}", "", "2 4 2"],
  ["zwave-js-ui's map of numbers", "{{ {0: 'off', 1: 'heat'}[value_json.value] | default('off') }}", '{"value":1}', "heat"],
  ["values with a default", "{{ 'x' | int(7) }} {{ 'x' | float(default=1.5) }} {{ 'x' | multiply(2, default=0) }} {{ 'x' | round(1, default=3) }}", "", "7 1.5 0 3"],
])("%s", (_what, template, payload, expected) => {
  expect(templateProblem(template)).toBeUndefined();
  expect(renderValue(template, payload)).toBe(expected);
});

test.each([
  ["a loop over more than names", "{% for a.b in value %}x{% endfor %}"],
  ["a macro", "{% macro f() %}x{% endmacro %}{{ f() }}"],
  ["an unknown filter", "{{ value | slugify_all }}"],
  ["an unknown name of an argument", "{{ value | int(radix=16) }}"],
  ["the time of day", "{{ now().timestamp() }}"],
  ["a test that nobody knows", "{{ value is prime }}"],
  ["a regular expression that looks back", "{{ value | regex_replace('(a)\\\\1', '') }}"],
  ["a regular expression that looks around", "{{ value is match('(?=a)b') }}"],
  ["a regular expression that grows without end", "{{ value | regex_match('((((a{100}){100}){100}){100})') }}"],
  ["a regular expression that is none", "{{ value | regex_search('[a-') }}"],
  ["a change of something else than a namespace", "{% set value[0] = 1 %}"],
  ["an unknown function", "{{ states('lock.front') }}"],
  ["a method that JavaScript has", "{{ value.constructor('return process')() }}"],
  ["a computed method", "{{ value['repeat'](1000000000) }}"],
  ["an open brace", "{{ value "],
  ["deep nesting", `{{ ${"(".repeat(2000)}1${")".repeat(2000)} }}`],
  ["too long a text", "x".repeat(5000)],
])("%s is refused before it is ever rendered", (_name, template) => {
  expect(templateProblem(template)).toEqual(expect.any(String));
  expect(renderValue(template, "x")).toBeUndefined();
});

test.each([
  ["the prototype of a map", "{{ value_json.__proto__ }}", "{}", ""],
  ["the constructor of a map", "{{ value_json.constructor }}", "{}", ""],
  ["the prototype of a text", "{{ value.__proto__ }}", "x", ""],
  ["a class of Python", "{{ value.__class__ }}|{{ value_json['__class__'] }}", "{}", "|"],
  ["a prototype that the payload brings along", "{{ value_json.__proto__.x }}{{ value_json.polluted }}{{ {}.polluted }}", '{"__proto__":{"x":1,"polluted":2}}', "1"],
  ["the prototype of a map that the template makes", "{{ {'__proto__': {'polluted': 1}}.polluted }}|", "", "|"],
  ["the prototype through an attribute", "{{ [value_json] | map(attribute='constructor.prototype') | first }}|", "{}", "|"],
])("%s cannot be reached", (_name, template, payload, expected) => {
  expect(renderValue(template, payload)).toBe(expected);
});

test.each([
  ["a member of nothing", "{{ value_json.a.b }}", "{}"],
  ["text where a number is needed", "{{ value | int }}", "broken"],
  ["a payload that is not JSON", "{{ value_json.a }}", "not JSON"],
  ["text that doubles with each step", "{% set a = value %}" + "{% set a = a ~ a %}".repeat(100) + "{{ a }}", "x"],
  ["lists that double with each step", "{% set a = [1] %}" + "{% set a = [a, a] %}".repeat(100) + "{{ a }}", "x"],
  ["replacements that multiply", "{{ value" + " | replace('a', 'aaaaaaaaaaaaaaaaaaaa')".repeat(20) + " }}", "a"],
  ["a value that is not there", "{{ value_json.tempc | is_defined }}", "{}"],
  ["a division by nothing", "{{ 1 / value | int }}", "0"],
  ["an endless range", "{% for i in range(1000000000) %}x{% endfor %}", ""],
  ["loops within loops", "{% for a in range(999) %}{% for b in range(999) %}{% for c in range(999) %}x{% endfor %}{% endfor %}{% endfor %}", ""],
  ["a text that doubles in a loop", "{% set ns = namespace(t='x') %}{% for i in range(900) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}{{ ns.t | length }}", ""],
  ["a list that doubles in a loop", "{% set ns = namespace(t=[1]) %}{% for i in range(900) %}{% set ns.t = ns.t + ns.t %}{% endfor %}{{ ns.t | length }}", ""],
  ["a namespace that holds itself", "{% set ns = namespace(t=[]) %}{% for i in range(900) %}{% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ ns.t }}", ""],
  ["lists within lists that are compared", "{% set ns = namespace(t=[1]) %}{% for i in range(30) %}{% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ [ns.t] == [ns.t + []] }}", ""],
  ["a long text searched again and again", "{% for i in range(999) %}{{ value | regex_findall('(a+)+(a+)+$') | length }}{% endfor %}", "a".repeat(4000)],
  ["a text that is too wide", "{{ '%9999d' % 1 }}", ""],
  ["a width without measure", "{{ '{:999}'.format(1) }}", ""],
  ["a payload beyond all measure", "{{ value }}", "x".repeat(100_000)],
])("%s gives no value instead of a wrong or endless one", (_name, template, payload) => {
  expect(renderValue(template, payload)).toBeUndefined();
});

test.each([
  ["(a+)+$ that fails", "{{ value | regex_match('(a+)+$') }}", `${"a".repeat(2000)}!`],
  ["loops", "{% for a in range(999) %}{% for b in range(999) %}{{ a * b }}{% endfor %}{% endfor %}", ""],
  ["replacements of a long text", "{% for a in range(999) %}{{ value | replace('a', 'b') | length }}{% endfor %}", "a".repeat(60_000)],
  ["a deep payload", "{{ value_json | tojson }}", `${"[".repeat(30_000)}${"]".repeat(30_000)}`],
  ["a wide payload", "{% for a in range(999) %}{% for k in value_json %}{% if value_json %}{{ k in value_json }}{% endif %}{% endfor %}{% endfor %}", JSON.stringify(Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`key${index}`, index])))],
])("%s cost no more than they may", (_what, template, payload) => {
  renderValue(template, payload);
  const startMs = cpuMs();
  renderValue(template, payload);
  expect(cpuMs() - startMs).toBeLessThan(100);
});
