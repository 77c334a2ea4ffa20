package io.viralforge.platform.language;

/** Whether a language model can be asked; the schema describes each. */
enum LanguageModelState {
    READY,
    UNAVAILABLE,
    RESTING
}
