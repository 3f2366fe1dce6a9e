/** Sound to play: mono s16. */
export type SpokenAudio = { readonly sampleRateHz: number; readonly chunks: AsyncIterable<Int16Array> };

/** Text to sound out of the loudspeaker. Aborting stops the voice within 100 ms. */
export interface TextToSpeech extends AsyncDisposable {
  /**
   * Says it and returns when it was said.
   * @throws SPEECH_OUTPUT_MISSING, SPEECH_OUTPUT_FAILED
   */
  speak(text: string, signal: AbortSignal): Promise<void>;
}
