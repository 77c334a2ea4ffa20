package io.viralforge.speech;

/** Whether a voice can be asked; the schema describes each. */
enum VoiceState {
    READY,
    UNAVAILABLE
}
