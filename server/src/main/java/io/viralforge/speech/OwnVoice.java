package io.viralforge.speech;

import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserErrorCode;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import marytts.LocalMaryInterface;
import marytts.MaryInterface;
import marytts.server.Mary;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads English aloud in this process: MaryTTS, with a voice learned from a speaker of CMU's. The same text gives the same
 * bytes. It takes a second to load, when it is first asked, some 40 MB, and then a twentieth of what it says. One thread
 * does it: seconds of computing would hold a carrier of virtual threads, and the machine's cores are wanted for others.
 */
@Singleton
final class OwnVoice implements SpeechSynthesizer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnVoice.class);
    /** Between pieces of so many characters it can be interrupted. */
    private static final int PIECE = 400;

    private static final Pattern SENTENCE = Pattern.compile("[.!?]['\")]*\\s");
    private static final int BYTES_A_READ = 1 << 16;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("mary").factory());

    /** Of the thread alone. */
    private @Nullable MaryInterface mary;

    @Override
    public String name() {
        return "mary";
    }

    @Override
    public List<String> voices() {
        return List.of("slt");
    }

    @Override
    public @Nullable String missing() {
        return null;
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public String ending() {
        return "wav";
    }

    @Override
    public Outcome<byte[]> say(String voice, String text) {
        String words = readable(text);
        if (words.codePoints().noneMatch(Character::isLetterOrDigit)
                || words.codePoints().anyMatch(OwnVoice::isForeign)) {
            return Outcome.refused(
                    UserErrorCode.INVALID, "This voice reads English alone, in Latin letters.", "input", "text");
        }
        Future<byte[]> said = thread.submit(() -> read(words));
        try {
            return Outcome.done(said.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException slow) {
            return Outcome.refused(UserErrorCode.MODEL_UNAVAILABLE, "It did not come to an end in time.");
        } catch (ExecutionException unforeseen) {
            LOG.warn(
                    "A text could not be read aloud: {}",
                    Objects.requireNonNullElse(unforeseen.getCause(), unforeseen)
                            .getClass());
            return Outcome.refused(UserErrorCode.INVALID, "It cannot read that aloud.", "input", "text");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.UNAVAILABLE, "The server is stopping.", stopping);
        } finally {
            said.cancel(true);
        }
    }

    private static boolean isForeign(int c) {
        return Character.isLetter(c) && Character.UnicodeScript.of(c) != Character.UnicodeScript.LATIN;
    }

    /** With marks that it knows, and without what it would spell out, such as emoji. */
    static String readable(String text) {
        return text.replaceAll("[\u2018\u2019]", "'")
                .replaceAll("[\u201c\u201d]", "\"")
                .replaceAll("\\s*[\u2013\u2014]\\s*", ", ")
                .replace("\u2026", "...")
                .replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{P}\\p{Sc}\\p{Sm}\\s]", " ")
                .strip();
    }

    private byte[] read(String text) throws Exception {
        MaryInterface reader = mary();
        var samples = new ByteArrayOutputStream();
        AudioFormat format = null;
        for (int from = 0; from < text.length(); ) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            int to = end(text, from);
            try (AudioInputStream sound = reader.generateAudio(text.substring(from, to))) {
                format = sound.getFormat();
                copy(sound, samples);
            }
            from = to;
        }
        if (format == null) {
            throw new IllegalArgumentException("nothing to read");
        }
        byte[] all = samples.toByteArray();
        var file = new ByteArrayOutputStream();
        try (AudioInputStream sound =
                new AudioInputStream(new ByteArrayInputStream(all), format, all.length / format.getFrameSize())) {
            AudioSystem.write(sound, AudioFileFormat.Type.WAVE, file);
        }
        return file.toByteArray();
    }

    private MaryInterface mary() throws Exception {
        if (mary == null) {
            if (Mary.currentState() == Mary.STATE_OFF) {
                // Without a hook of its own for the end of the process.
                Mary.startup(false);
            }
            mary = new LocalMaryInterface();
        }
        return mary;
    }

    /** Where a piece ends: after its last sentence, else at its last blank, else where it must. */
    private static int end(String text, int from) {
        int most = Math.min(from + PIECE, text.length());
        if (most == text.length()) {
            return most;
        }
        Matcher sentence = SENTENCE.matcher(text).region(from, most);
        int end = from;
        while (sentence.find()) {
            end = sentence.end();
        }
        int blank = text.lastIndexOf(' ', most);
        return end > from ? end : blank > from ? blank : most;
    }

    /** Its streams end a read before they are at their end. */
    private static void copy(AudioInputStream sound, ByteArrayOutputStream to) throws IOException {
        byte[] buffer = new byte[BYTES_A_READ];
        for (int read = sound.read(buffer); read > 0; read = sound.read(buffer)) {
            to.write(buffer, 0, read);
        }
    }

    @Override
    @PreDestroy
    public void close() {
        thread.shutdownNow();
    }
}
