// (pure) Short keys of MQTT discovery and what they stand for. SOURCE: Home Assistant 2026.2, mqtt/abbreviations.py, and the
// keys that it knew before and that old firmware still sends.

/** Every one of these has a `_topic` (`_t`) and some a `_template` (`_tpl`); one that exists in no config does no harm. */
const topicsAndTemplates: Readonly<Record<string, string>> = {
  act: "action", act_stat: "activity_state", act_val: "activity_value", aux_cmd: "aux_command", aux_stat: "aux_state",
  avty: "availability", bat_lev: "battery_level",
  bri: "brightness", bri_cmd: "brightness_command", bri_stat: "brightness_state", bri_val: "brightness_value",
  chrg: "charging", cln: "cleaning", clr_temp: "color_temp",
  clr_temp_cmd: "color_temp_command", clr_temp_stat: "color_temp_state", clr_temp_val: "color_temp_value",
  clrm_stat: "color_mode_state", clrm_val: "color_mode_value",
  cmd: "command", cmd_off: "command_off", cmd_on: "command_on", curr_hum: "current_humidity", curr_temp: "current_temperature",
  dir_cmd: "direction_command", dir_stat: "direction_state", dir_val: "direction_value", dock_cmd: "dock_command",
  fan_mode_cmd: "fan_mode_command", fan_mode_stat: "fan_mode_state",
  fx: "effect", fx_cmd: "effect_command", fx_stat: "effect_state", fx_val: "effect_value",
  hs_cmd: "hs_command", hs_stat: "hs_state", hs_val: "hs_value",
  hum_cmd: "target_humidity_command", hum_stat: "target_humidity_state", hum_state: "target_humidity_state",
  img: "image", json_attr: "json_attributes", l_ver: "latest_version", lrst: "last_reset", lrst_val: "last_reset_value",
  mode_cmd: "mode_command", mode_stat: "mode_state",
  osc_cmd: "oscillation_command", osc_stat: "oscillation_state", osc_val: "oscillation_value",
  pause_cmd: "pause_command", pause_mw_cmd: "pause_command",
  pct_cmd: "percentage_command", pct_stat: "percentage_state", pct_val: "percentage_value",
  pos: "position", pow_cmd: "power_command", pow_stat: "power_state",
  pr_mode_cmd: "preset_mode_command", pr_mode_stat: "preset_mode_state", pr_mode_val: "preset_mode_value",
  rgb_cmd: "rgb_command", rgb_stat: "rgb_state", rgb_val: "rgb_value",
  rgbw_cmd: "rgbw_command", rgbw_stat: "rgbw_state", rgbw_val: "rgbw_value",
  rgbww_cmd: "rgbww_command", rgbww_stat: "rgbww_state", rgbww_val: "rgbww_value",
  send_cmd: "send_command", set_fan_spd: "set_fan_speed", set_pos: "set_position",
  spd_cmd: "speed_command", spd_stat: "speed_state", spd_val: "speed_value",
  stat: "state", stat_val: "state_value", strt_mw_cmd: "start_mowing_command",
  swing_h_mode_cmd: "swing_horizontal_mode_command", swing_h_mode_stat: "swing_horizontal_mode_state",
  swing_mode_cmd: "swing_mode_command", swing_mode_stat: "swing_mode_state",
  temp_cmd: "temperature_command", temp_stat: "temperature_state",
  temp_hi_cmd: "temperature_high_command", temp_hi_stat: "temperature_high_state",
  temp_lo_cmd: "temperature_low_command", temp_lo_stat: "temperature_low_state",
  tilt_cmd: "tilt_command", tilt_status: "tilt_status", url: "url", val: "value", whit_cmd: "white_command",
  xy_cmd: "xy_command", xy_stat: "xy_state", xy_val: "xy_value",
};

