package io.viralforge.media;

/** Where an asset stands; the schema describes each. CHECKING becomes READY or REFUSED, once. */
public enum AssetState {
    CHECKING,
    READY,
    REFUSED
}
