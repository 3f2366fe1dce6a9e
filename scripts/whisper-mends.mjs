// What is changed in smart-whisper 0.8.1 before it is compiled. Each mend replaces one exact piece of text, once.
// Applying them again changes nothing; a text that is not there stops the build, for the package is then another version.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const mendedVersion = "0.8.1";

const whisper = "whisper.cpp/src/whisper.cpp";

const mends = [
  {
    why: "The model's options were left uninitialised: flash attention and DTW were on or off by chance.",
    file: "src/binding/model.cc",
    from: "whisper_context_params params;\n    params.use_gpu",
    to: "whisper_context_params params = whisper_context_default_params();\n    params.use_gpu",
  },
  {
    why: "A model that could not be loaded was a null pointer in the next line.",
    file: "src/binding/model.cc",
    from: `SetError("Failed to initialize whisper context");\n        }`,
    to: `SetError("Failed to initialize whisper context");\n            return;\n        }`,
  },
  {
    why: "... and its promise was never settled.",
    file: "src/binding/model.cc",
    from: "    void OnOK() override {\n        Napi::HandleScope scope(Env());\n        auto              handle",
    to: "    void OnError(const Napi::Error &error) override { promise.Reject(error.Value()); }\n\n    void OnOK() override {\n        Napi::HandleScope scope(Env());\n        auto              handle",
  },
  {
    why: "The vocabulary's matrix, half of the decoder, was multiplied for every token of the prompt; only the tokens whose logits are read need it.",
    file: whisper,
    from: "    struct ggml_tensor * logits = ggml_mul_mat(ctx0, model.d_te, cur);",
    to: "    int first_logits = 0;\n    while (first_logits + 1 < n_tokens && batch.logits[first_logits] == 0) first_logits++;\n    cur = ggml_view_2d(ctx0, cur, cur->ne[0], n_tokens - first_logits, cur->nb[1], first_logits*cur->nb[1]);\n    struct ggml_tensor * logits = ggml_mul_mat(ctx0, model.d_te, cur);",
  },
  {
    why: "... and they are read from where they now are.",
    file: whisper,
    from: "    logits_out.resize(n_tokens*n_vocab);\n    for (int i = 0; i < n_tokens; i++) {",
    to: "    logits_out.resize(n_tokens*n_vocab);\n    int first_logits = 0;\n    while (first_logits + 1 < n_tokens && batch.logits[first_logits] == 0) first_logits++;\n    for (int i = first_logits; i < n_tokens; i++) {",
  },
  {
    why: "... by their own row.",
    file: whisper,
    from: "logits_out.data() + (n_vocab*i), sizeof(float)*(n_vocab*i), sizeof(float)*n_vocab);",
    to: "logits_out.data() + (n_vocab*i), sizeof(float)*(n_vocab*(i - first_logits)), sizeof(float)*n_vocab);",
  },
  {
    why: "A dozen lines on standard error for every utterance hid the ones that matter.",
    file: whisper,
    from: "    (void) level;\n    (void) user_data;\n    fputs(text, stderr);",
    to: "    (void) user_data;\n    if (level != GGML_LOG_LEVEL_WARN && level != GGML_LOG_LEVEL_ERROR) return;\n    fputs(text, stderr);",
  },
];

/** @param {string} folder the package @throws when a text to replace is not there */
export function mendSmartWhisper(folder) {
  for (const { file, from, to } of mends) {
    const path = join(folder, file);
    const text = readFileSync(path, "utf8");
    if (text.includes(to)) continue;
    if (!text.includes(from)) throw new Error(`${path} is not the file of smart-whisper ${mendedVersion}: scripts/whisper-mends.mjs must be adapted`);
    writeFileSync(path, text.replace(from, () => to));
  }
}
