/**
 * What node-record-lpcm16 loads as its "recorder": it hands on the command that our side made. The package resolves
 * a recorder with `require`, hence CommonJS; and it is written without type syntax, with defaults that carry the types,
 * so that plain Node 20 can load this very file from `src` in tests as well as its compiled twin from `dist`.
 */
module.exports = function recorderCommand(options = { command: { cmd: "", args: [""], spawnOptions: {} } }) {
  return options.command;
};
