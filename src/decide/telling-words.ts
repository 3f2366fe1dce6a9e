// Words that tell what a relay, a button or a scene moves, in the languages that homes are named in. Each list has whole
// words, endings of compound words, and signs of scripts that put no spaces between words. Data: a language is a row more.

export type WordList = { readonly words: string; readonly endings?: string; readonly signs?: string };

/** Ways in for vehicles or people that nobody takes for a room. */
export const gates: WordList = {
  words: "gate gates frontgate sidegate backgate maingate drivewaygate gardengate yardgate portcullis tor tore hoftor gartentor einfahrtstor rolltor schiebetor sektionaltor torantrieb toröffner tormotor torsteuerung tortaster portail portillon barrière portón portones verja cancello cancelli sbarra poort poorten hek portão portões cancela brama bramy furtka grind ворота калитка шлагбаум",
  endings: "einfahrtstor garagentor hoftor gartentor rolltor schiebetor sektionaltor",
  signs: "大门 大門 闸 閘 閘門 道闸 ゲート 門扉 게이트 대문 بوابة שער",
};

/** A room and its door in one word; in a switch it counts only when nothing else in the name says otherwise. */
export const garages: WordList = {
  words: "garage garages garagen garaje garajes garaż garażu гараж гаража autorimessa cochera",
  signs: "车库 車庫 ガレージ 차고 גראז كراج",
};

export const doors: WordList = {
  words: "door doors frontdoor backdoor garagedoor sidedoor doorlock dooropener doorrelease doorstrike doorbuzzer intercom tür türen haustür haustur wohnungstür türöffner türsummer porte portes puerta puertas porta portas porte portone portoni deur deuren voordeur achterdeur garagedeur drzwi dörr dörren ytterdörr dør dører ovi kapı дверь двери домофон",
  endings: "tür türen deur garagedoor frontdoor backdoor",
  signs: "门 門 门禁 門禁 ドア 扉 문 דלת باب ประตู",
};

/** Said of a room, they make its door of it: "Garage öffnen", "garage relay". */
export const drives: WordList = {
  words: "open opens opening opener openers close closer unlock release strike buzzer relay motor drive operator actuator trigger pulse toggle control controller remote auf zu öffnen öffne öffner schliessen antrieb relais taster summer aktor ouvrir ouverture ouvre abrir apertura apre apri aprire openen otwórz otwieranie открыть привод реле",
  endings: "antrieb öffner",
  signs: "开 開 开门 開門 打开 打開 电机 電機 继电器 繼電器 開ける 開閉 열기",
};

/** Beside "garage" these change nothing. */
export const fillers: WordList = {
  words: "the my left right main big small new old double single front back side north south east west one two three a b switch schalter button knopf scene szene links rechts gross klein neu alt vorne hinten bouton interrupteur interruptor pulsante",
  signs: "开关 開關 按钮 按鈕 スイッチ",
};

/** What hangs at a gate and does not move it. */
export const harmlessThings: WordList = {
  words: "light lights lighting lamp lamps bulb bulbs led leds lantern heater heating sensor sensors camera cam doorbell bell chime freezer fridge socket plug outlet fan battery speaker charger wallbox licht lichter lampe lampen leuchte leuchten beleuchtung heizung sensor kamera klingel türklingel steckdose lüfter lumière lumières lampe éclairage sonnette caméra luz luces lámpara timbre luce luci lampada campanello lampka światło dzwonek свет лампа звонок камера",
  endings: "licht lampe leuchte beleuchtung klingel kamera",
  signs: "灯 燈 铃 鈴 传感 傳感 感应 感應 摄像 攝像 攝影 插座 ライト 照明 センサー 조명",
};

export const locks: WordList = {
  words: "lock locks unlock unlocks unlocking deadbolt latch doorlock schloss schlösser türschloss entriegeln entriegelung entsperren aufschliessen aufsperren serrure serrures déverrouiller cerradura cerraduras desbloquear serratura serrature sbloccare fechadura destrancar deurslot ontgrendel ontgrendelen zamek odblokuj замок открыть отпереть",
  endings: "schloss",
  signs: "锁 鎖 解锁 解鎖 開鎖 錠 鍵 잠금",
};
/** Locks that keep nobody out. */
export const otherLocks: WordList = {
  words: "child children kid kids key keys keypad button buttons screen touch touchscreen display panel pc computer orientation kindersicherung tastensperre enfant infantil niños bambini",
  signs: "童锁 童鎖 儿童 兒童 屏幕 画面",
};

export const valves: WordList = {
  words: "valve valves stopcock watermain gasmain mainwater ventil ventile hauptventil wasserventil gasventil absperrventil magnetventil hauptwasser wasserhahn haupthahn gashahn vanne vannes électrovanne valvola valvole elettrovalvola válvula válvulas electroválvula afsluiter hoofdkraan zawór клапан кран",
  endings: "ventil ventile hahn",
  signs: "阀 閥 水闸 バルブ 元栓 밸브",
};
/** A radiator's valve opens by itself all day. */
export const otherValves: WordList = {
  words: "radiator radiators heating thermostat trv calibration heizung heizkörper heizungsventil radiateur chauffage radiador radiatore termosifone",
  signs: "暖气 暖氣 散热 散熱",
};

export const sirens: WordList = {
  words: "siren sirens sirene sirenen sirène sirènes sirena sirenas sirenes syrena horn hooter сирена",
  endings: "sirene",
  signs: "警笛 警报器 警報器 サイレン 사이렌",
};

export const alarms: WordList = {
  words: "disarm disarms disarming alarmanlage alarmsystem unscharf entschärfen désarmer desarmar disarmare antifurto antirrobo rozbrój снять",
  signs: "撤防 解除警 报警系统 報警系統 警戒解除 防犯",
};

/** "Alarm" alone may be a clock; beside one of these it is not. */
export const alarm: WordList = { words: "alarm alarma alarme allarme alarmen", signs: "警报 警報 アラーム" };
export const alarmSystems: WordList = { words: "system panel burglar intruder intrusion house home security central zentrale einbruch haus off aus sistema système casa maison", signs: "系统 系統 システム" };

/** What gets hot. */
export const heaters: WordList = {
  words: "heater heaters heating oven stove kettle iron sauna boiler radiator fireplace hob cooker toaster grill fryer furnace heizung heizer herd ofen backofen bügeleisen wasserkocher heizlüfter kamin boiler chauffage four plancha chaudière calefacción horno estufa riscaldamento forno stufa caldaia bollitore piec piekarnik утюг духовка обогреватель чайник",
  endings: "heizung ofen kocher heizer",
  signs: "加热 加熱 烤箱 暖气 暖氣 电炉 電爐 热水 熱水 ヒーター 暖房 オーブン 히터",
};
