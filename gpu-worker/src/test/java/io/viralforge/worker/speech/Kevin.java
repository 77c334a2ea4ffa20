package io.viralforge.worker.speech;

import com.sun.speech.freetts.Item;
import com.sun.speech.freetts.Utterance;
import com.sun.speech.freetts.UtteranceProcessor;
import com.sun.speech.freetts.Voice;
import com.sun.speech.freetts.audio.AudioPlayer;
import com.sun.speech.freetts.en.us.cmu_us_kal.KevinVoiceDirectory;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sound.sampled.AudioFormat;

/** A machine's voice (FreeTTS), which knows when it said what. */
public final class Kevin {
    private static final int BYTES_A_SECOND = 2 * Speech.SAMPLE_RATE;

    private final ByteArrayOutputStream sound = new ByteArrayOutputStream();
    private final List<Said> words = new ArrayList<>();

    /** Where sentences end, in bytes. */
    private final List<Integer> ends = new ArrayList<>(List.of(0));

    /** A word, and seconds from the beginning of its sentence. */
    private record Said(int sentence, String word, double from) {}

    /** A word, and seconds from the beginning. */
    public record Spoken(String word, double from) {}

    private Kevin() {}

    /** What was said: 16 bits, 16,000 samples a second. */
    public record Speaking(ByteBuffer sound, List<Spoken> words) {
        /** The samples. */
        public ShortBuffer samples() {
            return sound.duplicate().order(ByteOrder.BIG_ENDIAN).asShortBuffer();
        }
    }

    /** Says it. */
    public static Speaking say(String text) {
        Kevin kevin = new Kevin();
        kevin.speak(text);
        return new Speaking(
                ByteBuffer.wrap(kevin.sound.toByteArray()),
                kevin.words.stream()
                        .map(said -> new Spoken(
                                said.word(), (double) kevin.ends.get(said.sentence()) / BYTES_A_SECOND + said.from()))
                        .toList());
    }

    @SuppressWarnings("unchecked")
    private void speak(String text) {
        Voice voice = Arrays.stream(new KevinVoiceDirectory().getVoices())
                .filter(each -> each.getName().equals("kevin16"))
                .findFirst()
                .orElseThrow();
        voice.allocate();
        voice.getUtteranceProcessors().add((UtteranceProcessor) this::note);
        voice.setAudioPlayer(new Keeping());
        voice.speak(text);
        voice.deallocate();
    }

    private int sentences;

    private void note(Utterance sentence) {
        Item last = null;
        double from = 0;
        for (Item sound = sentence.getRelation("Segment").getHead(); sound != null; sound = sound.getNext()) {
            Item word = sound.findItem("R:SylStructure.parent.parent");
            if (word != null && (last == null || !word.equalsShared(last))) {
                words.add(new Said(sentences, word.toString(), from));
                last = word;
            }
            from = sound.getFeatures().getFloat("end");
        }
        sentences++;
    }

    /** Keeps what is to be played. */
    private final class Keeping implements AudioPlayer {
        @Override
        public boolean write(byte[] bytes) {
            return write(bytes, 0, bytes.length);
        }

        @Override
        public boolean write(byte[] bytes, int from, int length) {
            sound.write(bytes, from, length);
            return true;
        }

        @Override
        public boolean end() {
            ends.add(sound.size());
            return true;
        }

        @Override
        public boolean drain() {
            return true;
        }

        @Override
        public AudioFormat getAudioFormat() {
            return new AudioFormat(Speech.SAMPLE_RATE, 16, 1, true, true);
        }

        @Override
        public float getVolume() {
            return 1;
        }

        @Override
        public long getTime() {
            return 0;
        }

        @Override
        public void setAudioFormat(AudioFormat format) {}

        @Override
        public void begin(int bytes) {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void reset() {}

        @Override
        public void cancel() {}

        @Override
        public void close() {}

        @Override
        public void setVolume(float volume) {}

        @Override
        public void resetTime() {}

        @Override
        public void startFirstSampleTimer() {}

        @Override
        public void showMetrics() {}
    }
}
