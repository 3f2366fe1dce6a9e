import { expect, test } from "vitest";
import { renderValue, templateProblem } from "../../src/act/template.ts";

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
  ["{{ value is defined and nothing is not defined }}", "x", "true"],
  ["{{ not (1 < 2) or 'a' in 'abc' }}", "", "true"],
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
  ["{{ value.startswith('0x') and value.endswith('f') }}", "0xff", "true"],
  ["{{ value.strip().upper() ~ value.lower() }}", " a ", "A a"],
  ["{{ value[0] }}{{ value[-1] }}", "abc", "ac"],
  ["{{ value | abs }}", "-3", "3"],
  ["{{ value_json.missing | default('none') }}", "{}", "none"],
])("%s of %s is %s", (template, payload, expected) => {
  expect(templateProblem(template)).toBeUndefined();
  expect(renderValue(template, payload)).toBe(expected);
});

test.each([
  ["a loop", "{% for i in range(1000000000) %}x{% endfor %}"],
  ["a macro", "{% macro f() %}x{% endmacro %}{{ f() }}"],
  ["an unknown filter", "{{ value | regex_replace('(a+)+$', '') }}"],
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
  ["a payload beyond all measure", "{{ value }}", "x".repeat(100_000)],
])("%s gives no value instead of a wrong or endless one", (_name, template, payload) => {
  expect(renderValue(template, payload)).toBeUndefined();
});
