package io.viralforge.recipe;

/** Which renderer made a result. */
public final class RendererVersion {
    /** Part of every render's key: raise it with every change that would give another byte for the same recipe. */
    public static final String CURRENT = "2";

    /** How frames are encoded; part of every render's key, because each encoder gives other bytes. */
    public static final String ENCODER_PATH = "libx264";

    private RendererVersion() {}
}