const others: Readonly<Record<string, string>> = {
  atype: "automation_type", av_tones: "available_tones", avty: "availability", avty_mode: "availability_mode",
  b_tpl: "blue_template", bri_scl: "brightness_scale", clr_temp_k: "color_temp_kelvin", clrm: "color_mode", cmps: "components",
  cod_arm_req: "code_arm_required", cod_dis_req: "code_disarm_required", cod_form: "code_format",
  cod_trig_req: "code_trigger_required", cont_type: "content_type", def_ent_id: "default_entity_id", dev: "device",
  dev_cla: "device_class", dsp_prc: "display_precision", e: "encoding", en: "enabled_by_default", ent_cat: "entity_category",
  ent_pic: "entity_picture", evt_typ: "event_types", exp_aft: "expire_after", fanspd_lst: "fan_speed_list", flsh: "flash",
  flsh_tlng: "flash_time_long", flsh_tsht: "flash_time_short", frc_upd: "force_update", fx_list: "effect_list",
  g_tpl: "green_template", ic: "icon", img_e: "image_encoding", init: "initial", json_attr: "json_attributes",
  max_hum: "max_humidity", max_k: "max_kelvin", max_mirs: "max_mireds", migr_discvry: "migrate_discovery",
  min_hum: "min_humidity", min_k: "min_kelvin", min_mirs: "min_mireds", o: "origin", obj_id: "object_id", off_dly: "off_delay",
  on_cmd_type: "on_command_type", ops: "options", opt: "optimistic", p: "platform",
  pl: "payload", pl_arm_away: "payload_arm_away", pl_arm_custom_b: "payload_arm_custom_bypass", pl_arm_home: "payload_arm_home",
  pl_arm_nite: "payload_arm_night", pl_arm_vacation: "payload_arm_vacation", pl_avail: "payload_available",
  pl_cln_sp: "payload_clean_spot", pl_cls: "payload_close", pl_disarm: "payload_disarm", pl_home: "payload_home",
  pl_inst: "payload_install", pl_loc: "payload_locate", pl_lock: "payload_lock", pl_not_avail: "payload_not_available",
  pl_not_home: "payload_not_home", pl_off: "payload_off", pl_on: "payload_on", pl_open: "payload_open",
  pl_osc_off: "payload_oscillation_off", pl_osc_on: "payload_oscillation_on", pl_paus: "payload_pause", pl_prs: "payload_press",
  pl_ret: "payload_return_to_base", pl_rst: "payload_reset", pl_rst_hum: "payload_reset_humidity", pl_rst_mode: "payload_reset_mode",
  pl_rst_pct: "payload_reset_percentage", pl_rst_pr_mode: "payload_reset_preset_mode", pl_stop: "payload_stop",
  pl_stop_tilt: "payload_stop_tilt", pl_stpa: "payload_start_pause", pl_strt: "payload_start", pl_toff: "payload_turn_off",
  pl_ton: "payload_turn_on", pl_trig: "payload_trigger", pl_unlk: "payload_unlock",
  pos: "reports_position", pos_clsd: "position_closed", pos_open: "position_open", pr_modes: "preset_modes", ptrn: "pattern",
  r_tpl: "red_template", rel_s: "release_summary", rel_u: "release_url", ret: "retain", spd_rng_max: "speed_range_max",
  spd_rng_min: "speed_range_min", src_type: "source_type", stat_cla: "state_class", stat_clsd: "state_closed",
  stat_closing: "state_closing", stat_jam: "state_jammed", stat_locked: "state_locked", stat_locking: "state_locking",
  stat_off: "state_off", stat_on: "state_on", stat_open: "state_open", stat_opening: "state_opening",
  stat_stopped: "state_stopped", stat_unlocked: "state_unlocked", stat_unlocking: "state_unlocking", stype: "subtype",
  sug_dsp_prc: "suggested_display_precision", sup_clrm: "supported_color_modes", sup_dur: "support_duration",
  sup_duration: "support_duration", sup_feat: "supported_features", sup_off: "supported_turn_off", sup_vol: "support_volume_set",
  swing_h_modes: "swing_horizontal_modes", t: "topic", temp_unit: "temperature_unit", tilt_clsd_val: "tilt_closed_value",
  tilt_opnd_val: "tilt_opened_value", tilt_opt: "tilt_optimistic", tit: "title", trns: "transition", uniq_id: "unique_id",
  unit_of_meas: "unit_of_measurement", whit_scl: "white_scale",
};

/** Short key → full key, for entity configs and availability entries. */
export const entityAbbreviations: ReadonlyMap<string, string> = new Map([
  ...Object.entries(topicsAndTemplates).flatMap(([short, full]): [string, string][] =>
    [[`${short}_t`, `${full}_topic`], [`${short}_tpl`, `${full}_template`]]),
  ...Object.entries(others),
]);

/** Short key → full key, inside `device`. */
export const deviceAbbreviations: ReadonlyMap<string, string> = new Map([
  ["cns", "connections"], ["cu", "configuration_url"], ["hw", "hw_version"], ["ids", "identifiers"], ["mdl", "model"],
  ["mdl_id", "model_id"], ["mf", "manufacturer"], ["sa", "suggested_area"], ["sn", "serial_number"], ["sw", "sw_version"],
]);
