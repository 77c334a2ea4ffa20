package io.viralforge.publish;

/** How bad it is; the schema describes each. */
public enum FindingSeverity {
    BLOCKS,
    DEGRADES,
    NOTE
}
