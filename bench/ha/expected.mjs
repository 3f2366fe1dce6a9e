// What Sotto should do for a test of Home Assistant's sentence files: its intent and slots → a command, and where it goes.

/** Domains that an intent is about when neither its slots nor a name tell. */
const domainOf = {
  HassLightSet: "light", HassClimateSetTemperature: "climate", HassClimateGetTemperature: "climate", HassFanSetSpeed: "fan", HassSetPosition: "cover",
  HassSetVolume: "media_player", HassSetVolumeRelative: "media_player", HassMediaPause: "media_player", HassMediaUnpause: "media_player", HassMediaNext: "media_player",
  HassMediaPrevious: "media_player", HassMediaPlayerMute: "media_player", HassMediaPlayerUnmute: "media_player",
  HassVacuumStart: "vacuum", HassVacuumReturnToBase: "vacuum", HassLawnMowerStartMowing: "lawn_mower", HassLawnMowerDock: "lawn_mower", HassGetWeather: "weather",
};

const timers = { HassStartTimer: "timer.start", HassIncreaseTimer: "timer.change", HassDecreaseTimer: "timer.change", HassCancelTimer: "timer.cancel", HassCancelAllTimers: "timer.cancel", HassPauseTimer: "timer.pause", HassUnpauseTimer: "timer.resume", HassTimerStatus: "timer.get" };
const players = { HassMediaPause: "pause", HassMediaUnpause: "play", HassMediaNext: "next", HassMediaPrevious: "previous" };
const robots = { HassVacuumStart: "start", HassVacuumReturnToBase: "dock", HassLawnMowerStartMowing: "start", HassLawnMowerDock: "dock" };

export function defaultDomain(intent) {
  return domainOf[intent];
}

export function isTimer(intent) {
  return intent in timers;
}

function seconds(slots, prefix = "") {
  const parts = [["hours", 3600], ["minutes", 60], ["seconds", 1]].filter(([unit]) => slots[prefix + unit] !== undefined);
  return parts.length === 0 ? undefined : parts.reduce((sum, [unit, length]) => sum + slots[prefix + unit] * length, 0);
}

/** The command without its devices; undefined when nothing here does it, and then nothing must be done. */
export function expectedCommand(intent, slots, domain) {
  if (isTimer(intent)) return expectedTimer(intent, slots);
  if (intent in players) return { type: "playback.set", action: players[intent] };
  if (intent in robots) return { type: "activity.set", activity: robots[intent] };
  switch (intent) {
    case "HassTurnOn": case "HassTurnOff": return switched(intent === "HassTurnOn", domain);
    case "HassLightSet":
      if (slots.brightness !== undefined) return { type: "brightness.set", brightnessPct: slots.brightness };
      return slots.color === undefined ? { type: "colorTemperature.set", kelvin: slots.temperature } : { type: "color.set" };
    case "HassSetPosition": return { type: "position.set", positionPct: slots.position };
    case "HassFanSetSpeed": return { type: "fanSpeed.set", speedPct: slots.percentage };
    case "HassClimateSetTemperature": return { type: "setpoint.set", temperatureC: slots.temperature };
    case "HassClimateGetTemperature": case "HassGetWeather": case "HassGetState": return { type: "state.get" };
    case "HassSetVolume": return { type: "volume.set", volumePct: slots.volume_level };
    case "HassSetVolumeRelative": return { type: "volume.change", deltaPct: slots.volume_step === "up" ? 10 : slots.volume_step === "down" ? -10 : slots.volume_step };
    case "HassMediaPlayerMute": return { type: "mute.set", muted: true };
    case "HassMediaPlayerUnmute": return { type: "mute.set", muted: false };
    default: return undefined;
  }
}

function expectedTimer(intent, slots) {
  if (slots.conversation_command !== undefined) return undefined;
  const type = timers[intent];
  const duration = seconds(slots);
  const start = seconds(slots, "start_");
  return {
    type,
    ...(type === "timer.start" ? { durationS: duration } : {}),
    ...(type === "timer.change" ? { deltaS: intent === "HassDecreaseTimer" ? -duration : duration } : {}),
    ...(start === undefined ? {} : { startS: start }),
    ...(intent === "HassCancelAllTimers" ? { all: true } : {}),
    ...(slots.name === undefined ? {} : { name: slots.name }),
  };
}

function switched(on, domain) {
  switch (domain) {
    case "cover": case "valve": return { type: "opening.set", open: on };
    case "lock": return { type: "lock.set", locked: on };
    case "scene": case "script": return { type: "scene.activate" };
    default: return { type: "onOff.set", on };
  }
}
