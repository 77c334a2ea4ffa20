package io.viralforge.worker.media;

import static io.viralforge.worker.media.TestFfmpeg.ENGINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.viralforge.worker.media.Inspection.Refused;
import io.viralforge.worker.media.Inspection.Usable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectTest {
    private static final long GIGABYTE = 1_000_000_000;
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(textBlock = """
            ax-hlg10-color-test.mp4,      1920, 1080,   300,  29.990, true
            ax-portrait_4k60.mp4,         2160, 3840,   300,  60.058, true
            ax-sample_empty_track.mp4,    1080,  720,  1001,  29.971, true
            ax-sample_with_chapters.mp4,  1080,  720,  1001,  29.970, true
            carphone_pristine.mp4,         193,  144,  4004,  29.970, false
            fire2.mp4,                    1280,  720,  2380,  10.505, true
            flower.mp4,                    960,  540,  5005,  29.970, true
            friday.mp4,                    640,  480,  6167,  30.000, true
            gradio-art-critic.mp4,        1920,  880, 13617,  60.000, true
            gradio-world.mp4,              480,  270, 30033,  30.000, true
            mb-cursed-vfr.mp4,            3026, 1386,  8726,   7.220, false
            mb-rotate-buck-bunny.mp4,     1080, 1920,  1958,  24.000, true
            moviepy-example.mp4,           640,  480, 16000,  25.000, false
            nasa_13013.mp4,                320,  180, 13000,  25.000, true
            sk-bikes.mp4,                  640,  272, 10000,  25.000, false
            smpte-2997.mp4,               1920, 1080, 10040,  25.000, true
            tears-of-steel-battle.webm,    798,  332, 70458,  24.000, true
            """)
    void everyRealClipIsWhatItIs(String name, int width, int height, long millis, double rate, boolean hasAudio)
            throws Exception {
        Path file = SharedData.real(name);
        assertThat(ENGINE.inspect(file, false, Progress.Listener.NONE)).isInstanceOfSatisfying(Usable.class, usable -> {
            MediaFacts facts = usable.facts();
            assertThat(facts.kind()).isEqualTo(MediaFacts.Kind.VIDEO);
            assertThat(facts.contentType()).isEqualTo(name.endsWith("webm") ? "video/webm" : "video/mp4");
            assertThat(facts.width()).isEqualTo(width);
            assertThat(facts.height()).isEqualTo(height);
            assertThat(facts.duration()).isCloseTo(Duration.ofMillis(millis), Duration.ofMillis(2));
            assertThat(facts.frameRate()).isCloseTo(rate, within(0.05));
            assertThat(facts.hasAudio()).isEqualTo(hasAudio);
            assertThat(usable.usage().cpuSeconds()).isPositive();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "hostile/gen-empty.mp4, EMPTY",
        "hostile/gen-random.mp4, NOT_MEDIA",
        "hostile/gen-hls-local-file-read.mp4, REFERENCES_OTHER_FILES",
        "hostile/mp4parse-chunk_out_of_range.mp4, CORRUPT",
        "hostile/mp4parse-zero_empty_stsc.mp4, CORRUPT",
        "hostile/gen-truncated-mid.mp4, CORRUPT",
        "hostile/gen-1000fps.mp4, TOO_SMALL",
        "hostile/small-webm.webm, TOO_SMALL",
    })
    void whatCannotBeUsedIsRefusedWithItsReason(String name, RefusalCode code) throws Exception {
        Path file = SharedData.file("media/" + name);
        long start = System.nanoTime();
        assertThat(ENGINE.inspect(file, false, Progress.Listener.NONE))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(code);
                    assertThat(refused.message()).endsWith(".").doesNotContain("/");
                    assertThat(refused.usage().peakMemoryBytes()).isLessThan(GIGABYTE);
                });
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }

    @ParameterizedTest
    @CsvSource({
        "gen-shell-metadata.mp4, 5005, 0",
        "video_with_failing_audio.mp4, 11200, 1",
        "mb-transparency-faulty.webm, 4999, 0",
    })
    void whatIsOnlyOddIsUsable(String name, long millis, int warnings) throws Exception {
        long start = System.nanoTime();
        assertThat(ENGINE.inspect(SharedData.hostile(name), false, Progress.Listener.NONE))
                .isInstanceOfSatisfying(Usable.class, usable -> {
                    assertThat(usable.facts().duration()).isCloseTo(Duration.ofMillis(millis), Duration.ofMillis(40));
                    assertThat(usable.facts().warnings()).hasSize(warnings);
                    assertThat(usable.usage().peakMemoryBytes()).isLessThan(GIGABYTE);
                });
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }

    @Test
    void aDamagedFileIsSavedAsFarAsItDecodesWhenAskedTo() throws Exception {
        assertThat(ENGINE.inspect(SharedData.hostile("gen-truncated-mid.mp4"), true, Progress.Listener.NONE))
                .isInstanceOfSatisfying(Usable.class, usable -> {
                    assertThat(usable.facts().duration()).isBetween(Duration.ofMillis(1500), Duration.ofMillis(1750));
                    assertThat(usable.facts().warnings()).anyMatch(w -> w.contains("damaged"));
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ffconcat version 1.0~file /etc/hostname     | REFERENCES_OTHER_FILES
            #EXTM3U~file:///etc/hostname                | REFERENCES_OTHER_FILES
            <?xml version="1.0"?><MPD></MPD>            | REFERENCES_OTHER_FILES
            v=0~o=- 0 0 IN IP4 127.0.0.1                | REFERENCES_OTHER_FILES
            [playlist]~File1=/etc/hostname              | REFERENCES_OTHER_FILES
            http://127.0.0.1/x.mp4                      | REFERENCES_OTHER_FILES
            <html><script>alert(1)</script></html>      | NOT_MEDIA
            hello                                       | NOT_MEDIA
            """)
    void textIsNeverMedia(String text, RefusalCode code) throws Exception {
        Path file = Files.writeString(folder.resolve("clip.mp4"), text.replace('~', '\n'));
        assertThat(ENGINE.inspect(file, true, Progress.Listener.NONE))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void aMovieThatKeepsItsPictureInAnotherFileIsRefused() throws Exception {
        byte[] movie = Files.readAllBytes(SharedData.real("flower.mp4"));
        int at = indexOf(movie, "dref");
        // dref: type, version and flags, count; then the entry: size, type, version and flags, whose last byte says
        // "here".
        movie[at + 4 + 8 + 8 + 3] = 0;
        Path file = Files.write(folder.resolve("external.mp4"), movie);
        assertThat(ENGINE.inspect(file, true, Progress.Listener.NONE))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.REFERENCES_OTHER_FILES));
    }

    @Test
    void aFileDamagedInTheMiddleIsRefusedAndCanBeSaved() throws Exception {
        byte[] movie = Files.readAllBytes(SharedData.real("moviepy-example.mp4"));
        Arrays.fill(movie, movie.length / 2, movie.length / 2 + 20_000, (byte) 0x5a);
        Path file = Files.write(folder.resolve("damaged.mp4"), movie);
        assertThat(ENGINE.inspect(file, false, Progress.Listener.NONE))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.CORRUPT));
        assertThat(ENGINE.inspect(file, true, Progress.Listener.NONE))
                .isInstanceOfSatisfying(
                        Usable.class,
                        usable -> assertThat(usable.facts().duration()).isGreaterThan(Duration.ofSeconds(10)));
    }

    @Test
    void aFileThatEndsBeforeItSaysIsRefusedThoughAllOfItDecodes() throws Exception {
        byte[] movie = Files.readAllBytes(SharedData.real("tears-of-steel-battle.webm"));
        Path file = Files.write(folder.resolve("cut.webm"), Arrays.copyOf(movie, 1_000_000));
        assertThat(ENGINE.inspect(file, false, Progress.Listener.NONE))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(RefusalCode.CORRUPT);
                    assertThat(refused.message()).contains("though it says it has 70.5 s");
                });
    }

    @Test
    void boxesWithinBoxesWithoutEndDoNoHarm() throws Exception {
        ByteBuffer boxes = ByteBuffer.allocate(800_000);
        while (boxes.hasRemaining()) {
            boxes.putInt(boxes.remaining()).put("moov".getBytes(StandardCharsets.US_ASCII));
        }
        Path file = Files.write(folder.resolve("deep.mp4"), boxes.array());
        assertThat(ENGINE.inspect(file, true, Progress.Listener.NONE)).isInstanceOf(Refused.class);
    }

    @Test
    void picturesAreStills() throws Exception {
        for (String name : List.of("a.png", "a.jpg", "a.webp", "a.gif")) {
            Path file = folder.resolve(name);
            TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "testsrc=s=64x48", "-frames:v", "1", file.toString());
            assertThat(ENGINE.inspect(file, false, Progress.Listener.NONE))
                    .isInstanceOfSatisfying(Usable.class, usable -> {
                        assertThat(usable.facts().kind()).isEqualTo(MediaFacts.Kind.IMAGE);
                        assertThat(usable.facts().duration()).isNull();
                        assertThat(usable.facts().width()).isEqualTo(64);
                    });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a.wav, pcm_s16le, audio/wav",
        "a.mp3, libmp3lame, audio/mpeg",
        "a.m4a, aac, audio/mp4",
        "a.aac, aac, audio/aac",
        "a.flac, flac, audio/flac",
        "a.ogg, flac, audio/ogg",
        "a.opus, libopus, audio/ogg",
        "a.webm, libopus, audio/webm",
    })
    void soundAloneIsUsable(String name, String encoder, String contentType) throws Exception {
        Path file = folder.resolve(name);
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "sine=d=3:r=48000", "-c:a", encoder, file.toString());
        assertThat(ENGINE.inspect(file, false, Progress.Listener.NONE)).isInstanceOfSatisfying(Usable.class, usable -> {
            MediaFacts facts = usable.facts();
            assertThat(facts.kind()).isEqualTo(MediaFacts.Kind.AUDIO);
            assertThat(facts.contentType()).isEqualTo(contentType);
            assertThat(facts.duration()).isCloseTo(Duration.ofSeconds(3), Duration.ofMillis(100));
            assertThat(facts.hasAudio()).isTrue();
            assertThat(facts.width()).isNull();
            assertThat(facts.codecs()).hasSize(1);
            assertThat(facts.warnings()).isEmpty();
        });
    }

    @Test
    void aCoverMakesNoVideoOfSound() throws Exception {
        Path cover = folder.resolve("cover.png");
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "testsrc=s=64x48", "-frames:v", "1", cover.toString());
        Path file = folder.resolve("song.mp3");
        TestFfmpeg.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "sine=d=3",
                "-i",
                cover.toString(),
                "-map",
                "0",
                "-map",
                "1",
                "-disposition:v",
                "attached_pic",
                file.toString());
        assertThat(ENGINE.inspect(file, false, Progress.Listener.NONE))
                .isInstanceOfSatisfying(
                        Usable.class,
                        usable -> assertThat(usable.facts().kind()).isEqualTo(MediaFacts.Kind.AUDIO));
    }

    @Test
    void damagedSoundIsRefusedAndCanBeSaved() throws Exception {
        Path whole = folder.resolve("whole.flac");
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "anoisesrc=d=4:seed=1", whole.toString());
        byte[] sound = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.flac"), Arrays.copyOf(sound, sound.length / 2));
        Arrays.fill(sound, sound.length / 2, sound.length / 2 + 20_000, (byte) 0x5a);
        Path holed = Files.write(folder.resolve("holed.flac"), sound);
        for (Path file : List.of(cut, holed)) {
            assertThat(code(file)).isEqualTo(RefusalCode.CORRUPT);
            assertThat(ENGINE.inspect(file, true, Progress.Listener.NONE))
                    .isInstanceOfSatisfying(
                            Usable.class,
                            usable -> assertThat(usable.facts().warnings()).hasSize(1));
        }
    }

    @Test
    void soundThatLiesIsRefused() throws Exception {
        byte[] noise = new byte[400_000];
        new Random(7).nextBytes(noise);
        noise[0] = (byte) 0xFF;
        noise[1] = (byte) 0xFB;
        assertThat(code(Files.write(folder.resolve("noise.mp3"), noise)))
                .isIn(RefusalCode.NO_VIDEO, RefusalCode.CORRUPT);
        noise[1] = (byte) 0xF1;
        assertThat(code(Files.write(folder.resolve("noise.aac"), noise)))
                .isIn(RefusalCode.NO_VIDEO, RefusalCode.CORRUPT);

        Path real = folder.resolve("real.wav");
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "sine=d=3:r=8000", "-bitexact", real.toString());
        ByteBuffer wav = ByteBuffer.wrap(Files.readAllBytes(real)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(code(Files.write(folder.resolve("cut.wav"), Arrays.copyOf(wav.array(), 16_000))))
                .as("ends before it says")
                .isEqualTo(RefusalCode.CORRUPT);
        // One sample a second: they last for more than six hours.
        wav.putInt(24, 1).putInt(28, 2);
        assertThat(code(Files.write(folder.resolve("slow.wav"), wav.array()))).isEqualTo(RefusalCode.LIMIT_EXCEEDED);
    }

    @Test
    void aFileWithNeitherPictureNorSoundIsRefused() throws Exception {
        Path words = Files.writeString(folder.resolve("a.srt"), "1\n00:00:00,000 --> 00:00:02,000\nhello\n");
        Path file = folder.resolve("words.mkv");
        TestFfmpeg.ffmpeg("-i", words.toString(), file.toString());
        assertThat(code(file)).isEqualTo(RefusalCode.NO_VIDEO);
    }

    private static RefusalCode code(Path file) throws InterruptedException {
        return switch (ENGINE.inspect(file, false, Progress.Listener.NONE)) {
            case Refused refused -> refused.code();
            case Usable usable -> throw new AssertionError(usable);
        };
    }

    @Test
    void aPictureOfTooManyPixelsIsRefused() throws Exception {
        Path file = folder.resolve("bomb.png");
        TestFfmpeg.ffmpeg("-f", "lavfi", "-i", "color=s=9000x9000", "-frames:v", "1", file.toString());
        assertThat(ENGINE.inspect(file, false, Progress.Listener.NONE))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.LIMIT_EXCEEDED));
    }

    @Test
    void progressNeverFalls() throws Exception {
        var told = new ArrayList<Double>();
        ENGINE.inspect(SharedData.real("gradio-art-critic.mp4"), false, p -> told.add(p.fraction()));
        assertThat(told).isNotEmpty().isSorted().allMatch(f -> f >= 0 && f <= 1);
    }

    static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
