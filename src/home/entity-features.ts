// (pure) The bits of `supported_features` by Python's names for them. SOURCE: home-assistant/core, components/<domain>/const.py
// and __init__.py, the classes <Domain>EntityFeature.

const bits: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ClimateEntityFeature: { TARGET_TEMPERATURE: 1, TARGET_TEMPERATURE_RANGE: 2, TARGET_HUMIDITY: 4, FAN_MODE: 8, PRESET_MODE: 16, SWING_MODE: 32, TURN_OFF: 128, TURN_ON: 256 },
  CoverEntityFeature: { OPEN: 1, CLOSE: 2, SET_POSITION: 4, STOP: 8, OPEN_TILT: 16, CLOSE_TILT: 32, STOP_TILT: 64, SET_TILT_POSITION: 128 },
  FanEntityFeature: { SET_SPEED: 1, OSCILLATE: 2, DIRECTION: 4, PRESET_MODE: 8, TURN_OFF: 16, TURN_ON: 32 },
  HumidifierEntityFeature: { MODES: 1 },
  LawnMowerEntityFeature: { START_MOWING: 1, PAUSE: 2, DOCK: 4 },
  LockEntityFeature: { OPEN: 1 },
  MediaPlayerEntityFeature: {
    PAUSE: 1, SEEK: 2, VOLUME_SET: 4, VOLUME_MUTE: 8, PREVIOUS_TRACK: 16, NEXT_TRACK: 32, TURN_ON: 128, TURN_OFF: 256, PLAY_MEDIA: 512,
    VOLUME_STEP: 1024, SELECT_SOURCE: 2048, STOP: 4096, CLEAR_PLAYLIST: 8192, PLAY: 16384, SHUFFLE_SET: 32768, SELECT_SOUND_MODE: 65536,
  },
  SirenEntityFeature: { TURN_ON: 1, TURN_OFF: 2, TONES: 4, VOLUME_SET: 8, DURATION: 16 },
  VacuumEntityFeature: { TURN_ON: 1, TURN_OFF: 2, PAUSE: 4, STOP: 8, RETURN_HOME: 16, FAN_SPEED: 32, BATTERY: 64, LOCATE: 512, CLEAN_SPOT: 1024, MAP: 2048, STATE: 4096, START: 8192 },
  ValveEntityFeature: { OPEN: 1, CLOSE: 2, SET_POSITION: 4, STOP: 8 },
  AlarmControlPanelEntityFeature: { ARM_HOME: 1, ARM_AWAY: 2, ARM_NIGHT: 4, TRIGGER: 8, ARM_CUSTOM_BYPASS: 16, ARM_VACATION: 32 },
};

/** ["cover.CoverEntityFeature.OPEN", …] → the sum of the bits; names that are not known count nothing. */
export function featureBits(names: readonly string[]): number {
  return names.reduce((sum, name) => {
    const [feature = "", owner = ""] = name.split(".").reverse();
    return sum | (bits[owner]?.[feature] ?? 0);
  }, 0);
}
