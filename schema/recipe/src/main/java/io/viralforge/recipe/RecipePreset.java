package io.viralforge.recipe;

import java.util.List;
import java.util.Map;

/** A recipe to begin with: fields of the API's {@code RecipeInput} that count where the recipe does not give its own. */
public enum RecipePreset {
    CLEAN("Clean", "The clip as it is, cropped and levelled, with plain captions."),
    KARAOKE("Karaoke", "Big capitals, a few words at a time, the spoken one in colour, and a crop that follows faces."),
    CINEMATIC("Cinematic", "Slow movement, deep contrast, a little grain and dark corners, 24 frames a second."),
    DOCUMENTARY(
            "Documentary", "All of the picture over its blurred copy, slow movement, quiet colours, boxed captions."),
    PUNCHY("Punchy", "Zoom hits, flashes and shakes every few seconds, strong colours and a progress bar."),
    MEME("Meme", "All of the picture with bars, capitals above it that bounce in as they are spoken."),
    RETRO("Retro", "Video tape of another time: bleeding colours, lines and noise."),
    NOIR("Noir", "Black and white with deep shadows, and a camera that breathes.");

    private final String title;
    private final String description;

    RecipePreset(String title, String description) {
        this.title = title;
        this.description = description;
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** What it looks like, in a sentence. */
    public String description() {
        return description;
    }

    /** What it sets, as the API's {@code RecipeInput}. */
    public Map<String, Object> fields() {
        return switch (this) {
            case CLEAN -> Map.of();
            case KARAOKE ->
                Map.of(
                        "fit", Map.of("follow", Map.of()),
                        "motion", Map.of("kind", "ALTERNATE", "amount", 1.06),
                        "captionStyle",
                                Map.of("size", 46, "animation", "KARAOKE", "isUpperCase", true, "wordsAtOnce", 3));
            case CINEMATIC ->
                Map.of(
                        "canvas", Map.of("frameRate", 24),
                        "motion", Map.of("kind", "ALTERNATE", "amount", 1.08),
                        "grade", Map.of("contrast", 1.12, "saturation", 0.9, "gamma", 0.96),
                        "filters", List.of(filter("VIGNETTE", 0.45), filter("GRAIN", 0.2)));
            case DOCUMENTARY ->
                Map.of(
                        "fit", Map.of("blur", Map.of("strength", 24)),
                        "motion", Map.of("kind", "ALTERNATE", "amount", 1.05),
                        "grade", Map.of("saturation", 0.85),
                        "captionStyle", Map.of("size", 30, "boxColor", "#000000"));
            case PUNCHY ->
                Map.of(
                        "fit", Map.of("follow", Map.of()),
                        "grade", Map.of("contrast", 1.08, "saturation", 1.25),
                        "interrupts",
                                Map.of("kinds", List.of("ZOOM_HIT", "ZOOM_HIT", "FLASH", "SHAKE"), "every", "PT3S"),
                        "captionStyle", Map.of("size", 42, "place", "MIDDLE", "animation", "BOXED", "wordsAtOnce", 3),
                        "progressBar", Map.of("color", "#FFD400"));
            case MEME ->
                Map.of(
                        "fit", Map.of("pad", Map.of("color", "#000000")),
                        "captionStyle", Map.of("size", 44, "animation", "POP", "isUpperCase", true, "place", "TOP"));
            case RETRO ->
                Map.of(
                        "filters", List.of(filter("VHS", 0.7)),
                        "interrupts", Map.of("kinds", List.of("WHIP", "FREEZE"), "every", "PT5S"),
                        "captionStyle", Map.of("color", "#FFF2B0"));
            case NOIR ->
                Map.of(
                        "motion", Map.of("kind", "BREATHE", "amount", 1.06),
                        "filters", List.of(filter("NOIR", 0.8), filter("GRAIN", 0.35)));
        };
    }

    private static Map<String, Object> filter(String kind, double strength) {
        return Map.of("kind", kind, "strength", strength);
    }

    /** The same as JSON text, keys sorted. */
    public String json() {
        return CanonicalJson.write(fields());
    }
}
