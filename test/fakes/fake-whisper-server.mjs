#!/usr/bin/env node
// Stands in for whisper.cpp's server: same arguments, same two routes, same answer. FAKE_WHISPER tells how it misbehaves.
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";

const argument = (name) => process.argv[process.argv.indexOf(name) + 1];
// "says": the third field, one sentence for each request, separated by semicolons.
const [mode = "well", logFile, sentences = "Turn on the light."] = (process.env.FAKE_WHISPER ?? "").split("|");
const script = sentences.split(";");
const log = (line) => { if (logFile) appendFileSync(logFile, `${line}\n`); };
log(`started ${process.pid}`);

if (mode === "cannot load") {
  console.error("error: failed to initialize whisper context");
  process.exit(3);
}
let loading = 3;
let answered = 0;
if (mode !== "never ready") createServer((request, response) => void serve(request, response)).listen(Number(argument("--port")), argument("--host"));
else setInterval(() => undefined, 1000);

async function serve(request, response) {
  if (request.url === "/health") {
    response.writeHead(loading-- > 0 ? 503 : 200).end("{}");
    return;
  }
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const form = await new Response(Buffer.concat(chunks), { headers: { "content-type": request.headers["content-type"] } }).formData();
  log(`asked ${JSON.stringify({ prompt: form.get("prompt"), audioContext: form.get("audio_ctx"), bytes: form.get("file").size })}`);
  if (mode === "crashes" && answered++ > 0) process.exit(139);
  if (mode === "refuses") { response.writeHead(500).end('{"error":"failed to process audio"}'); return; }
  if (mode === "babbles") { response.end("<html>"); return; }
  if (mode === "hangs") return;
  const text = mode === "says" ? script.shift() ?? "" : script[0];
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ language: "english", text: ` ${text}\n`, segments: [{ text: ` ${text}`, avg_logprob: Math.log(0.8) }] }));
}
