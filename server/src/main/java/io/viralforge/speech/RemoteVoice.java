package io.viralforge.speech;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.http.Outbound;
import io.viralforge.platform.http.OutboundRequest;
import io.viralforge.platform.http.OutboundResult;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's voices, asked once. What it says of a failure is read for what it means and told to nobody: some repeat the
 * key.
 */
final class RemoteVoice implements SpeechSynthesizer {
    private static final long MOST_BYTES = 16L << 20;

    private final Vendor vendor;
    private final VoiceConfig config;
    private final Outbound outbound;
    private final Duration patience;

    RemoteVoice(Vendor vendor, VoiceConfig config, Outbound outbound, Duration patience) {
        this.vendor = vendor;
        this.config = config;
        this.patience = patience;
        // The operator's own place, such as Fish Speech on this machine; users cannot name it.
        this.outbound = vendor.missing(config) == null ? outbound.alsoTo(vendor.place(config)) : outbound;
    }

    @Override
    public String name() {
        return vendor.id();
    }

    @Override
    public List<String> voices() {
        return config.voices(vendor);
    }

    @Override
    public @Nullable String missing() {
        String setting = vendor.missing(config);
        return setting == null ? null : "The operator has not set " + setting + ", see docs/voices.md.";
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public String ending() {
        return "mp3";
    }

    @Override
    public Outcome<byte[]> say(String voice, String text) {
        OutboundRequest request =
                vendor.request(config, voice, text).within(patience).atMost(MOST_BYTES);
        return switch (outbound.send(request)) {
            case OutboundResult.Answered answered when answered.isSuccess() -> sound(answered);
            case OutboundResult.Answered answered -> refusal(answered);
            case OutboundResult.Refused(OutboundResult.Refused.Reason reason) ->
                away("Its address leads where nothing is asked (" + reason + ").");
            case OutboundResult.Unreachable _ -> away("It cannot be reached.");
            case OutboundResult.Broken _ -> away("Its answer broke off.");
            case OutboundResult.TimedOut _ -> away("It did not answer in time.");
            case OutboundResult.TooLarge _ ->
                Outcome.refused(UserErrorCode.MODEL_TOO_LONG, "What it said was far too long.");
        };
    }

    /** A worker decodes it; here is seen to it alone that no page or message is kept as sound. */
    private static Outcome<byte[]> sound(OutboundResult.Answered answered) {
        byte[] bytes = answered.content().bytes();
        boolean isTagged = bytes.length > 2 && bytes[0] == 'I' && bytes[1] == 'D' && bytes[2] == '3';
        boolean isFrame = bytes.length > 2 && bytes[0] == (byte) 0xff && (bytes[1] & 0xe0) == 0xe0;
        return isTagged || isFrame
                ? Outcome.done(bytes)
                : Outcome.refused(UserErrorCode.MODEL_OUT_OF_SHAPE, "It answered with something other than an MP3.");
    }

    private Outcome<byte[]> refusal(OutboundResult.Answered answered) {
        String told = " (status " + answered.status() + ").";
        String body = answered.content().text();
        // ElevenLabs' way of saying that what was paid for is used up, and OpenAI's.
        if (body.contains("quota_exceeded") || body.contains("insufficient_quota")) {
            return away("What the operator has paid for is used up" + told);
        }
        return switch (answered.status()) {
            case 401, 403 -> away("It does not take the operator's key, or is closed to this server" + told);
            case 404 -> away("It has no such voice, or its address leads elsewhere" + told);
            case 413 -> Outcome.refused(UserErrorCode.MODEL_TOO_LONG, "There was more to read than it can" + told);
            case 429 ->
                Outcome.refused(
                        UserErrorCode.MODEL_RATE_LIMITED,
                        "It wants to be left alone"
                                + Objects.requireNonNullElse(
                                        answered.retryAfter() == null
                                                ? null
                                                : " for "
                                                        + answered.retryAfter().toSeconds() + " s",
                                        " for a while")
                                + told);
            case 451 -> Outcome.refused(UserErrorCode.MODEL_REFUSED, "It will not read that aloud" + told);
            default ->
                answered.status() >= 500
                        ? away("It is out of order" + told)
                        : Outcome.refused(UserErrorCode.MODEL_REFUSED, "It will not read that aloud" + told);
        };
    }

    private static Outcome<byte[]> away(String message) {
        return Outcome.refused(UserErrorCode.MODEL_UNAVAILABLE, message);
    }
}
