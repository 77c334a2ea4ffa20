package io.viralforge.speech;

import io.viralforge.media.Asset;
import io.viralforge.media.AssetState;
import io.viralforge.media.Assets;
import io.viralforge.media.Storage;
import io.viralforge.media.Uploads;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.graphql.Actor;
import io.viralforge.platform.http.Outbound;
import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.sql.Sql;
import io.viralforge.platform.sql.Tx;
import io.viralforge.platform.text.PlainText;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Has texts read aloud for a studio: within its budget, and once for the same words in the same voice, whoever asks and on
 * whichever replica. Whoever asks waits, on a virtual thread and outside any transaction.
 */
@Singleton
final class Voices {
    /** About two minutes of speech. */
    static final int MOST_CHARACTERS = 2_000;

    /** Of a studio at a time. */
    private static final int MOST_OPEN = 2;

    /** After its time a line has still to be kept and settled. */
    private static final Duration TIME = SpeechSynthesizer.PATIENCE.plusSeconds(20);

    private static final int LONGEST_NAME = 40;

    private final Sql sql;
    private final Assets assets;
    private final Uploads uploads;
    private final Storage storage;
    private final VoiceConfig config;
    private final Uuid7 ids;
    private final List<SpeechSynthesizer> synthesizers = new ArrayList<>();

    Voices(
            Sql sql,
            Assets assets,
            Uploads uploads,
            Storage storage,
            VoiceConfig config,
            OwnVoice own,
            Outbound outbound,
            Uuid7 ids) {
        this.sql = sql;
        this.assets = assets;
        this.uploads = uploads;
        this.storage = storage;
        this.config = config;
        this.ids = ids;
        synthesizers.add(own);
        for (Vendor vendor : Vendor.values()) {
            synthesizers.add(new RemoteVoice(vendor, config, outbound, SpeechSynthesizer.PATIENCE));
        }
    }

    /** Each voice there is, and how it stands. */
    List<VoiceStanding> all() {
        Map<String, String> away = sql.everywhere(VoiceStore::away);
        return synthesizers.stream()
                .flatMap(each -> each.voices().stream().map(voice -> standing(each, each.name() + "/" + voice, away)))
                .toList();
    }

    private static VoiceStanding standing(SpeechSynthesizer synthesizer, String name, Map<String, String> away) {
        String reason = Objects.requireNonNullElse(synthesizer.missing(), away.getOrDefault(name, ""));
        return new VoiceStanding(
                name,
                synthesizer.isRemote(),
                reason.isEmpty() ? VoiceState.READY : VoiceState.UNAVAILABLE,
                reason.isEmpty() ? null : reason);
    }

    /** What the studio had read by vendors this month. */
    VoiceUsage usage(UUID studio) {
        VoiceStore.Spent spent = sql.inStudio(studio, tx -> VoiceStore.spent(tx, studio));
        return new VoiceUsage(
                spent.since(),
                spent.characters(),
                config.monthlyCharacters() == 0 ? null : (Long) config.monthlyCharacters());
    }

    /**
     * The words as sound: the asset that they became before, if it is still there, else a new one.
     *
     * @param name of the voice, {@code mary/slt}
     */
    Outcome<Asset> speak(Actor.Member member, String name, String text) {
        String words = PlainText.stripped(PlainText.of(text));
        int length = words.codePointCount(0, words.length());
        if (length < 1 || length > MOST_CHARACTERS) {
            return Outcome.refused(
                    UserErrorCode.OUT_OF_RANGE, "A text has 1 to " + MOST_CHARACTERS + " characters.", "input", "text");
        }
        SpeechSynthesizer synthesizer = synthesizer(name);
        if (synthesizer == null) {
            return Outcome.refused(
                    UserErrorCode.NOT_FOUND, "There is no such voice; the query voices lists them.", "input", "voice");
        }
        String missing = synthesizer.missing();
        if (missing != null) {
            return Outcome.refused(UserErrorCode.MODEL_UNAVAILABLE, missing);
        }
        var line = new VoiceStore.Line(member.studio(), digest(name, words), name, synthesizer.isRemote() ? length : 0);
        UUID id = ids.next();
        Outcome<Asset> before = sql.inStudio(line.studio(), tx -> begin(tx, line, id));
        return before != null ? before : say(synthesizer, line, id, member, words);
    }

    /** What the words became before, or why they cannot be said now; null: they may be said now. */
    private @Nullable Outcome<Asset> begin(Tx tx, VoiceStore.Line line, UUID id) {
        VoiceStore.hold(tx, line.studio());
        List<UUID> known = VoiceStore.known(tx, line);
        Map<UUID, Asset> there = assets.find(tx, line.studio(), known);
        for (UUID each : known) {
            Asset asset = there.get(each);
            if (asset != null && asset.state() != AssetState.REFUSED) {
                return Outcome.done(asset);
            }
        }
        if (storage.notFull(tx, line.studio(), "input") instanceof Outcome.Refused<Boolean>(List<UserError> errors)) {
            return Outcome.refused(errors);
        }
        if (VoiceStore.open(tx, line.studio(), line.line()) > 0) {
            return Outcome.refused(UserErrorCode.CONFLICT, "The same is being said just now; ask again in a moment.");
        }
        if (VoiceStore.open(tx, line.studio(), null) >= MOST_OPEN) {
            return Outcome.refused(
                    UserErrorCode.CONFLICT, "Two other texts are being read just now; ask again in a moment.");
        }
        return VoiceStore.reserve(tx, line, id, config.monthlyCharacters(), TIME)
                ? null
                : Outcome.refused(
                        UserErrorCode.BUDGET_SPENT,
                        "What the studio may have read by vendors is spent; its month begins anew on the first, UTC.");
    }

    private Outcome<Asset> say(
            SpeechSynthesizer synthesizer, VoiceStore.Line line, UUID id, Actor.Member member, String words) {
        String voice = line.voice().substring(line.voice().indexOf('/') + 1);
        Outcome<byte[]> said = synthesizer.say(voice, words);
        if (said instanceof Outcome.Refused<byte[]>(List<UserError> errors)) {
            sql.doInStudio(line.studio(), tx -> VoiceStore.failed(tx, line, id, errors.getFirst()));
        }
        return said.then(sound -> {
            Outcome<Asset> kept = uploads.keep(
                    line.studio(),
                    member.id(),
                    PlainText.cut(PlainText.line(words), LONGEST_NAME).replaceAll("[/\\\\.]", " ") + "."
                            + synthesizer.ending(),
                    sound,
                    "AI-made voice: " + line.voice());
            UUID asset = kept instanceof Outcome.Done<Asset>(Asset done) ? done.id() : null;
            sql.doInStudio(line.studio(), tx -> VoiceStore.said(tx, line, id, asset));
            return kept;
        });
    }

    private @Nullable SpeechSynthesizer synthesizer(String name) {
        return synthesizers.stream()
                .filter(each -> each.voices().stream().anyMatch(voice -> name.equals(each.name() + "/" + voice)))
                .findFirst()
                .orElse(null);
    }

    private static String digest(String voice, String words) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest((voice + "\0" + words).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
