package io.viralforge.media;

import io.viralforge.platform.storage.ObjectKey;
import io.viralforge.recipe.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file of a studio.
 *
 * @param refusal why it was refused, null unless REFUSED
 * @param warnings what was odd about it though it is usable
 * @param fileName the uploader's name for it, without control characters; shown as text, never used as a path
 * @param contentType a guess by its name until it is checked
 * @param bytes its size
 * @param sha256 64 lower-case hexadecimal digits
 * @param duration as decoded; null until checked and for stills
 * @param width pixels; null until checked and for sound
 * @param height pixels; null until checked and for sound
 * @param frameRate frames a second; null until checked and for stills and sound
 * @param hasAudio null until checked
 * @param codecs FFmpeg's names of the codings in it; empty until checked
 * @param pauses in which nothing is to be heard, in order; empty until checked
 * @param isSalvage whether a file damaged half-way is accepted as far as it decodes
 * @param file where its bytes lie; null once they are deleted
 * @param deletedAt null while it is there; a deleted one stays as the provenance of what was made from it
 */
public record Asset(
        UUID studio,
        UUID id,
        MediaKind kind,
        AssetState state,
        @Nullable Refusal refusal,
        List<String> warnings,
        String fileName,
        String contentType,
        long bytes,
        String sha256,
        @Nullable Duration duration,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Double frameRate,
        @Nullable Boolean hasAudio,
        List<String> codecs,
        List<Pause> pauses,
        boolean isSalvage,
        @Nullable ObjectKey file,
        Instant createdAt,
        @Nullable Instant deletedAt) {}
