// (pure) Short keys of MQTT discovery and what they stand for. SOURCE: Home Assistant, "MQTT Discovery", abbreviations;
// the ones that Sotto reads.

const topicsAndTemplates: Readonly<Record<string, string>> = {
  bri_cmd: "brightness_command", bri_stat: "brightness_state", bri_val: "brightness_value", bri: "brightness",
  clr_temp_cmd: "color_temp_command", clr_temp_stat: "color_temp_state", clr_temp_val: "color_temp_value",
  clrm_stat: "color_mode_state", clrm_val: "color_mode_value",
  cmd: "command", cmd_on: "command_on", cmd_off: "command_off",
  curr_temp: "current_temperature",
  hs_cmd: "hs_command", hs_stat: "hs_state", hs_val: "hs_value",
  mode_cmd: "mode_command", mode_stat: "mode_state",
  pct_cmd: "percentage_command", pct_stat: "percentage_state", pct_val: "percentage_value",
  pos: "position", pow_cmd: "power_command", pow_stat: "power_state",
  rgb_cmd: "rgb_command", rgb_stat: "rgb_state", rgb_val: "rgb_value",
  set_pos: "set_position", stat: "state", stat_val: "state_value",
  temp_cmd: "temperature_command", temp_stat: "temperature_state",
  val: "value", xy_cmd: "xy_command", xy_stat: "xy_state", xy_val: "xy_value",
};

const others: Readonly<Record<string, string>> = {
  avty: "availability", avty_mode: "availability_mode", avty_t: "availability_topic", avty_tpl: "availability_template",
  bri_scl: "brightness_scale", clr_temp_k: "color_temp_kelvin", cmps: "components", cod_form: "code_format",
  dev: "device", dev_cla: "device_class", en: "enabled_by_default", ent_cat: "entity_category",
  max_k: "max_kelvin", max_mirs: "max_mireds", min_k: "min_kelvin", min_mirs: "min_mireds",
  o: "origin", obj_id: "object_id", on_cmd_type: "on_command_type", opt: "optimistic", p: "platform",
  pl_avail: "payload_available", pl_cls: "payload_close", pl_lock: "payload_lock",
  pl_not_avail: "payload_not_available", pl_off: "payload_off", pl_on: "payload_on", pl_open: "payload_open",
  pl_stop: "payload_stop", pl_unlk: "payload_unlock", pos_clsd: "position_closed", pos_open: "position_open",
  ret: "retain", spd_rng_max: "speed_range_max", spd_rng_min: "speed_range_min",
  stat_clsd: "state_closed", stat_closing: "state_closing", stat_jam: "state_jammed", stat_locked: "state_locked",
  stat_locking: "state_locking", stat_off: "state_off", stat_on: "state_on", stat_open: "state_open",
  stat_opening: "state_opening", stat_stopped: "state_stopped", stat_unlocked: "state_unlocked",
  stat_unlocking: "state_unlocking", sup_clrm: "supported_color_modes", t: "topic", temp_unit: "temperature_unit",
  uniq_id: "unique_id", unit_of_meas: "unit_of_measurement",
};

/** Short key → full key, for entity configs. */
export const entityAbbreviations: ReadonlyMap<string, string> = new Map([
  ...Object.entries(topicsAndTemplates).flatMap(([short, full]): [string, string][] =>
    [[`${short}_t`, `${full}_topic`], [`${short}_tpl`, `${full}_template`]]),
  ...Object.entries(others),
]);

/** The topics and templates that Sotto reads, written out; a fault in any other key is none of its business. */
export const topicKeys: readonly string[] = Object.values(topicsAndTemplates).map((full) => `${full}_topic`);
export const templateKeys: readonly string[] = Object.values(topicsAndTemplates).map((full) => `${full}_template`);

/** Short key → full key, inside `device`. */
export const deviceAbbreviations: ReadonlyMap<string, string> = new Map([
  ["cns", "connections"], ["ids", "identifiers"], ["mf", "manufacturer"], ["mdl", "model"], ["sa", "suggested_area"], ["sw", "sw_version"],
]);
